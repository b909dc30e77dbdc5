"""Records opened to single people: by a task, a mention, a share; beyond what their roles reach.

A row per record, person and reason ("task:1207", "mention"), so that one reason that ends leaves the others. Expired
rows are swept away every minute; whoever reads `record_access` should also compare `until`.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from paidan.kernel.clock import moment_text
from paidan.kernel.database import Query, Tx
from paidan.kernel.database.reading import first_column
from paidan.kernel.product import Background, Product
from paidan.platform.permissions.events import RecordClosed, RecordOpened
from paidan.platform.permissions.tables import record_access

_SWEEP_SECONDS = 60


@dataclass(frozen=True, slots=True)
class RecordAccess:
    """One record open to one person for one reason, until a moment or for good."""

    record_id: int
    person_id: int
    reason: str
    object: str
    until: datetime | None


_COLUMNS = (
    record_access.c.record_id, record_access.c.person_id, record_access.c.reason, record_access.c.object,
    record_access.c.until,
)  # fmt: skip


def list_record_access(record_id: int) -> Query[RecordAccess]:
    """To whom a record is open beyond their roles, and why."""
    statement = sa.select(*_COLUMNS).where(record_access.c.record_id == record_id)
    return Query(statement.order_by(record_access.c.person_id, record_access.c.reason), RecordAccess)


def is_open_to(person_id: int, now: datetime) -> sa.ColumnElement[bool]:
    """The condition that a row of `record_access` opens its record to a person at a moment; for EXISTS in queries."""
    table = record_access
    return sa.and_(table.c.person_id == person_id, sa.or_(table.c.until.is_(None), table.c.until > now))


def grant_record_access(
    tx: Tx, *, object_key: str, record_id: int, person_id: int, reason: str, until: datetime | None = None
) -> None:
    """Open a record to a person for a reason; a second call with the same reason only moves `until`.

    Asks for no permission: whoever calls has decided that the person needs the record.
    """
    key = {"record_id": record_id, "person_id": person_id, "reason": reason}
    if tx.update(record_access, key, {"until": until}):
        return
    tx.insert(record_access, {**key, "object": object_key, "at": tx.now, "until": until})
    shown = None if until is None else moment_text(until)
    tx.announce(RecordOpened(object=object_key, record=record_id, person_id=person_id, reason=reason, until=shown))


def revoke_record_access(tx: Tx, *, record_id: int, reason: str, person_id: int | None = None) -> None:
    """Take back what was opened for a reason: from one person, or from everybody. Does nothing when there was nothing."""
    table = record_access
    chosen = [table.c.record_id == record_id, table.c.reason == reason]
    if person_id is not None:
        chosen.append(table.c.person_id == person_id)
    gone = [RecordAccess(*row) for row in tx.all(sa.select(*_COLUMNS).where(*chosen))]
    _take_back(tx, gone)


def close_expired(tx: Tx) -> int:
    """Take back what was opened until a moment that has passed; returns how many rows went."""
    table = record_access
    gone = [RecordAccess(*row) for row in tx.all(sa.select(*_COLUMNS).where(table.c.until <= tx.now).limit(500))]
    _take_back(tx, gone)
    return len(gone)


def _take_back(tx: Tx, gone: list[RecordAccess]) -> None:
    for one in gone:
        key = {"record_id": one.record_id, "person_id": one.person_id, "reason": one.reason}
        if tx.delete(record_access, key):
            tx.announce(
                RecordClosed(object=one.object, record=one.record_id, person_id=one.person_id, reason=one.reason)
            )


class ExpiredAccess(Background):
    """Takes back expired access every minute."""

    name = "record_access.expired"

    async def run(self, product: Product) -> None:
        """Sweep until cancelled; writes only when there is something to take back."""
        database = product.database
        while True:
            due = sa.select(record_access.c.record_id).where(record_access.c.until <= database.clock.now()).limit(1)
            if await database.find(Query(due, first_column)) is not None:
                await database.write(close_expired)
            await asyncio.sleep(_SWEEP_SECONDS)
