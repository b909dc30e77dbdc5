"""The team tree over HTTP, for administrators."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from paidan.kernel.database import Tx
from paidan.kernel.errors import Forbidden, NotFound
from paidan.kernel.http import App, problems
from paidan.kernel.http.app import answer
from paidan.platform.identity import teams
from paidan.platform.identity.describing import team_out
from paidan.platform.identity.errors import PersonUnknown, TeamChanged, TeamInCircle, TeamNotEmpty, TeamUnknown
from paidan.platform.identity.memberships import add_to_team, remove_from_team
from paidan.platform.identity.permitting import require_manager
from paidan.platform.identity.queries import list_teams
from paidan.platform.identity.schemas import Made, TeamChange, TeamNew, TeamOut
from paidan.platform.identity.schemas import Teams as TeamList

router = APIRouter(prefix="/api/teams", tags=["teams"])


@router.get("", response_model=TeamList, responses=problems(Forbidden))
async def show_teams(app: App) -> Response:
    """The whole tree, each team after the one above it."""
    require_manager(app)
    return answer({"items": [team_out(team) for team in await app.read(list_teams())]})


@router.post("", status_code=201, response_model=Made, responses=problems(Forbidden, TeamUnknown, PersonUnknown))
async def add_team(app: App, body: TeamNew) -> Response:
    """Add a team at the top or below another."""
    facts = {"name": body.name, "parent_id": body.parent_id, "leader_id": body.leader_id}
    return await app.command(_add_team, 201, facts)


@router.patch(
    "/{team_id}",
    response_model=TeamOut,
    responses=problems(Forbidden, NotFound, TeamChanged, TeamInCircle, TeamUnknown, PersonUnknown),
)
async def change_team(app: App, team_id: int, body: TeamChange) -> Response:
    """Rename or move a team, or give it another leader; everything below it moves along."""
    changes = body.model_dump(exclude_unset=True)
    if changes.get("name", "") is None:
        changes.pop("name")
    rev = changes.pop("rev", None)
    return answer(team_out(await app.write(teams.update_team, team_id=team_id, changes=changes, rev=rev)))


@router.delete("/{team_id}", status_code=204, responses=problems(Forbidden, NotFound, TeamNotEmpty))
async def delete_team(app: App, team_id: int) -> Response:
    """Delete a team that nobody is in and nothing is below."""
    await app.write(teams.delete_team, team_id=team_id)
    return answer(None, 204)


@router.put("/{team_id}/members/{person_id}", status_code=204, responses=problems(Forbidden, NotFound, TeamUnknown))
async def add_member(app: App, team_id: int, person_id: int) -> Response:
    """Put a person into a team, beside those they are in."""
    await app.write(add_to_team, team_id=team_id, person_id=person_id)
    return answer(None, 204)


@router.delete("/{team_id}/members/{person_id}", status_code=204, responses=problems(Forbidden, NotFound))
async def remove_member(app: App, team_id: int, person_id: int) -> Response:
    """Take a person out of a team."""
    await app.write(remove_from_team, team_id=team_id, person_id=person_id)
    return answer(None, 204)


def _add_team(tx: Tx, facts: dict[str, Any]) -> dict[str, int]:
    return {"id": teams.create_team(tx, **facts)}
