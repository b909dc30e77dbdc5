"""What can be done with an import: check it, start it, stop it, take it back."""

from __future__ import annotations

from typing import Any

from paidan.builder.objects.loading import model_of
from paidan.builder.objects.permissions import MANAGE_OBJECTS
from paidan.builder.transfer.batches import (
    Batch,
    ImportOptions,
    State,
    describe_batch,
    find_batch,
    get_batch_in,
    list_same_file,
    store_batch,
)
from paidan.builder.transfer.errors import ImportForbidden, SameFileImported
from paidan.builder.transfer.events import ImportStarted
from paidan.builder.transfer.importing.options import check_adding
from paidan.builder.transfer.mapping import Mapping, check_mapping
from paidan.builder.transfer.permissions import require_import
from paidan.builder.transfer.reading.headers import Column
from paidan.builder.transfer.tables import problems
from paidan.kernel.database import Tx
from paidan.kernel.jobs import JobContext, enqueue
from paidan.platform.permissions.access import access_of, holds

RUN_JOB = "import.run"
UNDO_JOB = "import.undo"
STARTABLE = (State.UPLOADED, State.CHECKED)


def plan_import(
    tx: Tx, *, batch_id: int, mapping: Mapping, key: str | None, options: ImportOptions, dry: bool, again: bool = False
) -> dict[str, Any]:
    """Decide how a file is imported and begin: for a dry run only to look, else in earnest.

    `again` imports a file once more that stands already although no key tells its rows apart. Raises BatchNotFound,
    WrongState, ImportForbidden, AddingForbidden, SameFileImported, and what `check_mapping` raises.
    """
    batch = get_batch_in(tx, batch_id, *STARTABLE)
    object_type = model_of(tx).object(batch.object)
    require_import(tx.actor, object_type, updates=key is not None and options.on_existing == "update")
    check_mapping(mapping, _columns(batch), object_type, key)
    check_adding(tx.actor, mapping, dict(object_type.fields))
    if key is None and not again:
        _refuse_same_file(tx, batch)
    _begin(tx, batch, mapping, key, options, State.CHECKING if dry else State.RUNNING)
    return describe_batch(tx.get(find_batch(batch_id)), tx.actor.language)


def cancel_import(tx: Tx, *, batch_id: int) -> dict[str, Any]:
    """Stop an import that is under way; the rows that are in stay in and can be taken back. Raises WrongState."""
    batch = get_batch_in(tx, batch_id, State.UPLOADED, State.CHECKING, State.CHECKED, State.RUNNING)
    _require_own(tx, batch)
    state = State.DONE if batch.state == State.RUNNING and batch.cursor else State.CANCELLED
    report = {**batch.report, "stopped": True}
    store_batch(tx, batch_id, {"state": state.value, "report": report, "finished_at": tx.now})
    return describe_batch(tx.get(find_batch(batch_id)), tx.actor.language)


def undo_import(tx: Tx, *, batch_id: int) -> dict[str, Any]:
    """Take an import back. Raises BatchNotFound, WrongState, ImportForbidden."""
    batch = get_batch_in(tx, batch_id, State.DONE, State.FAILED)
    _require_own(tx, batch)
    report = {**batch.report, "undone_by": {"id": tx.actor.id, "name": tx.actor.name}, "undone": {}, "kept": []}
    store_batch(tx, batch_id, {"state": State.UNDOING.value, "cursor": 0, "report": report})
    enqueue(tx, UNDO_JOB, {"batch_id": batch_id}, unique_key=f"undo:{batch_id}")
    return describe_batch(tx.get(find_batch(batch_id)), tx.actor.language)


async def run_import_job(context: JobContext, batch_id: int) -> None:
    """The job of an import or its dry run."""
    from paidan.builder.transfer.importing.running import run_import

    await run_import(context.product, batch_id, lambda done, total: context.progress(done, total))


async def run_undo_job(context: JobContext, batch_id: int) -> None:
    """The job of taking an import back."""
    from paidan.builder.transfer.importing.undoing import run_undo

    await run_undo(context.product, batch_id, lambda done, total: context.progress(done, total))


def _begin(tx: Tx, batch: Batch, mapping: Mapping, key: str | None, options: ImportOptions, state: State) -> None:
    tx.delete(problems, {"batch_id": batch.id})
    values = {
        "state": state.value,
        "mapping": mapping.model_dump(mode="json"),
        "key_field": key,
        "options": options.model_dump(),
        "cursor": 0,
        "counts": {},
        "error_file_id": None,
        "report": {"columns": batch.report.get("columns", [])},
        "started_at": tx.now,
        "finished_at": None,
    }
    store_batch(tx, batch.id, values)
    enqueue(tx, RUN_JOB, {"batch_id": batch.id}, unique_key=f"{state.value}:{batch.id}")
    if state is State.RUNNING:
        facts = {"file": batch.file_name, "sha256": batch.file_sha, "rows": batch.rows, "silent": options.silent}
        tx.announce(ImportStarted(object=batch.object, batch=batch.id, **facts))  # type: ignore[arg-type]


def _columns(batch: Batch) -> list[Column]:
    names = batch.report.get("columns", [])
    return [Column(position, "", name, name) for position, name in enumerate(names)]


def _refuse_same_file(tx: Tx, batch: Batch) -> None:
    for earlier, came_in in tx.read(list_same_file(batch.object, batch.file_sha, batch.id)):
        if came_in:
            raise SameFileImported(batch=earlier)


def _require_own(tx: Tx, batch: Batch) -> None:
    """One's own imports; everybody's for those who shape objects."""
    own = (tx.actor.kind, tx.actor.id) == (batch.started_by_kind, batch.started_by)
    if not own and not holds(access_of(tx.actor), MANAGE_OBJECTS.key):
        raise ImportForbidden(object=model_of(tx).object(batch.object).label)
