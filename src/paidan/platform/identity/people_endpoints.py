"""People over HTTP, for administrators."""

from __future__ import annotations

import secrets
from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.responses import Response

from paidan.kernel.database import Tx
from paidan.kernel.errors import Forbidden, NotFound
from paidan.kernel.http import App, problems
from paidan.kernel.http.app import answer
from paidan.platform.identity import people
from paidan.platform.identity.describing import describe_people, describe_person
from paidan.platform.identity.errors import (
    LoginTaken,
    MainTeamForeign,
    PasswordUnfit,
    PersonChanged,
    TeamUnknown,
)
from paidan.platform.identity.hashing import hash_password_aside
from paidan.platform.identity.memberships import set_main_team, set_teams
from paidan.platform.identity.password_rules import check_password
from paidan.platform.identity.permitting import require_manager
from paidan.platform.identity.queries import count_people, find_person, list_people
from paidan.platform.identity.rights import rights_of
from paidan.platform.identity.schemas import (
    Made,
    PasswordMade,
    PasswordReset,
    PeoplePage,
    PersonChange,
    PersonNew,
    PersonOut,
)

router = APIRouter(prefix="/api/people", tags=["people"])


@router.get("", response_model=PeoplePage, responses=problems(Forbidden))
async def show_people(
    app: App,
    q: Annotated[str, Query(max_length=100)] = "",
    team: int | None = None,
    active: bool | None = None,
    after: Annotated[int, Query(ge=0, le=1_000_000, description="The `next` of the page before.")] = 0,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Response:
    """People by name, a page at a time; `q` looks in name, login, title, e-mail and phone."""
    require_manager(app)
    chosen: dict[str, Any] = {"text": q, "team_id": team, "active": active}
    found = await app.read(list_people(**chosen, offset=after, limit=limit + 1))
    (count,) = await app.read(count_people(**chosen))
    following = str(after + limit) if len(found) > limit else None
    return answer({"items": await describe_people(app, found[:limit]), "next": following, "count": count})


@router.get("/{person_id}", response_model=PersonOut, responses=problems(Forbidden, NotFound))
async def show_person(app: App, person_id: int) -> Response:
    """One person with teams and roles."""
    require_manager(app)
    return answer(await describe_person(app, person_id))


@router.post(
    "",
    status_code=201,
    response_model=Made,
    responses=problems(Forbidden, LoginTaken, PasswordUnfit, TeamUnknown, MainTeamForeign),
)
async def add_person(app: App, body: PersonNew) -> Response:
    """Add a person. A password that is given must be changed by them at the first sign-in."""
    require_manager(app)
    facts = body.model_dump(exclude={"password"})
    hashed = None
    if body.password is not None:
        check_password(body.password, login=body.login, name=body.name)
        hashed = await hash_password_aside(body.password)
    must_change = hashed is not None
    made = await app.write(people.create_person, **facts, password_hash=hashed, must_change_password=must_change)
    return answer({"id": made}, 201)


@router.patch(
    "/{person_id}",
    response_model=PersonOut,
    responses=problems(Forbidden, NotFound, LoginTaken, PersonChanged, TeamUnknown, MainTeamForeign),
)
async def change_person(app: App, person_id: int, body: PersonChange) -> Response:
    """Change facts, teams and roles of a person together; what is left out stays."""
    changes = body.model_dump(exclude_none=True)
    rev = changes.pop("rev", None)
    await app.write(_change_person, person_id=person_id, changes=changes, rev=rev)
    return answer(await describe_person(app, person_id))


@router.post("/{person_id}/disable", status_code=204, responses=problems(Forbidden, NotFound))
async def disable_person(app: App, person_id: int) -> Response:
    """Close an account: its sessions end at once and its tokens are refused."""
    await app.write(people.disable_person, person_id=person_id)
    return answer(None, 204)


@router.post("/{person_id}/enable", status_code=204, responses=problems(Forbidden, NotFound))
async def enable_person(app: App, person_id: int) -> Response:
    """Open an account again."""
    await app.write(people.enable_person, person_id=person_id)
    return answer(None, 204)


@router.post(
    "/{person_id}/password", response_model=PasswordMade, responses=problems(Forbidden, NotFound, PasswordUnfit)
)
async def reset_password(app: App, person_id: int, body: PasswordReset) -> Response:
    """Give somebody a new password, which they are asked to change; without one in the body it is made and shown once."""
    require_manager(app)
    person = await app.find(find_person(person_id))
    if person is None:
        raise NotFound
    password = body.password or secrets.token_urlsafe(12)
    check_password(password, login=person.login, name=person.name)
    hashed = await hash_password_aside(password)
    await app.write(people.reset_password, person_id=person_id, password_hash=hashed)
    return answer({"password": None if body.password else password})


def _change_person(tx: Tx, *, person_id: int, changes: dict[str, Any], rev: int | None) -> None:
    team_ids, main_team_id = changes.pop("team_ids", None), changes.pop("main_team_id", None)
    role_keys = changes.pop("role_keys", None)
    people.update_person(tx, person_id=person_id, changes=changes, rev=rev)
    if team_ids is not None:
        set_teams(tx, person_id=person_id, team_ids=team_ids, main_team_id=main_team_id)
    elif main_team_id is not None:
        set_main_team(tx, person_id=person_id, team_id=main_team_id)
    if role_keys is not None:
        rights_of(tx.registry).assign_roles(tx, person_id, role_keys)
