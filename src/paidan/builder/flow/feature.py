"""The feature of flows."""

from __future__ import annotations

from paidan.builder.flow import automating, endpoints, listeners, nesting
from paidan.builder.flow.guards import FlowFiles
from paidan.builder.flow.happening import FlowActionsDue, FlowHandedOver, FlowInstanceChanged, FlowRecalled
from paidan.builder.flow.nodes import BUILT_IN
from paidan.builder.flow.notices import KINDS, TEMPLATES
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
        FlowHandedOver: nesting.start_sub_flows,
        FlowRecalled: nesting.end_recalled,
        FlowInstanceChanged: nesting.hear_of_end,
    },
    listens={PersonDisabled: listeners.move_tasks_of, FlowActionsDue: automating.run_actions},
    contributes=[
        *BUILT_IN,
        *KINDS,
        *TEMPLATES,
        MANAGE_FLOWS,
        ADMINISTER_FLOWS,
        listeners.NODE_TIMER,
        automating.ACTIONS_TIMER,
        FlowFiles(),
    ],
)
