"""Taking an import back, whole, in one act that goes on until it is done.

Records that the import made are removed for good; one that somebody worked on since goes to the trash instead, from
where it can be brought back. Records that it changed get their values back, unless somebody changed them since. What
was not simply undone is listed.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

import sqlalchemy as sa

from paidan.builder.records.purging import find_in_use, find_of_batch, purge_records
from paidan.builder.records.reading import record_values
from paidan.builder.records.writing import WriteOptions, trash_record, update_record
from paidan.builder.transfer.acting import SOURCE
from paidan.builder.transfer.batches import Batch, State, Superseded, find_batch, hold_batch, store_batch
from paidan.builder.transfer.events import ImportUndone
from paidan.builder.transfer.importing.running import Progress, say_nothing
from paidan.builder.transfer.tables import undo
from paidan.kernel.actor import Actor
from paidan.kernel.database import Tx
from paidan.kernel.errors import AppError, Unavailable
from paidan.kernel.product import Product

AT_ONCE = 200
MOST_LISTED = 1000


async def run_undo(product: Product, batch_id: int, progress: Progress = say_nothing) -> None:
    """Go on with taking an import back to the end; nothing happens when it is not under way.

    Raises Unavailable, and what `progress` raises; calling again goes on from there.
    """
    while True:
        batch = await product.database.find(find_batch(batch_id))
        if batch is None or batch.state != State.UNDOING:
            return
        actor = _actor_for(batch)
        try:
            await product.database.write_as(actor, lambda tx, batch=batch: _go_on(tx, batch))  # type: ignore[misc]
        except Superseded:
            continue
        done = sum(batch.report.get("undone", {}).values())
        progress(done, batch.counts.get("created", 0) + batch.counts.get("updated", 0))


def _go_on(tx: Tx, seen: Batch) -> None:
    """Do the next piece: records made, then records changed, then the end."""
    batch = hold_batch(tx, seen.id, State.UNDOING, seen.cursor)
    tx.silent = batch.import_options.silent
    if not _remove_created(tx, batch) and not _restore_changed(tx, batch):
        store_batch(tx, batch.id, {"state": State.UNDONE})
        tx.announce(ImportUndone(object=batch.object, batch=batch.id, counts=dict(batch.report.get("undone", {}))))


def _actor_for(batch: Batch) -> Actor:
    """The product acts for whoever asked, because taking back needs no right to delete."""
    asked_by = batch.report.get("undone_by") or {}
    return Actor(kind="service", name=asked_by.get("name", ""), source=SOURCE, on_behalf=asked_by.get("id"))


def _remove_created(tx: Tx, batch: Batch) -> bool:
    """Remove the next records that the import made; False when none is left."""
    found = find_of_batch(tx, batch.object, batch.id, after=batch.cursor, limit=AT_ONCE)
    if not found:
        return False
    changed = {record_id for record_id, is_changed, _ in found if is_changed}
    in_use = find_in_use(tx, batch.object, [record_id for record_id, _, _ in found], batch_id=batch.id)
    kept = changed | in_use
    purge_records(tx, batch.object, [record_id for record_id, _, _ in found if record_id not in kept])
    told = []
    for record_id, _, is_trashed in found:
        if record_id in kept:
            if not is_trashed:
                trash_record(tx, batch.object, record_id)
            told.append({"record": record_id, "key": f"import.undo.{'changed' if record_id in changed else 'in_use'}"})
    outcome = Counter(removed=len(found) - len(told), trashed=len(told))
    _store(tx, batch, outcome, told, cursor=found[-1][0])
    return True


def _restore_changed(tx: Tx, batch: Batch) -> bool:
    """Set the next changed records back; False when none is left."""
    statement = sa.select(undo.c.record_id, undo.c.rev, undo.c.before).where(undo.c.batch_id == batch.id)
    found = tx.all(statement.order_by(undo.c.record_id).limit(AT_ONCE))
    if not found:
        return False
    told: list[dict[str, Any]] = []
    for record_id, rev, before in found:
        reason = _restore(tx, batch.object, record_id, rev, before)
        if reason:
            told.append({"record": record_id, "key": reason})
        tx.delete(undo, {"batch_id": batch.id, "record_id": record_id})
    outcome = Counter(restored=len(found) - len(told), left=len(told))
    _store(tx, batch, outcome, told, cursor=batch.cursor)
    return True


def _restore(tx: Tx, object_key: str, record_id: int, rev: int, before: dict[str, Any]) -> str | None:
    """Give a record its values back; returns why not when it was not done."""
    options = WriteOptions(reach_opened=True, check_required=False, system_fields=True)
    try:
        if record_values(tx, object_key, record_id, lock=True).rev != rev:
            return "import.undo.changed"
        update_record(tx, object_key, record_id, before, options=options)
    except Unavailable:
        raise
    except AppError:
        return "import.undo.refused"
    return None


def _store(tx: Tx, batch: Batch, outcome: Counter[str], told: list[dict[str, Any]], *, cursor: int) -> None:
    counts = Counter(batch.report.get("undone", {})) + outcome
    kept = (batch.report.get("kept", []) + told)[:MOST_LISTED]
    store_batch(tx, batch.id, {"cursor": cursor, "report": {**batch.report, "undone": dict(counts), "kept": kept}})
