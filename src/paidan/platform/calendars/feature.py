"""Calendars as a feature."""

from __future__ import annotations

from paidan.kernel.feature import Feature
from paidan.platform.calendars import endpoints, tables
from paidan.platform.calendars.shipped import install_calendars

feature = Feature(
    name="calendars",
    summary="Business calendars: which hours count, by the calendar in force at each moment.",
    router=endpoints.router,
    installs=[install_calendars],
)

TABLES = (tables.business_calendars,)
