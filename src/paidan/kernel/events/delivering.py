"""Delivering: each outbox row is handed to its listener in a transaction of its own.

The row is deleted in the same transaction in which the listener does its work, so in the database each event takes
effect once. A listener that fails is tried again after a growing pause, eight times; then the row is kept as dead for
an administrator to see. Rows of one record are handed over in their order. Rows are found by state, never by
"id above the last": on PostgreSQL ids commit out of order.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
import structlog

from paidan.kernel.actor import Actor
from paidan.kernel.database.base import Database
from paidan.kernel.database.reading import Query
from paidan.kernel.database.tx import Tx
from paidan.kernel.events.event import Cause
from paidan.kernel.events.tables import events, outbox

log = structlog.get_logger("paidan.outbox")

TRIES = 8
CHUNK = 200
IDLE_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Waiting:
    """An outbox row that is due, with the event it tells of."""

    id: int
    listener: str
    attempts: int
    event_id: int
    kind: str
    object: str | None
    record: int | None
    root: int
    depth: int
    source: str
    data: dict[str, Any]


def list_due(now: datetime, limit: int = CHUNK) -> Query[Waiting]:
    """Rows that are ready at a moment, oldest first."""
    columns = (
        outbox.c.id, outbox.c.listener, outbox.c.attempts, events.c.id, events.c.kind, events.c.object, events.c.record,
        events.c.root, events.c.depth, events.c.source, events.c.data,
    )  # fmt: skip
    statement = (
        sa.select(*columns)
        .join_from(outbox, events, events.c.id == outbox.c.event_id)
        .where(outbox.c.state == "ready", outbox.c.run_at <= now)
        .order_by(outbox.c.id)
        .limit(limit)
    )
    return Query(statement, Waiting)


class OutboxWorker:
    """Delivers until it is stopped; woken by commits and by the clock."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._wake = asyncio.Event()

    def wake(self) -> None:
        """Something was committed; look at once. On the loop's own thread."""
        self._wake.set()

    async def run(self) -> None:
        """Deliver for ever."""
        while True:
            self._wake.clear()
            try:
                delivered = await self.deliver_due()
            except Exception:
                log.exception("outbox.failed")
                delivered = 0
            if not delivered:
                await _wait(self._wake, IDLE_SECONDS)

    async def deliver_due(self) -> int:
        """Deliver what is due now; returns how many rows were tried."""
        due = await self._database.read(list_due(self._database.clock.now()))
        failed: set[int | None] = set()
        for waiting in due:
            if waiting.record is not None and waiting.record in failed:
                continue
            if not await self._deliver(waiting):
                failed.add(waiting.record)
        return len(due)

    async def _deliver(self, waiting: Waiting) -> bool:
        cause = Cause(waiting.event_id, waiting.root, waiting.depth)
        actor = Actor(kind="service", name=waiting.listener, source="rule")
        try:
            await self._database.write_as(actor, lambda tx: hand_over(tx, waiting), cause=cause)
        except Exception as error:
            log.warning(
                "outbox.listener_failed", listener=waiting.listener, event_id=waiting.event_id, error=repr(error)
            )
            text = repr(error)
            await self._database.write(put_off, row_id=waiting.id, attempts=waiting.attempts + 1, error=text)
            return False
        return True


def hand_over(tx: Tx, waiting: Waiting) -> None:
    """Delete the row and run its listener, together or not at all. Does nothing when another process was faster."""
    if not tx.execute(sa.delete(outbox).where(outbox.c.id == waiting.id, outbox.c.state == "ready")):
        return
    listener = tx.registry.listeners_of(waiting.kind).get(waiting.listener)
    event_class = tx.registry.event_class(waiting.kind)
    if listener is not None and event_class is not None:
        listener(tx, event_class.of(waiting.object, waiting.record, waiting.data))


def put_off(tx: Tx, *, row_id: int, attempts: int, error: str) -> None:
    """Try the row again later: 5 s, 10 s, 20 s … at most 5 minutes; after eight tries it is dead."""
    pause = min(5 * 2 ** (attempts - 1), 300)
    tx.update(
        outbox,
        {"id": row_id},
        {
            "attempts": attempts,
            "error": error[:2000],
            "state": "dead" if attempts >= TRIES else "ready",
            "run_at": tx.now + timedelta(seconds=pause),
        },
    )


async def _wait(event: asyncio.Event, seconds: float) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):  # wait_for would swallow being cancelled together with the event
            await event.wait()
