"""Compiling: from roles and teams to the one frozen access that a request carries; and what identity asks about rights."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from paidan.kernel.actor import Actor
from paidan.kernel.database import Database, Query, Tx
from paidan.kernel.registry import Registry
from paidan.platform.identity.queries import list_team_paths_of, list_teams_below
from paidan.platform.identity.rights import Rights
from paidan.platform.permissions import assigning
from paidan.platform.permissions.access import ANY, Access, grants_for, holds, right_over
from paidan.platform.permissions.errors import ScopeUnknown
from paidan.platform.permissions.grants import grant_from_json, grants_by_object
from paidan.platform.permissions.permission import permission_keys, require_of
from paidan.platform.permissions.queries import Role, list_role_names, list_roles_of
from paidan.platform.permissions.scopes import is_scope, restrict


def access_from(
    person_id: int, roles: Iterable[Role], team_ids: Iterable[int], teams_below_ids: Iterable[int], version: int
) -> Access:
    """Put an access together from what was read."""
    held = list(roles)
    return Access(
        person_id=person_id,
        team_ids=frozenset(team_ids),
        teams_below_ids=frozenset(teams_below_ids),
        role_keys=frozenset(role.key for role in held),
        features=frozenset(feature for role in held for feature in role.features),
        grants=grants_by_object(grant_from_json(grant) for role in held for grant in role.grants),
        version=version,
    )


async def compile_access(database: Database, person_id: int, version: int = 0) -> Access:
    """Read what a person may do now."""
    roles = await database.read(list_roles_of(person_id))
    paths = dict(await database.read(list_team_paths_of(person_id)))
    below = await database.read(list_teams_below(list(paths.values()))) if paths else []
    return access_from(person_id, roles, paths, below, version)


def compile_access_in(tx: Tx, person_id: int) -> Access:
    """The same inside a transaction, for work that is done in a person's name later."""
    paths = dict(tx.read(list_team_paths_of(person_id)))
    below = tx.read(list_teams_below(list(paths.values()))) if paths else []
    return access_from(person_id, tx.read(list_roles_of(person_id)), paths, below, 0)


class RightsByRole(Rights):
    """The rights of this product: held through roles."""

    def require_of(self, registry: Registry, actor: Actor, permission: str) -> None:
        """Refuse unless an actor holds a permission. Raises Unauthenticated, PermissionMissing."""
        require_of(actor, permission, registry)

    def require_power_over(self, tx: Tx, person_id: int) -> None:
        """Raises PowerTooSmall when the account may do more with the product than the actor."""
        assigning.require_power_over(tx, person_id)

    def check_scopes(self, tx: Tx, scopes: Iterable[str]) -> None:
        """Raises ScopeUnknown."""
        check_scopes(tx.registry, scopes)

    def assign_roles(self, tx: Tx, person_id: int, role_keys: Sequence[str]) -> None:
        """Give a person exactly these roles. Raises PowerTooSmall, RoleUnknown, LastAdministrator."""
        assigning.assign_roles(tx, person_id=person_id, role_keys=role_keys)

    def list_roles(self, person_ids: Sequence[int]) -> Query[tuple[int, str, dict[str, str]]]:
        """Person id, role key and label of the roles that the people named hold."""
        return list_role_names(person_ids)

    async def compile(self, database: Database, person_id: int, version: int) -> Access:
        """Build the access of a person at a permission version."""
        return await compile_access(database, person_id, version)

    def restrict(self, access: Access, scopes: Iterable[str]) -> Access:
        """Return what is left of an access within the scopes of a token."""
        return restrict(access, scopes)

    def summarise(self, registry: Registry, access: Access) -> dict[str, Any]:
        """Describe an access to a client."""
        return summarise(registry, access)


def check_scopes(registry: Registry, given: Iterable[str]) -> None:
    """Refuse scopes of an API token that mean nothing. Raises ScopeUnknown."""
    known = permission_keys(registry)
    for scope in given:
        if not is_scope(scope, known):
            raise ScopeUnknown(scope=scope, fields={"scopes": [ScopeUnknown(scope=scope)]})


def summarise(registry: Registry, access: Access) -> dict[str, Any]:
    """Describe an access for a user interface: permissions, and per object the actions and the best field rights.

    It says what is worth showing; what is allowed on one record, the record itself says. '*' stands for every object
    that is not listed.
    """
    held = sorted(key for key in permission_keys(registry) if holds(access, key))
    return {"permissions": held, "objects": {key: _object_summary(access, key) for key in sorted(access.grants)}}


def _object_summary(access: Access, object_key: str) -> dict[str, Any]:
    grants = grants_for(access, object_key)
    actions = frozenset(action for grant in grants for action in grant.actions)
    named = sorted({key for grant in grants for key in grant.fields})
    return {
        "actions": [ANY] if ANY in actions else sorted(actions),
        "field_default": max(grant.field_default for grant in grants).key,
        "fields": {key: right_over(grants, key).key for key in named},
    }
