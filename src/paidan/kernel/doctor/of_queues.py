"""Checks of what works behind the requests: the outbox, the jobs, the timers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import timedelta

import sqlalchemy as sa

from paidan.kernel.database.reading import Query, first_column
from paidan.kernel.database.tx import Tx
from paidan.kernel.doctor.check import Check, Finding
from paidan.kernel.events.tables import outbox
from paidan.kernel.jobs.asking import retry
from paidan.kernel.jobs.errors import JobNotWaiting
from paidan.kernel.jobs.tables import job_runs
from paidan.kernel.product import Product
from paidan.kernel.timers.sweeping import rearm_parked
from paidan.kernel.timers.tables import timers

Again = Callable[[Tx], int]
LATE = timedelta(minutes=10)


class QueueMoves(Check):
    """A queue: rows that gave up are mendable; rows that should have had their turn long ago tell that nobody works."""

    def __init__(self, table: sa.Table, *, name: str, waiting: str, given_up: str, moment: str, again: Again) -> None:
        self.name = name
        self._table = table
        self._is_waiting = table.c.state == waiting
        self._gave_up = table.c.state == given_up
        self._moment = table.c[moment]
        self._again = again

    def run(self, product: Product) -> Sequence[Finding]:
        """Look."""
        late_since = product.database.clock.now() - LATE
        given_up = self._count(product, self._gave_up)
        late = self._count(product, sa.and_(self._is_waiting, self._moment < late_since))
        findings = []
        if given_up:
            findings.append(Finding(f"doctor.{self.name}.given_up", {"count": given_up}, can_be_mended=True))
        if late:
            findings.append(Finding(f"doctor.{self.name}.late", {"count": late, "minutes": LATE.seconds // 60}))
        return findings

    def mend(self, product: Product) -> int:
        """Let what gave up try again."""
        return product.database.write_now(self._again)

    def _count(self, product: Product, where: sa.ColumnElement[bool]) -> int:
        counted = sa.select(sa.func.count()).select_from(self._table).where(where)
        found: int = product.database.read_now(Query(counted, first_column))[0]
        return found


def deliver_again(tx: Tx) -> int:
    """Give every event that could not be delivered its tries again."""
    dead = sa.update(outbox).where(outbox.c.state == "dead")
    return tx.execute(dead.values(state="ready", attempts=0, error=None, run_at=tx.now))


def run_again(tx: Tx) -> int:
    """Give every dead job its tries again, but for those whose work another does by now."""
    count = 0
    for (run_id,) in tx.all(sa.select(job_runs.c.id).where(job_runs.c.state == "dead")):
        with suppress(JobNotWaiting):
            retry(tx, run_id)
            count += 1
    return count


OUTBOX = QueueMoves(outbox, name="outbox", waiting="ready", given_up="dead", moment="run_at", again=deliver_again)
JOBS = QueueMoves(job_runs, name="jobs", waiting="waiting", given_up="dead", moment="run_at", again=run_again)
TIMERS = QueueMoves(timers, name="timers", waiting="armed", given_up="parked", moment="due_at", again=rearm_parked)
