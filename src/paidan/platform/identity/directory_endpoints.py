"""The directory: colleagues and teams to pick from, for everyone signed in; no phones, no e-mail addresses."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from paidan.kernel.errors import Unauthenticated
from paidan.kernel.http import App, problems
from paidan.kernel.http.app import answer
from paidan.platform.identity.describing import card_out, team_out
from paidan.platform.identity.queries import list_cards, list_teams
from paidan.platform.identity.schemas import Cards
from paidan.platform.identity.schemas import Teams as TeamList

router = APIRouter(prefix="/api/directory", tags=["directory"])
_MOST_IDS = 500


@router.get("/people", response_model=Cards, responses=problems(Unauthenticated))
async def pick_people(
    app: App,
    q: Annotated[str, Query(max_length=100)] = "",
    ids: Annotated[list[int] | None, Query(max_length=_MOST_IDS)] = None,
    team: int | None = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Response:
    """Colleagues by name, title or login; or exactly those with the `ids` given, disabled ones too."""
    app.require_person()
    found = await app.read(list_cards(text=q, ids=ids or (), team_id=team, limit=_MOST_IDS if ids else limit))
    return answer({"items": [card_out(card) for card in found]})


@router.get("/teams", response_model=TeamList, responses=problems(Unauthenticated))
async def pick_teams(app: App) -> Response:
    """The team tree, each team after the one above it."""
    app.require_person()
    return answer({"items": [team_out(team) for team in await app.read(list_teams())]})
