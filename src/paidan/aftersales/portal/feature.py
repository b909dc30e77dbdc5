"""The portal as a feature."""

from __future__ import annotations

from fastapi import APIRouter

from paidan.aftersales.portal import endpoints, tables
from paidan.aftersales.portal.pages import routes
from paidan.aftersales.portal.templates import KIND, TEMPLATES
from paidan.kernel.feature import Feature

router = APIRouter()
router.include_router(endpoints.router)
router.include_router(routes.router)

feature = Feature(
    name="portal",
    summary="Customers report, follow, urge, confirm and rate by a link, without an account.",
    router=router,
    contributes=[KIND, *TEMPLATES],
)

TABLES = (tables.used_challenges, tables.hits, tables.codes)
