"""All endpoints of the room."""

from __future__ import annotations

from fastapi import APIRouter

from paidan.platform.notifications import inbox_endpoints, outbound_endpoints, template_endpoints

router = APIRouter()
for part in (inbox_endpoints, template_endpoints, outbound_endpoints):
    router.include_router(part.router)
