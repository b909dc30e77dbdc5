"""Finding people: who holds a role, who is in a team, who leads whom, whom a field of a record names."""

from __future__ import annotations

import sqlalchemy as sa

from paidan.builder.objects.field_types import Shape
from paidan.builder.records.reading import Stored, linked_ids
from paidan.kernel.database import Tx
from paidan.platform.identity.queries import list_member_ids
from paidan.platform.identity.tables import people, team_members, teams
from paidan.platform.permissions.access import ANY
from paidan.platform.permissions.queries import list_holder_ids, list_roles

HIGHEST = 20
"""Levels of the team tree that are climbed at most."""


def holders_of(tx: Tx, role_key: str) -> list[int]:
    """Return the active people who hold a role."""
    return tx.read(list_holder_ids([role_key]))


def holders_of_permission(tx: Tx, permission: str) -> list[int]:
    """Return the active people whose roles allow something."""
    keys = [role.key for role in tx.read(list_roles()) if permission in role.features or ANY in role.features]
    return tx.read(list_holder_ids(keys)) if keys else []


def members_of(tx: Tx, team: int | str) -> list[int]:
    """Return the active people of a team, given by id or name."""
    team_id = find_team_id(tx, team)
    return [] if team_id is None else tx.read(list_member_ids([team_id]))


def find_team_id(tx: Tx, team: int | str) -> int | None:
    """Return the id of a team given by id or name, None when there is none."""
    column = teams.c.id if isinstance(team, int) else teams.c.name
    found: int | None = tx.value(sa.select(teams.c.id).where(column == team, teams.c.deleted_at.is_(None)))
    return found


def leader_of_person(tx: Tx, person_id: int) -> int | None:
    """Return the leader of a person's main team, or the next higher one where the person leads it."""
    main = sa.select(team_members.c.team_id).where(team_members.c.person_id == person_id)
    team_id = tx.value(main.order_by(team_members.c.main.desc(), team_members.c.team_id))
    return None if team_id is None else leader_of_team(tx, team_id, other_than=person_id)


def leader_of_team(tx: Tx, team_id: int, *, other_than: int | None = None) -> int | None:
    """Return the leader of a team, or of the nearest team above that has one other than somebody."""
    wanted: int | None = team_id
    for _ in range(HIGHEST):
        row = tx.first(sa.select(teams.c.leader_id, teams.c.parent_id).where(teams.c.id == wanted))
        if row is None:
            return None
        if row[0] is not None and row[0] != other_than:
            return int(row[0])
        wanted = row[1]
    return None


def is_active(tx: Tx, person_id: int) -> bool:
    """Whether somebody has an account that is open."""
    return bool(tx.value(sa.select(people.c.active).where(people.c.id == person_id)))


def names_of(tx: Tx, person_ids: list[int]) -> dict[int, str]:
    """Return id → name of people."""
    if not person_ids:
        return {}
    return {row[0]: row[1] for row in tx.all(sa.select(people.c.id, people.c.name).where(people.c.id.in_(person_ids)))}


def people_in(tx: Tx, stored: Stored, field_key: str) -> list[int]:
    """Return the people whom a field of a record names; nobody when it is no field of people."""
    field = stored.object.fields.get(field_key)
    if field is None or field.type.shape is not Shape.PERSON:
        return []
    if field.type.many:
        return linked_ids(tx, field.id, stored.id)
    return [] if stored[field_key] is None else [stored[field_key]]
