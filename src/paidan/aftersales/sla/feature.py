"""The feature of promises: clocks that run beside work orders and incidents."""

from __future__ import annotations

from paidan.aftersales.sla import endpoints, service, tables
from paidan.aftersales.sla.alarming import sound_alarm
from paidan.aftersales.sla.notices import KIND, TEMPLATES
from paidan.aftersales.sla.permissions import MANAGE
from paidan.aftersales.sla.rows import TIMER
from paidan.aftersales.sla.shipped import install_policies
from paidan.builder.records.events import RecordCreated, RecordRestored, RecordTrashed, RecordUpdated
from paidan.builder.records.purging import RecordPurged
from paidan.kernel.feature import Feature
from paidan.kernel.timers import TimerKind

feature = Feature(
    name="sla",
    summary="Promises about time: which apply, how much of each is used, whom to tell before and after one is broken.",
    router=endpoints.router,
    within={
        RecordCreated: service.start_clocks,
        RecordUpdated: service.follow_record,
        RecordTrashed: service.hush_clocks,
        RecordRestored: service.wake_clocks,
        RecordPurged: service.forget_clocks,
    },
    contributes=[MANAGE, KIND, *TEMPLATES, TimerKind(TIMER, sound_alarm)],
    installs=[install_policies],
)

TABLES = (tables.policies, tables.clocks)
