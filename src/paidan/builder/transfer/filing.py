"""Files of imports and exports: kept with all other files, brought to this machine when they are worked on.

They are spreadsheets by content and by our own checks, so they do not pass through the sniffing of uploads.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from paidan.kernel.actor import Actor
from paidan.kernel.database import Tx
from paidan.kernel.errors import Unavailable
from paidan.kernel.product import Product
from paidan.platform.files.media_types import MEDIA_TYPES
from paidan.platform.files.names import safe_name
from paidan.platform.files.queries import find_file
from paidan.platform.files.receiving import Received
from paidan.platform.files.store import file_store
from paidan.platform.files.tables import blobs, files
from paidan.platform.files.uploading import pin

BATCH = "import_batch"
EXPORT = "export_job"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_TYPES = {"csv": "text/csv", "xlsx": _XLSX, "xls": "application/vnd.ms-excel"}


@dataclass(frozen=True, slots=True)
class Place:
    """What a file belongs to: an import or an export by id, and as what."""

    object: str
    record: int
    field: str


async def keep_content(product: Product, actor: Actor, received: Received) -> None:
    """Put the bytes of a file into the store and protect them until `add_file` names them."""
    store = file_store(product)
    sizes = {received.sha256: received.size}
    for _ in range(40):
        missing = await product.database.write_as(actor, lambda tx: pin(tx, sizes))
        if missing is not None:
            break
        await asyncio.sleep(0.25)
    else:
        raise Unavailable
    if missing:
        await store.put(received.sha256, received.path)


def add_file(tx: Tx, received: Received, name: str, format: str, place: Place) -> int:
    """Give a kept content a name and an owner; returns the file's id."""
    file_id = tx.new_id()
    kind = MEDIA_TYPES[_TYPES[format]]
    values = {
        "id": file_id,
        "sha256": received.sha256,
        "size": received.size,
        "media_type": kind.name,
        "name": safe_name(name, kind),
        "uploaded_by_kind": tx.actor.kind,
        "uploaded_by_id": tx.actor.id,
        "created_at": tx.now,
        "attached_object": place.object,
        "attached_record": place.record,
        "attached_field": place.field,
    }
    tx.insert(files, values)
    tx.execute(sa.update(blobs).where(blobs.c.sha256 == received.sha256).values(pinned_until=None))
    return file_id


@asynccontextmanager
async def local_copy(product: Product, file_id: int) -> AsyncIterator[Path]:
    """Bring a kept file to a temporary path on this machine. Raises ContentLost."""
    file = await product.database.find(find_file(file_id))
    if file is None:
        raise Unavailable
    async with scratch_file(product) as path:
        with path.open("wb") as target:
            async for piece in file_store(product).stream(file.sha256, 0, file.size):
                target.write(piece)
        yield path


@asynccontextmanager
async def scratch_file(product: Product, ending: str = "") -> AsyncIterator[Path]:
    """An empty temporary file on this machine, gone at the end."""
    folder = file_store(product).incoming
    folder.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=folder, prefix="transfer-", suffix=ending)
    path = Path(name)
    try:
        os.close(handle)
        yield path
    finally:
        with suppress(FileNotFoundError):
            path.unlink()
