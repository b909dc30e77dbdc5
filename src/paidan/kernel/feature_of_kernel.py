"""The kernel as a feature: it declares its own tables and contributes what every product needs."""

from __future__ import annotations

from fastapi import APIRouter

from paidan.kernel import installation
from paidan.kernel.doctor.of_database import DatabaseIsWhole, DiskHasRoom, SchemaIsCurrent
from paidan.kernel.doctor.of_queues import JOBS, OUTBOX, TIMERS
from paidan.kernel.events import tables as event_tables
from paidan.kernel.feature import Feature
from paidan.kernel.http import idempotency
from paidan.kernel.jobs import endpoints as job_endpoints
from paidan.kernel.jobs import tables as job_tables
from paidan.kernel.jobs.overseeing import JobTopics
from paidan.kernel.jobs.running import JobRunning
from paidan.kernel.jobs.scheduling import TIMER_KIND
from paidan.kernel.live import streaming
from paidan.kernel.live.relaying import LiveRelaying
from paidan.kernel.measures import QueueLengths
from paidan.kernel.timers import tables as timer_tables
from paidan.kernel.timers.sweeping import TimerSweeping

CHECKS = (DatabaseIsWhole(), SchemaIsCurrent(), DiskHasRoom(), OUTBOX, JOBS, TIMERS)

router = APIRouter()
router.include_router(streaming.router)
router.include_router(job_endpoints.router)

kernel_feature = Feature(
    name="kernel",
    summary="Database, events, outbox and the way requests come in.",
    router=router,
    contributes=(TimerSweeping(), LiveRelaying(), JobRunning(), JobTopics(), TIMER_KIND, QueueLengths(), *CHECKS),
)

TABLES = (
    event_tables.events,
    event_tables.outbox,
    idempotency.idempotency_keys,
    installation.installation,
    timer_tables.timers,
    timer_tables.leases,
    job_tables.job_runs,
    job_tables.job_executors,
    job_tables.job_schedules,
)
