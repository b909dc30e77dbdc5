"""Uploading: from a stream of bytes to a temporary file that its uploader may attach.

Order matters. The bytes arrive and are looked at outside any transaction; then the content is pinned, written to the
store, and only then does the file get its row. Whatever breaks off leaves no row behind, and a pinned content that
nobody refers to is cleared away later.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterable
from datetime import timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from paidan.kernel.actor import Actor
from paidan.kernel.database import Tx
from paidan.kernel.errors import Unavailable
from paidan.kernel.product import Product
from paidan.platform.files.errors import TooManyTemporary, UploadForbidden
from paidan.platform.files.media_types import MediaType
from paidan.platform.files.names import safe_name
from paidan.platform.files.pictures import Picture, inspect_picture
from paidan.platform.files.queries import StoredFile
from paidan.platform.files.receiving import Received, as_stream, receive
from paidan.platform.files.sniffing import sniff
from paidan.platform.files.store import file_store
from paidan.platform.files.tables import blobs, files

PINNED_FOR = timedelta(hours=1)
MOST_TEMPORARY = {"customer": 60, "person": 500}
"""How many files an uploader may have that belong to nothing yet."""
_TRIES = 40
_PAUSE = 0.25


async def store_upload(product: Product, actor: Actor, stream: AsyncIterable[bytes], name: str) -> int:
    """Take in a file for a person, a customer or the product itself; returns the id of the temporary file.

    Raises: UploadForbidden, TooManyTemporary, FileTooLarge, FileEmpty, FileTypeRefused, PictureTooLarge, Unavailable.
    """
    if actor.kind == "anonymous":
        raise UploadForbidden
    store = file_store(product)
    async with receive(stream, store.incoming, product.settings.max_upload_mb) as received:
        kind, picture = await _inspect(product, received, name)
        contents: dict[str, object] = {received.sha256: received.path}
        thumb_sha = hashlib.sha256(picture.thumb).hexdigest() if picture.thumb else None
        sizes = {received.sha256: received.size}
        if picture.thumb and thumb_sha:
            contents[thumb_sha], sizes[thumb_sha] = picture.thumb, len(picture.thumb)
        for sha256 in await _pin(product, actor, sizes):
            await store.put(sha256, contents[sha256])  # type: ignore[arg-type]
    return await product.database.write_as(
        actor, lambda tx: _add_file(tx, received, safe_name(name, kind), kind, picture, thumb_sha)
    )


async def store_bytes(product: Product, actor: Actor, data: bytes, name: str) -> int:
    """The same for bytes in memory, such as the attachment of a mail."""
    return await store_upload(product, actor, as_stream(data), name)


async def read_content(product: Product, file: StoredFile) -> bytes:
    """Return a file's bytes; whoever asks has checked that it may be read. Raises ContentLost."""
    return await file_store(product).read(file.sha256)


async def _inspect(product: Product, received: Received, name: str) -> tuple[MediaType, Picture]:
    zone, now = ZoneInfo(product.settings.time_zone), product.database.clock.now()
    kind = await asyncio.to_thread(sniff, received.path, name)
    async with file_store(product).pictures_at_once:
        return kind, await asyncio.to_thread(inspect_picture, received.path, kind, zone, now)


async def _pin(product: Product, actor: Actor, sizes: dict[str, int]) -> list[str]:
    """Pin contents; returns those that must be written. Waits while one of them is just being deleted."""
    for _ in range(_TRIES):
        to_write = await product.database.write_as(actor, lambda tx: pin(tx, sizes))
        if to_write is not None:
            return to_write
        await asyncio.sleep(_PAUSE)
    raise Unavailable


def pin(tx: Tx, sizes: dict[str, int]) -> list[str] | None:
    """Protect contents (SHA-256 → size) from deletion for an hour and return those not known to be kept.

    None: one of them is being deleted this moment, and nothing was pinned. Raises TooManyTemporary.
    """
    _check_quota(tx)
    insert = sqlite.insert if tx.dialect == "sqlite" else postgresql.insert
    for sha256 in sorted(sizes):
        values = {"sha256": sha256, "size": sizes[sha256], "pinned_until": tx.now + PINNED_FOR, "deleting_at": None}
        change = {"pinned_until": values["pinned_until"]}
        statement = insert(blobs).values(values)
        statement = statement.on_conflict_do_update(
            index_elements=["sha256"], set_=change, where=blobs.c.deleting_at.is_(None)
        )
        if not tx.execute(statement):
            return None
    referred = sa.select(files.c.sha256).where(files.c.sha256.in_(sizes))
    as_thumb = sa.select(files.c.thumb_sha).where(files.c.thumb_sha.in_(sizes))
    kept = {row[0] for row in tx.all(sa.union(referred, as_thumb))}
    return [sha256 for sha256 in sizes if sha256 not in kept]


def _check_quota(tx: Tx) -> None:
    limit = MOST_TEMPORARY.get(tx.actor.kind)
    if limit is None:
        return
    mine = (files.c.uploaded_by_kind == tx.actor.kind, files.c.uploaded_by_id == tx.actor.id)
    count = sa.select(sa.func.count()).select_from(files).where(files.c.attached_record.is_(None), *mine)
    if tx.value(count) >= limit:
        raise TooManyTemporary(limit=limit, seconds=3600)


def _add_file(tx: Tx, received: Received, name: str, kind: MediaType, picture: Picture, thumb_sha: str | None) -> int:
    file_id = tx.new_id()
    values = {
        "id": file_id,
        "sha256": received.sha256,
        "size": received.size,
        "media_type": kind.name,
        "name": name,
        "width": picture.width,
        "height": picture.height,
        "thumb_sha": thumb_sha,
        "uploaded_by_kind": tx.actor.kind,
        "uploaded_by_id": tx.actor.id,
        "created_at": tx.now,
        "taken_at": picture.taken_at,
        "position": picture.position,
    }
    tx.insert(files, values)
    contents = [received.sha256, *([thumb_sha] if thumb_sha else [])]
    tx.execute(sa.update(blobs).where(blobs.c.sha256.in_(contents)).values(pinned_until=None))
    return file_id
