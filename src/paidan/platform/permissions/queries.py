"""What can be asked about roles and who holds them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from paidan.kernel.database import Query
from paidan.kernel.database.reading import as_tuple, first_column
from paidan.platform.identity.tables import people
from paidan.platform.permissions.tables import person_roles, roles

ADMINISTRATOR = "administrator"
"""The key of the role that may do everything."""


@dataclass(frozen=True, slots=True)
class Role:
    """A role. `grants` are as stored, see `grants.grant_from_json`."""

    id: int
    key: str
    label: dict[str, str]
    builtin: bool
    features: list[str]
    grants: list[dict[str, Any]]
    rev: int


_ROLE = (roles.c.id, roles.c.key, roles.c.label, roles.c.builtin, roles.c.features, roles.c.grants, roles.c.rev)


def list_roles() -> Query[Role]:
    """Every role, those that come with the product first."""
    return Query(sa.select(*_ROLE).order_by(roles.c.builtin.desc(), roles.c.id), Role)


def find_role(role_id: int) -> Query[Role]:
    """The role with an id."""
    return Query(sa.select(*_ROLE).where(roles.c.id == role_id), Role)


def find_role_by_key(key: str) -> Query[Role]:
    """The role with a key."""
    return Query(sa.select(*_ROLE).where(roles.c.key == key), Role)


def list_roles_of(person_id: int) -> Query[Role]:
    """The roles that a person holds."""
    statement = sa.select(*_ROLE).join_from(person_roles, roles, roles.c.id == person_roles.c.role_id)
    return Query(statement.where(person_roles.c.person_id == person_id).order_by(roles.c.id), Role)


def list_role_names(person_ids: Sequence[int]) -> Query[tuple[int, str, dict[str, str]]]:
    """Person id, role key and role label of each role that the people named hold."""
    statement = (
        sa.select(person_roles.c.person_id, roles.c.key, roles.c.label)
        .join_from(person_roles, roles, roles.c.id == person_roles.c.role_id)
        .where(person_roles.c.person_id.in_(list(person_ids)))
        .order_by(person_roles.c.person_id, roles.c.id)
    )
    return Query(statement, as_tuple)


def count_holders() -> Query[tuple[int, int]]:
    """Role id and how many people hold it, for roles that anybody holds."""
    columns = (person_roles.c.role_id, sa.func.count())
    return Query(sa.select(*columns).group_by(person_roles.c.role_id), as_tuple)


def list_holder_ids(role_keys: Sequence[str]) -> Query[int]:
    """The ids of the active people who hold one of the roles."""
    statement = (
        sa.select(people.c.id)
        .join_from(person_roles, people, people.c.id == person_roles.c.person_id)
        .join(roles, roles.c.id == person_roles.c.role_id)
        .where(roles.c.key.in_(list(role_keys)), people.c.active == 1)
        .distinct()
        .order_by(people.c.id)
    )
    return Query(statement, first_column)
