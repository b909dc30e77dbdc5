"""The feature of flows."""

from __future__ import annotations

from paidan.builder.flow import endpoints, listeners
from paidan.builder.flow.nodes import BUILT_IN
from paidan.builder.flow.permissions import ADMINISTER_FLOWS, MANAGE_FLOWS
from paidan.builder.records.events import RecordCreated, RecordRestored, RecordTrashed, RecordUpdated
from paidan.kernel.feature import Feature
from paidan.platform.identity.events import PersonDisabled

feature = Feature(
    name="flow",
    summary="How work walks through the process that a company drew for itself.",
    router=endpoints.router,
    within={
        RecordCreated: listeners.start_with_record,
        RecordUpdated: listeners.look_at_change,
        RecordTrashed: listeners.hold_trashed,
        RecordRestored: listeners.go_on_restored,
    },
    listens={PersonDisabled: listeners.move_tasks_of},
    contributes=[*BUILT_IN, MANAGE_FLOWS, ADMINISTER_FLOWS, listeners.NODE_TIMER],
)
