"""What can be asked about people and teams."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from paidan.kernel.database import Query
from paidan.kernel.database.reading import as_tuple, first_column
from paidan.platform.identity.logins import login_key
from paidan.platform.identity.tables import people, team_members, teams


@dataclass(frozen=True, slots=True)
class Person:
    """A person of the company. Empty `language` or `time_zone` stand for the company's."""

    id: int
    name: str
    login: str
    email: str
    phone: str
    title: str
    language: str
    time_zone: str
    active: bool
    must_change_password: bool
    preferences: dict[str, Any]
    created_at: datetime
    rev: int


@dataclass(frozen=True, slots=True)
class Team:
    """A team of the tree. `path` lists the ids from the root to the team itself, "/12/40/"."""

    id: int
    name: str
    parent_id: int | None
    leader_id: int | None
    path: str
    rev: int


@dataclass(frozen=True, slots=True)
class Membership:
    """One person in one team."""

    person_id: int
    team_id: int
    team_name: str
    main: bool
    leads: bool


@dataclass(frozen=True, slots=True)
class PersonCard:
    """What everyone signed in may know of a colleague; neither phone nor e-mail."""

    id: int
    name: str
    title: str
    active: bool
    main_team_id: int | None
    main_team_name: str | None


_PERSON = (
    people.c.id, people.c.name, people.c.login, people.c.email, people.c.phone, people.c.title, people.c.language,
    people.c.time_zone, people.c.active, people.c.must_change_password, people.c.preferences, people.c.created_at,
    people.c.rev,
)  # fmt: skip
_TEAM = (teams.c.id, teams.c.name, teams.c.parent_id, teams.c.leader_id, teams.c.path, teams.c.rev)


def find_person(person_id: int) -> Query[Person]:
    """The person with an id."""
    return Query(sa.select(*_PERSON).where(people.c.id == person_id), Person)


def find_person_by_login(login: str) -> Query[Person]:
    """The person with a login, whatever its letter case."""
    return Query(sa.select(*_PERSON).where(people.c.login_key == login_key(login)), Person)


def list_people(
    *, text: str = "", team_id: int | None = None, active: bool | None = None, offset: int = 0, limit: int = 50
) -> Query[Person]:
    """People by name, those whose name, login, title, e-mail or phone holds `text`; for administrators."""
    statement = sa.select(*_PERSON).where(*_matching(text, team_id, active, with_contact=True))
    return Query(statement.order_by(people.c.name, people.c.id).offset(offset).limit(limit), Person, slow=bool(text))


def count_people(*, text: str = "", team_id: int | None = None, active: bool | None = None) -> Query[int]:
    """How many people `list_people` goes through."""
    statement = sa.select(sa.func.count()).select_from(people)
    return Query(statement.where(*_matching(text, team_id, active, with_contact=True)), first_column, slow=bool(text))


def list_cards(
    *, text: str = "", ids: Sequence[int] = (), team_id: int | None = None, limit: int = 50
) -> Query[PersonCard]:
    """Colleagues to pick from, by name; with `ids` exactly those, disabled ones too, else active ones."""
    main = team_members.alias()
    statement = (
        sa.select(people.c.id, people.c.name, people.c.title, people.c.active, teams.c.id, teams.c.name)
        .select_from(people)
        .outerjoin(main, sa.and_(main.c.person_id == people.c.id, main.c.main == 1))
        .outerjoin(teams, teams.c.id == main.c.team_id)
        .order_by(people.c.name, people.c.id)
        .limit(limit)
    )
    if ids:
        return Query(statement.where(people.c.id.in_(list(ids))), PersonCard)
    return Query(statement.where(*_matching(text, team_id, True, with_contact=False)), PersonCard, slow=bool(text))


def list_teams() -> Query[Team]:
    """The whole tree, each team after the one above it."""
    statement = sa.select(*_TEAM).where(teams.c.deleted_at.is_(None)).order_by(teams.c.path)
    return Query(statement, Team)


def find_team(team_id: int) -> Query[Team]:
    """The team with an id, unless it was deleted."""
    return Query(sa.select(*_TEAM).where(teams.c.id == team_id, teams.c.deleted_at.is_(None)), Team)


def list_memberships(person_ids: Sequence[int]) -> Query[Membership]:
    """The teams that people belong to, the main one first."""
    statement = (
        sa.select(
            team_members.c.person_id,
            teams.c.id,
            teams.c.name,
            team_members.c.main,
            sa.case((teams.c.leader_id == team_members.c.person_id, 1), else_=0),
        )
        .join_from(team_members, teams, teams.c.id == team_members.c.team_id)
        .where(team_members.c.person_id.in_(list(person_ids)))
        .order_by(team_members.c.person_id, team_members.c.main.desc(), teams.c.path)
    )
    return Query(statement, _membership)


def list_team_paths_of(person_id: int) -> Query[tuple[int, str]]:
    """Id and path of each team that a person belongs to or leads."""
    mine = sa.select(team_members.c.team_id).where(team_members.c.person_id == person_id)
    statement = sa.select(teams.c.id, teams.c.path).where(
        teams.c.deleted_at.is_(None), sa.or_(teams.c.id.in_(mine), teams.c.leader_id == person_id)
    )
    return Query(statement, as_tuple)


def list_teams_below(paths: Sequence[str]) -> Query[int]:
    """The ids of the teams whose path begins with one of `paths`, themselves included."""
    begins = (teams.c.path.startswith(path) for path in paths)
    return Query(sa.select(teams.c.id).where(teams.c.deleted_at.is_(None), sa.or_(*begins)), first_column)


def list_member_ids(team_ids: Sequence[int]) -> Query[int]:
    """The ids of the active people who belong to one of the teams."""
    statement = (
        sa.select(people.c.id)
        .join_from(team_members, people, people.c.id == team_members.c.person_id)
        .where(team_members.c.team_id.in_(list(team_ids)), people.c.active == 1)
        .distinct()
        .order_by(people.c.id)
    )
    return Query(statement, first_column)


def _membership(person_id: int, team_id: int, team_name: str, main: bool, leads: int) -> Membership:
    return Membership(person_id, team_id, team_name, main, bool(leads))


def _matching(
    text: str, team_id: int | None, active: bool | None, *, with_contact: bool
) -> list[sa.ColumnElement[bool]]:
    chosen: list[sa.ColumnElement[bool]] = []
    if text.strip():
        columns = [people.c.name, people.c.login, people.c.title]
        if with_contact:
            columns += [people.c.email, people.c.phone]
        chosen.append(sa.or_(*(column.icontains(text.strip(), autoescape=True) for column in columns)))
    if team_id is not None:
        members = sa.select(team_members.c.person_id).where(team_members.c.team_id == team_id)
        chosen.append(people.c.id.in_(members))
    if active is not None:
        chosen.append(people.c.active == int(active))
    return chosen
