"""The feature of dispatch: who goes, and why."""

from __future__ import annotations

from paidan.aftersales.dispatch import endpoints, tables
from paidan.aftersales.dispatch.offering import TIMER, answer_due, recall, take_over
from paidan.aftersales.dispatch.permissions import ASSIGN, POLICIES
from paidan.aftersales.dispatch.policies import install_policies
from paidan.builder.flow.happening import FlowHandedOver, FlowRecalled
from paidan.kernel.feature import Feature
from paidan.kernel.timers import TimerKind

feature = Feature(
    name="dispatch",
    summary="Chooses who goes to an order, asks them, and keeps why.",
    router=endpoints.router,
    within={FlowHandedOver: take_over, FlowRecalled: recall},
    contributes=[ASSIGN, POLICIES, TimerKind(TIMER, answer_due)],
    installs=[install_policies],
)

TABLES = (tables.requests, tables.decisions, tables.offers, tables.policies)
