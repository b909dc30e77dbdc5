"""Batches: one import each, from the file that was handed in to the day it is taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Literal

import sqlalchemy as sa
from pydantic import BaseModel, ConfigDict

from paidan.builder.transfer.errors import BatchNotFound, WrongState
from paidan.builder.transfer.mapping import Mapping
from paidan.builder.transfer.permissions import IMPORT
from paidan.builder.transfer.reading import ReadOptions
from paidan.builder.transfer.tables import batches, problems
from paidan.kernel.actor import Actor
from paidan.kernel.clock import moment_text
from paidan.kernel.database import Database, Query, Tx
from paidan.kernel.i18n import translate
from paidan.kernel.live import publish
from paidan.platform.permissions.access import access_of, can


class State(StrEnum):
    """Where an import stands. Checking is the dry run; checking, running and undoing go on by themselves."""

    UPLOADED = "uploaded"
    CHECKING = "checking"
    CHECKED = "checked"
    RUNNING = "running"
    DONE = "done"
    UNDOING = "undoing"
    UNDONE = "undone"
    CANCELLED = "cancelled"
    FAILED = "failed"


WORKING = (State.CHECKING, State.RUNNING, State.UNDOING)
_CAME_IN = ("created", "updated", "unchanged")
OUTCOMES = ("created", "updated", "unchanged", "skipped", "bad")


class ImportOptions(BaseModel):
    """How rows are taken in.

    on_existing: what happens to a row whose record is there already. clear_blank: blank cells empty the fields of
    existing records; otherwise they say nothing. check_required: False lets records in that lack required values.
    silent: no notifications, no clocks, no flows.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    on_existing: Literal["update", "skip"] = "update"
    clear_blank: bool = False
    check_required: bool = True
    silent: bool = False


@dataclass(frozen=True, slots=True)
class Batch:
    """One import as it is stored; see the table."""

    id: int
    object: str
    state: str
    file_name: str
    file_id: int
    file_sha: str
    reading: dict[str, Any]
    mapping: dict[str, Any]
    key_field: str | None
    options: dict[str, Any]
    rows: int
    cursor: int
    counts: dict[str, int]
    report: dict[str, Any]
    error_file_id: int | None
    language: str
    started_by_kind: str
    started_by: int | None
    started_by_name: str
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None

    @property
    def read_options(self) -> ReadOptions:
        """How its file is read."""
        return ReadOptions(**self.reading)

    @property
    def column_mapping(self) -> Mapping:
        """Which column goes where."""
        return Mapping(**self.mapping)

    @property
    def import_options(self) -> ImportOptions:
        """How its rows are taken in."""
        return ImportOptions(**self.options)


_COLUMNS = tuple(batches.c[name] for name in Batch.__slots__)


def find_batch(batch_id: int) -> Query[Batch]:
    """The import with an id."""
    return Query(sa.select(*_COLUMNS).where(batches.c.id == batch_id), Batch)


def list_batches(object_key: str, *, before: int | None = None, limit: int = 50) -> Query[Batch]:
    """The imports into an object, newest first."""
    statement = sa.select(*_COLUMNS).where(batches.c.object == object_key)
    if before is not None:
        statement = statement.where(batches.c.id < before)
    return Query(statement.order_by(batches.c.id.desc()).limit(limit), Batch)


def list_same_file(object_key: str, sha256: str, but: int) -> Query[tuple[int, bool]]:
    """Earlier imports of the very same file into the same object: id, and whether rows of it came in or may do so."""
    same = (batches.c.file_sha == sha256, batches.c.object == object_key, batches.c.id != but)
    standing = batches.c.state.in_((State.RUNNING, State.DONE))
    statement = sa.select(batches.c.id, batches.c.counts, batches.c.state).where(*same, standing)
    return Query(
        statement.order_by(batches.c.id.desc()).limit(20),
        lambda batch_id, counts, state: (batch_id, state == State.RUNNING or any(map(counts.get, _CAME_IN))),
    )


def list_problems(batch_id: int, *, after: int = 0, limit: int = 100) -> Query[tuple[int, list[dict[str, Any]]]]:
    """The bad rows of an import behind a row number: row and what is wrong with it."""
    statement = sa.select(problems.c.row, problems.c.problems).where(problems.c.batch_id == batch_id)
    statement = statement.where(problems.c.row > after).order_by(problems.c.row).limit(limit)
    return Query(statement, lambda row, found: (row, found))


def may_see(actor: Actor, batch: Batch) -> bool:
    """Whether an actor may see an import: his own, or into an object that he may import into."""
    own = actor.kind == batch.started_by_kind and actor.id == batch.started_by and actor.kind != "anonymous"
    return own or can(access_of(actor), batch.object, IMPORT)


async def may_see_batch(database: Database, actor: Actor, batch_id: int) -> bool:
    """The same by id."""
    batch = await database.find(find_batch(batch_id))
    return batch is not None and may_see(actor, batch)


async def get_batch(database: Database, actor: Actor, batch_id: int) -> Batch:
    """Return an import that the actor may see. Raises BatchNotFound."""
    batch = await database.find(find_batch(batch_id))
    if batch is None or not may_see(actor, batch):
        raise BatchNotFound
    return batch


def get_batch_in(tx: Tx, batch_id: int, *states: State) -> Batch:
    """Return an import that the transaction's actor may see, in one of the states. Raises BatchNotFound, WrongState."""
    batch = tx.find(find_batch(batch_id))
    if batch is None or not may_see(tx.actor, batch):
        raise BatchNotFound
    if states and batch.state not in states:
        raise WrongState(state=batch.state)
    return batch


def _describe_report(report: dict[str, Any], language: str) -> dict[str, Any]:
    told = {name: value for name, value in report.items() if name != "columns"}
    if "kept" in report:
        told["kept"] = [{**kept, "reason": translate(kept["key"], language)} for kept in report["kept"]]
    if "failure" in report:
        failure = report["failure"]
        told["failure"] = {**failure, "reason": translate(f"error.{failure['code']}", language, **failure["params"])}
    return told


class Superseded(Exception):
    """Somebody else works on the import, or it was stopped; whoever meets this stops and changes nothing."""


def hold_batch(tx: Tx, batch_id: int, state: str, cursor: int) -> Batch:
    """Return an import that stands where the caller left it; nobody else goes on with it before the commit.

    Raises Superseded.
    """
    statement = find_batch(batch_id).statement
    row = tx.first(statement.with_for_update() if tx.dialect == "postgresql" else statement)  # type: ignore[attr-defined]
    batch = None if row is None else Batch(*row)
    if batch is None or batch.state != state or batch.cursor != cursor:
        raise Superseded
    return batch


def store_batch(tx: Tx, batch_id: int, values: dict[str, Any]) -> None:
    """Change an import and tell those who look at it."""
    tx.update(batches, {"id": batch_id}, values)
    publish(tx, f"import_batch/{batch_id}")


def describe_batch(batch: Batch, language: str) -> dict[str, Any]:
    """Return what clients are told of an import, sentences in the reader's language. JSON-able."""
    return {
        "id": batch.id,
        "object": batch.object,
        "state": batch.state,
        "file_name": batch.file_name,
        "reading": batch.reading,
        "mapping": batch.mapping,
        "key": batch.key_field,
        "options": batch.import_options.model_dump(),
        "rows": batch.rows,
        "done": sum(batch.counts.get(outcome, 0) for outcome in OUTCOMES),
        "counts": {outcome: batch.counts.get(outcome, 0) for outcome in OUTCOMES},
        "report": _describe_report(batch.report, language),
        "errors_url": f"/files/{batch.error_file_id}?download=true" if batch.error_file_id else None,
        "started_by": {"id": batch.started_by, "name": batch.started_by_name},
        "created_at": moment_text(batch.created_at),
        "started_at": moment_text(batch.started_at) if batch.started_at else None,
        "finished_at": moment_text(batch.finished_at) if batch.finished_at else None,
    }
