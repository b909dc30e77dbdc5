"""What clients are told about people, teams, sessions and tokens: plain dictionaries, ready for JSON."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from paidan.kernel.clock import moment_text
from paidan.kernel.errors import NotFound
from paidan.kernel.http.app import AppHandle
from paidan.platform.identity.queries import Membership, Person, PersonCard, Team, find_person, list_memberships
from paidan.platform.identity.rights import rights_of
from paidan.platform.identity.sessions import Session
from paidan.platform.identity.tokens import ApiToken


async def describe_people(app: AppHandle, people: Sequence[Person]) -> list[dict[str, Any]]:
    """People with their teams and roles, in three reads however many they are."""
    ids = [person.id for person in people]
    teams: dict[int, list[dict[str, Any]]] = defaultdict(list)
    roles: dict[int, list[dict[str, Any]]] = defaultdict(list)
    if ids:
        for one in await app.read(list_memberships(ids)):
            teams[one.person_id].append(membership_out(one))
        for person_id, key, label in await app.read(rights_of(app.product.registry).list_roles(ids)):
            roles[person_id].append({"key": key, "label": label})
    return [{**person_out(one), "teams": teams[one.id], "roles": roles[one.id]} for one in people]


async def describe_person(app: AppHandle, person_id: int) -> dict[str, Any]:
    """One person with teams and roles. Raises NotFound."""
    person = await app.find(find_person(person_id))
    if person is None:
        raise NotFound
    return (await describe_people(app, [person]))[0]


async def describe_me(app: AppHandle) -> dict[str, Any]:
    """Who is signed in and what they may do. Raises Unauthenticated."""
    person = await app.find(find_person(app.require_person()))
    if person is None:
        raise NotFound
    (described,) = await describe_people(app, [person])
    settings = app.product.settings
    return {
        "person": {
            "id": person.id,
            "label": person.name,
            **{key: described[key] for key in ("name", "login", "email", "phone", "title")},
        },
        "teams": described["teams"],
        "roles": described["roles"],
        **rights_of(app.product.registry).summarise(app.product.registry, app.actor.access),
        "language": app.language,
        "zone": person.time_zone or settings.time_zone,
        "company_zone": settings.time_zone,
        "preferences": person.preferences,
        "must_change_password": person.must_change_password,
    }


def person_out(person: Person) -> dict[str, Any]:
    """A person without teams and roles."""
    return {
        "id": person.id,
        "name": person.name,
        "login": person.login,
        "email": person.email,
        "phone": person.phone,
        "title": person.title,
        "language": person.language,
        "time_zone": person.time_zone,
        "active": person.active,
        "must_change_password": person.must_change_password,
        "created_at": moment_text(person.created_at),
        "rev": person.rev,
    }


def membership_out(one: Membership) -> dict[str, Any]:
    """One of a person's teams."""
    return {"id": one.team_id, "name": one.team_name, "main": one.main, "leads": one.leads}


def card_out(card: PersonCard) -> dict[str, Any]:
    """A colleague to pick."""
    main = None if card.main_team_id is None else {"id": card.main_team_id, "name": card.main_team_name}
    return {"id": card.id, "name": card.name, "title": card.title, "active": card.active, "main_team": main}


def team_out(team: Team) -> dict[str, Any]:
    """A team with its depth in the tree."""
    return {
        "id": team.id,
        "name": team.name,
        "parent_id": team.parent_id,
        "leader_id": team.leader_id,
        "depth": team.path.count("/") - 2,
        "rev": team.rev,
    }


def session_out(session: Session, current_id: int | None) -> dict[str, Any]:
    """One of one's own sessions."""
    return {
        "id": session.id,
        "created_at": moment_text(session.created_at),
        "last_seen_at": moment_text(session.last_seen_at),
        "expires_at": moment_text(session.expires_at),
        "user_agent": session.user_agent,
        "address": session.address,
        "current": session.id == current_id,
    }


def token_out(token: ApiToken) -> dict[str, Any]:
    """A token without its secret."""
    moments = {
        name: None if (moment := getattr(token, name)) is None else moment_text(moment)
        for name in ("created_at", "expires_at", "last_used_at", "revoked_at")
    }
    return {
        "id": token.id,
        "name": token.name,
        "beginning": token.beginning,
        "person_id": token.person_id,
        "person_name": token.person_name,
        "scopes": token.scopes,
        **moments,
    }
