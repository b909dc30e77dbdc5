"""Access: everything one actor may do, compiled into one frozen value.

Knows grants, row scopes and field rights, and answers questions about them. It reads no database and no clock: the
record engine turns the scopes into SQL, and `compiling` builds the value from roles and teams.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any, Final, Literal

from paidan.kernel.actor import Actor

ANY: Final = "*"
"""Stands for every object, every action or every feature permission."""

ScopeKind = Literal["own", "team", "team_and_below", "all", "filter", "records"]


class FieldRight(IntEnum):
    """What may be done with one field; each right holds those before it."""

    HIDDEN = 0
    MASKED = 1
    READ = 2
    EDIT = 3

    @property
    def key(self) -> str:
        """The right as data writes it: hidden, masked, read, edit."""
        return self.name.lower()

    @classmethod
    def of(cls, key: str) -> FieldRight:
        """Return the right with a key. Raises KeyError."""
        return cls[key.upper()]


@dataclass(frozen=True, slots=True)
class RowScope:
    """Which rows of an object a grant reaches.

    own: the actor owns the row. team: its team is one of `Access.team_ids`. team_and_below: one of
    `Access.teams_below_ids`. all: every row. filter: rows that match the filter tree, as it was stored. records:
    exactly the rows listed, the scope of a customer. Rows that `record_access` opens to the person come on top of
    every scope but `records`.
    """

    kind: ScopeKind
    filter: Mapping[str, Any] | None = field(default=None, hash=False)
    record_ids: frozenset[int] = frozenset()


OWN: Final = RowScope("own")
TEAM: Final = RowScope("team")
TEAM_AND_BELOW: Final = RowScope("team_and_below")
ALL: Final = RowScope("all")


@dataclass(frozen=True, slots=True)
class Grant:
    """One line of a role: actions on the rows of one object, with a right to each of its fields.

    `object` and `actions` may be or hold `ANY`. `field_default` is the right to every field not named in `fields`.
    """

    object: str
    actions: frozenset[str]
    scope: RowScope = OWN
    field_default: FieldRight = FieldRight.EDIT
    fields: Mapping[str, FieldRight] = field(default_factory=dict, hash=False)

    def allows(self, action: str) -> bool:
        """Whether the grant holds an action."""
        return action in self.actions or ANY in self.actions

    def right_to(self, field_key: str) -> FieldRight:
        """The right to one field on the rows of this grant."""
        return self.fields.get(field_key, self.field_default)


@dataclass(frozen=True, slots=True)
class Access:
    """What one actor may do.

    `team_ids`: teams the person belongs to or leads. `teams_below_ids`: those and all below them. `features`: keys of
    the feature permissions held. `grants`: object key → the grants of all roles, kept apart so that the right to a
    field can be exact for each row. `version`: the permission version that this was compiled at.
    """

    person_id: int | None = None
    team_ids: frozenset[int] = frozenset()
    teams_below_ids: frozenset[int] = frozenset()
    role_keys: frozenset[str] = frozenset()
    features: frozenset[str] = frozenset()
    grants: Mapping[str, tuple[Grant, ...]] = field(default_factory=dict, hash=False)
    version: int = 0


NO_ACCESS: Final = Access()
"""The access of nobody known."""

ALL_ACCESS: Final = Access(
    features=frozenset({ANY}),
    grants={ANY: (Grant(ANY, frozenset({ANY}), ALL, FieldRight.EDIT),)},
)
"""The access of the product itself."""


def access_of(actor: Actor) -> Access:
    """Return what an actor may do: everything for a service, nothing for nobody, else what it carries."""
    if actor.kind == "service":
        return ALL_ACCESS
    return actor.access if isinstance(actor.access, Access) else NO_ACCESS


def holds(access: Access, permission: str) -> bool:
    """Whether a feature permission is held."""
    return permission in access.features or ANY in access.features


def grants_for(access: Access, object_key: str, action: str | None = None) -> tuple[Grant, ...]:
    """Return the grants on an object, those on every object among them; with `action`, only those that hold it."""
    found = access.grants.get(object_key, ())
    if object_key != ANY:
        found += access.grants.get(ANY, ())
    return found if action is None else tuple(grant for grant in found if grant.allows(action))


def can(access: Access, object_key: str, action: str) -> bool:
    """Whether an action is allowed on at least some rows of an object."""
    return any(grant.allows(action) for grant in grants_for(access, object_key))


def field_right(access: Access, object_key: str, field_key: str, action: str | None = None) -> FieldRight:
    """Return the most permissive right to a field over the grants on its object.

    With `action` ('read', 'update' …), only grants that hold the action count. On one row the right may be lower:
    there only the grants whose scope reaches the row count, see `right_over`.
    """
    return right_over(grants_for(access, object_key, action), field_key)


def right_over(grants: tuple[Grant, ...], field_key: str) -> FieldRight:
    """Return the most permissive right to a field over some grants; hidden when there is none."""
    return max((grant.right_to(field_key) for grant in grants), default=FieldRight.HIDDEN)


def customer_access(
    object_key: str,
    record_ids: frozenset[int],
    *,
    actions: frozenset[str] = frozenset({"read"}),
    fields: Mapping[str, FieldRight],
) -> Access:
    """Return the access of a customer: listed records of one object, and of their fields only those named."""
    grant = Grant(object_key, actions, RowScope("records", record_ids=record_ids), FieldRight.HIDDEN, fields)
    return Access(grants={object_key: (grant,)})
