"""The portal as a feature."""

from __future__ import annotations

from paidan.aftersales.portal import endpoints, tables
from paidan.aftersales.portal.templates import KIND, TEMPLATES
from paidan.kernel.feature import Feature

feature = Feature(
    name="portal",
    summary="Customers report, follow, urge, confirm and rate by a link, without an account.",
    router=endpoints.router,
    contributes=[KIND, *TEMPLATES],
)

TABLES = (tables.used_challenges, tables.hits, tables.codes)
