"""Sweeping: what is due is fired, in batches, by whoever holds the lease.

Nothing is written while nothing is due. The usual case is fast: a batch of timers in one transaction. When one of
them fails, the batch is undone and each of its timers gets a transaction of its own, so that the others fire and the
one that failed is put off; after eight failures it is parked, where `paidan doctor` shows it.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import uuid4

import sqlalchemy as sa
import structlog

from paidan.kernel.actor import Actor
from paidan.kernel.database.base import Database
from paidan.kernel.database.reading import Query, first_column
from paidan.kernel.database.tx import Tx
from paidan.kernel.errors import Unavailable
from paidan.kernel.product import Background, Product
from paidan.kernel.timers.arming import FIRING
from paidan.kernel.timers.leasing import hold_lease
from paidan.kernel.timers.tables import timers
from paidan.kernel.timers.timer import Timer, TimerKind

log = structlog.get_logger("paidan.timers")

ACTOR = Actor(kind="service", name="timers", source="system")
LEASE = timedelta(seconds=5)
BATCH = 250
BATCH_SECONDS = {"sqlite": 0.04, "postgresql": 1.0}
"""SQLite has one writer: a batch ends early so that nobody's write waits long behind it."""
TRIES = 8
IDLE_SECONDS = 1.0

_COLUMNS = (
    timers.c.id, timers.c.due_at, timers.c.kind, timers.c.object, timers.c.record, timers.c.subject_id,
    timers.c.epoch, timers.c.payload, timers.c.attempts,
)  # fmt: skip


@dataclass(slots=True)
class Batch:
    """What one sweep took up and what came of it. `chosen` outlives the rollback of a batch that failed."""

    chosen: list[Timer] = field(default_factory=list)
    fired: int = 0
    is_leader: bool = True


def next_due_at() -> Query[datetime]:
    """The moment of the armed timer that is due first."""
    armed = sa.select(timers.c.due_at).where(timers.c.state == "armed").order_by(timers.c.due_at).limit(1)
    return Query(armed, first_column)


class Sweeper:
    """Fires timers for one process."""

    def __init__(self, database: Database, holder: str | None = None) -> None:
        self._database = database
        self._holder = holder or uuid4().hex

    async def run(self) -> None:
        """Sweep for ever."""
        while True:
            wait = IDLE_SECONDS
            try:
                if await self.sweep():
                    wait = 0.0
                else:
                    wait = await self._pause()
            except Unavailable:
                log.warning("timers.database_unavailable")
            await asyncio.sleep(wait)

    async def sweep(self) -> int:
        """Fire one batch of what is due now; returns how many timers had their turn, failed ones too."""
        due_at = await self._database.find(next_due_at())
        if due_at is None or due_at > self._database.clock.now():
            return 0
        batch = Batch()
        try:
            await self._database.write_as(ACTOR, lambda tx: fire_batch(tx, batch, holder=self._holder))
        except Unavailable:
            raise
        except Exception:
            return await self._fire_apart(batch.chosen)
        return batch.fired

    async def _fire_apart(self, chosen: list[Timer]) -> int:
        for timer in chosen:
            try:
                await self._database.write_as(ACTOR, lambda tx, timer=timer: fire_one(tx, timer))  # type: ignore[misc]
            except Unavailable:
                raise
            except Exception as error:
                log.warning("timers.failed", timer=timer.id, kind=timer.kind, record=timer.record, error=repr(error))
                await self._database.write(put_off, timer=timer, error=repr(error))
        return len(chosen)

    async def _pause(self) -> float:
        due_at = await self._database.find(next_due_at())
        if due_at is None:
            return IDLE_SECONDS
        left = (due_at - self._database.clock.now()).total_seconds()
        return IDLE_SECONDS if left <= 0 else min(left, IDLE_SECONDS)


def fire_batch(tx: Tx, batch: Batch, *, holder: str) -> None:
    """Fire the timers due at `tx.now`, earliest first, until the batch is full or its time is up."""
    batch.chosen, batch.fired = [], 0
    batch.is_leader = hold_lease(tx, name="timers", holder=holder, length=LEASE)
    if not batch.is_leader:
        return
    kinds = {kind.name: kind for kind in tx.registry.all(TimerKind)}
    batch.chosen = _choose(tx)
    waiting = {timer.id: timer for timer in batch.chosen}
    tx.memo[FIRING] = waiting
    until = time.monotonic() + BATCH_SECONDS[tx.dialect]
    done = []
    while waiting and time.monotonic() < until:
        timer = waiting.pop(next(iter(waiting)))
        done.append(timer.id)
        _call(tx, kinds, timer)
    tx.execute(sa.delete(timers).where(timers.c.id.in_(done)))
    batch.fired = len(done)


def fire_one(tx: Tx, timer: Timer) -> None:
    """Fire one timer, unless it was disarmed meanwhile."""
    if tx.delete(timers, {"id": timer.id}):
        _call(tx, {kind.name: kind for kind in tx.registry.all(TimerKind)}, timer)


def put_off(tx: Tx, *, timer: Timer, error: str) -> None:
    """Try the timer again in 5 s, 10 s, 20 s … at most 5 minutes; after eight tries it is parked."""
    attempts = timer.attempts + 1
    changes: dict[str, object] = {"attempts": attempts, "error": error[:2000]}
    if attempts >= TRIES:
        changes["state"] = "parked"
    else:
        changes["due_at"] = tx.now + timedelta(seconds=min(5 * 2 ** (attempts - 1), 300))
    tx.update(timers, {"id": timer.id}, changes)


def rearm_parked(tx: Tx) -> int:
    """Give every parked timer its eight tries again, at once; returns how many there were."""
    statement = sa.update(timers).where(timers.c.state == "parked")
    return tx.execute(statement.values(state="armed", attempts=0, error=None, due_at=tx.now))


class UnknownKind(LookupError):
    """No feature hears timers of this name; the feature may have been taken out of the product."""


def _call(tx: Tx, kinds: dict[str, TimerKind], timer: Timer) -> None:
    kind = kinds.get(timer.kind)
    if kind is None:
        raise UnknownKind(timer.kind)
    kind.handler(tx, timer)


def _choose(tx: Tx) -> list[Timer]:
    """Return the next timers that are due, locked on PostgreSQL.

    There the index is to be walked in its order. Without fresh statistics, as after thousands were armed at once, the
    planner would rather fetch and sort everything that is due for every batch.
    """
    due = (
        sa.select(*_COLUMNS)
        .where(timers.c.state == "armed", timers.c.due_at <= tx.now)
        .order_by(timers.c.due_at, timers.c.id)
        .limit(BATCH)
    )
    if tx.dialect != "postgresql":
        return [Timer(*row) for row in tx.all(due)]
    tx.run_text("SELECT set_config(name, 'off', true) FROM unnest(ARRAY['enable_sort', 'enable_bitmapscan']) AS name")
    chosen = [Timer(*row) for row in tx.all(due.with_for_update(skip_locked=True))]
    tx.run_text("SELECT set_config(name, 'on', true) FROM unnest(ARRAY['enable_sort', 'enable_bitmapscan']) AS name")
    return chosen


class TimerSweeping(Background):
    """Sweeps beside the requests."""

    name = "timers"

    async def run(self, product: Product) -> None:
        """Sweep until cancelled."""
        await Sweeper(product.database).run()
