"""The demo company as a feature."""

from __future__ import annotations

from paidan.aftersales.demo.company import ApplianceService
from paidan.kernel.feature import Feature

feature = Feature(
    name="demo",
    summary="A demo company, so that a visitor finds a firm at work.",
    contributes=[ApplianceService()],
)
