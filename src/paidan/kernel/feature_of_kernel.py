"""The kernel as a feature: it declares its own tables and contributes what every product needs."""

from __future__ import annotations

from paidan.kernel import installation
from paidan.kernel.events import tables as event_tables
from paidan.kernel.feature import Feature
from paidan.kernel.http import idempotency
from paidan.kernel.live import streaming
from paidan.kernel.live.relaying import LiveRelaying
from paidan.kernel.timers import tables as timer_tables
from paidan.kernel.timers.sweeping import TimerSweeping

kernel_feature = Feature(
    name="kernel",
    summary="Database, events, outbox and the way requests come in.",
    router=streaming.router,
    contributes=(TimerSweeping(), LiveRelaying()),
)

TABLES = (
    event_tables.events,
    event_tables.outbox,
    idempotency.idempotency_keys,
    installation.installation,
    timer_tables.timers,
    timer_tables.leases,
)
