"""Measures: figures that are taken when somebody asks for `/metrics`, not kept up with every change."""

from __future__ import annotations

from abc import ABC, abstractmethod

import sqlalchemy as sa
from prometheus_client import Gauge

from paidan.kernel.database.reading import Query, as_tuple
from paidan.kernel.events.tables import outbox
from paidan.kernel.jobs.tables import job_runs
from paidan.kernel.live.hub import Hub
from paidan.kernel.metrics import OUTBOX_WAITING, REGISTRY
from paidan.kernel.product import Product
from paidan.kernel.timers.sweeping import next_due_at
from paidan.kernel.timers.tables import timers

JOBS = Gauge("paidan_jobs", "Jobs, by state.", ["state"], registry=REGISTRY)
TIMERS = Gauge("paidan_timers", "Timers, by state.", ["state"], registry=REGISTRY)
TIMER_LATENESS = Gauge("paidan_timer_lateness_seconds", "How late the most overdue timer is.", registry=REGISTRY)
LIVE_PAGES = Gauge("paidan_live_pages", "Open pages that hear of changes in this process.", registry=REGISTRY)


class Measure(ABC):
    """Contributed to set gauges of `kernel.metrics.REGISTRY` before they are read."""

    @abstractmethod
    async def take(self, product: Product) -> None:
        """Set the gauges."""


class QueueLengths(Measure):
    """How long the queues of the kernel are."""

    async def take(self, product: Product) -> None:
        """Count rows by state."""
        counted: list[tuple[Gauge, sa.Table, tuple[str, ...]]] = [
            (OUTBOX_WAITING, outbox, ("ready", "dead")),
            (JOBS, job_runs, ("waiting", "running", "dead")),
            (TIMERS, timers, ("armed", "parked")),
        ]
        for gauge, table, states in counted:
            statement = sa.select(table.c.state, sa.func.count()).where(table.c.state.in_(states))
            counts = dict(await product.database.read(Query(statement.group_by(table.c.state), as_tuple, slow=True)))
            for state in states:
                gauge.labels(state).set(counts.get(state, 0))
        due_at = await product.database.find(next_due_at())
        late = (product.database.clock.now() - due_at).total_seconds() if due_at is not None else 0.0
        TIMER_LATENESS.set(max(late, 0.0))
        LIVE_PAGES.set(product.service(Hub).size if Hub in product.services else 0)


async def take_measures(product: Product) -> None:
    """Take every measure that the features contribute."""
    for measure in product.registry.all(Measure):  # type: ignore[type-abstract]
        await measure.take(product)
