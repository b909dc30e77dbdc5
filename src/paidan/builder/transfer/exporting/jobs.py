"""Exports too large to be answered at once: made in the background into a file that only whoever asked can fetch."""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from paidan.builder.transfer.acting import actor_of
from paidan.builder.transfer.errors import ExportNotFound
from paidan.builder.transfer.events import ExportDone
from paidan.builder.transfer.exporting.asking import Export, ExportQuestion, prepare_export
from paidan.builder.transfer.exporting.writing import write_csv, write_workbook
from paidan.builder.transfer.filing import EXPORT, Place, add_file, keep_content, scratch_file
from paidan.builder.transfer.tables import exports
from paidan.kernel.actor import Actor
from paidan.kernel.clock import moment_text
from paidan.kernel.database import Database, Query, Tx
from paidan.kernel.errors import AppError, Unavailable
from paidan.kernel.i18n import label_in
from paidan.kernel.jobs import JobContext, enqueue
from paidan.kernel.live import publish
from paidan.kernel.product import Product
from paidan.platform.files.receiving import Received
from paidan.platform.files.service import detach_all

JOB = "export.run"
KEPT_FOR = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class ExportJob:
    """One export as it is stored; see the table."""

    id: int
    object: str
    state: str
    question: dict[str, Any]
    format: str
    language: str
    rows: int
    done: int
    file_id: int | None
    failure: str | None
    asked_by_kind: str
    asked_by: int | None
    asked_by_name: str
    created_at: datetime
    finished_at: datetime | None


_COLUMNS = tuple(exports.c[name] for name in ExportJob.__slots__)


def find_export(export_id: int) -> Query[ExportJob]:
    """The export with an id."""
    return Query(sa.select(*_COLUMNS).where(exports.c.id == export_id), ExportJob)


def list_exports(actor: Actor, *, limit: int = 50) -> Query[ExportJob]:
    """An actor's own exports, newest first."""
    own = (exports.c.asked_by_kind == actor.kind, exports.c.asked_by == actor.id)
    return Query(sa.select(*_COLUMNS).where(*own).order_by(exports.c.id.desc()).limit(limit), ExportJob)


async def get_export(database: Database, actor: Actor, export_id: int) -> ExportJob:
    """Return an actor's own export. Raises ExportNotFound."""
    found = await database.find(find_export(export_id))
    if found is None or actor.id is None or (found.asked_by_kind, found.asked_by) != (actor.kind, actor.id):
        raise ExportNotFound
    return found


async def may_see_export(database: Database, actor: Actor, export_id: int) -> bool:
    """Whether an export is the actor's own."""
    try:
        await get_export(database, actor, export_id)
    except ExportNotFound:
        return False
    return True


def start_export(tx: Tx, *, question: dict[str, Any], rows: int, language: str) -> dict[str, Any]:
    """Ask for an export in the background; it was checked before. Returns what clients are told."""
    export_id = tx.new_id()
    row = {
        "id": export_id, "object": question["object"], "state": "queued", "question": question,
        "format": question["format"], "language": language, "rows": rows, "done": 0, "file_id": None, "failure": None,
        "asked_by_kind": tx.actor.kind, "asked_by": tx.actor.id, "asked_by_name": tx.actor.name, "created_at": tx.now,
    }  # fmt: skip
    tx.insert(exports, row)
    enqueue(tx, JOB, {"export_id": export_id}, unique_key=str(export_id))
    return describe_export(tx.get(find_export(export_id)))


async def run_export_job(context: JobContext, export_id: int) -> None:
    """The job: make the file."""
    await run_export(context.product, export_id)


async def run_export(product: Product, export_id: int) -> None:
    """Make the file of an export; one that cannot be made any more fails with its reason. Raises Unavailable."""
    found = await product.database.find(find_export(export_id))
    if found is None or found.state != "queued":
        return
    actor = await actor_of(product, found.asked_by_kind, found.asked_by, found.asked_by_name, found.language, "web")
    try:
        export = await prepare_export(product, actor, ExportQuestion(**found.question))
        async with scratch_file(product, f".{found.format}") as path:
            rows = await (write_csv if found.format == "csv" else write_workbook)(export, path)
            received = await asyncio.to_thread(_weigh, path)
            await keep_content(product, actor, received)
        await product.database.write_as(actor, lambda tx: _finish(tx, export, found, received, rows))
    except Unavailable:
        raise
    except AppError as error:
        values = {"state": "failed", "failure": error.code}
        await product.database.write(_end, export_id=export_id, values=values)


def tell(tx: Tx, export: Export, rows: int) -> None:
    """Write an export down in the audit trail."""
    question = export.question
    fields = [field.key for field in export.fields]
    tx.announce(
        ExportDone(
            object=question.object,
            format=question.format,
            rows=rows,
            fields=fields,
            filter=question.filter,
            text=question.q,
        )
    )


def describe_export(found: ExportJob) -> dict[str, Any]:
    """Return what clients are told of an export. JSON-able."""
    return {
        "id": found.id,
        "object": found.object,
        "state": found.state,
        "format": found.format,
        "rows": found.rows,
        "url": f"/files/{found.file_id}?download=true" if found.file_id else None,
        "failure": found.failure,
        "created_at": moment_text(found.created_at),
        "finished_at": moment_text(found.finished_at) if found.finished_at else None,
    }


def file_name(export: Export) -> str:
    """Return the name of the exported file: the object's, and the company's local day."""
    from zoneinfo import ZoneInfo

    now = export.product.database.clock.now().astimezone(ZoneInfo(export.product.settings.time_zone))
    return f"{label_in(export.label, export.language)}-{now:%Y%m%d-%H%M}.{export.question.format}"


def expire_exports(tx: Tx) -> int:
    """Let the files of old exports go; returns how many. They are copies of data that rights may have closed since."""
    old = sa.select(exports.c.id).where(exports.c.state == "done", exports.c.finished_at < tx.now - KEPT_FOR)
    ids = [row[0] for row in tx.all(old.limit(500))]
    for export_id in ids:
        detach_all(tx, export_id)
        tx.update(exports, {"id": export_id}, {"state": "expired", "file_id": None})
    return len(ids)


def _finish(tx: Tx, export: Export, found: ExportJob, received: Received, rows: int) -> None:
    file_id = add_file(tx, received, file_name(export), found.format, Place(EXPORT, found.id, "file"))
    _end(tx, export_id=found.id, values={"state": "done", "file_id": file_id, "rows": rows, "done": rows})
    tell(tx, export, rows)


def _end(tx: Tx, *, export_id: int, values: dict[str, Any]) -> None:
    tx.update(exports, {"id": export_id}, {**values, "finished_at": tx.now})
    publish(tx, f"export_job/{export_id}")


def _weigh(path: Path) -> Received:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256")
    return Received(path, path.stat().st_size, digest.hexdigest())
