"""All addresses of identity."""

from __future__ import annotations

from fastapi import APIRouter

from paidan.platform.identity import (
    directory_endpoints,
    people_endpoints,
    session_endpoints,
    team_endpoints,
    token_endpoints,
)

router = APIRouter()
for _part in (session_endpoints, people_endpoints, team_endpoints, token_endpoints, directory_endpoints):
    router.include_router(_part.router)
