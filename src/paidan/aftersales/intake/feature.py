"""The feature of intake."""

from __future__ import annotations

from paidan.aftersales.intake.flows import install_flows
from paidan.kernel.feature import Feature

feature = Feature(
    name="intake",
    summary="Turns a report into an order that follows a flow.",
    installs=[install_flows],
)
