"""Handing out roles: who gets which, and who may say so. Somebody must always be left to administer the product."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from paidan.kernel.database import Tx
from paidan.platform.identity.events import PersonDisabled
from paidan.platform.identity.queries import find_person
from paidan.platform.identity.versions import raise_permission_version
from paidan.platform.permissions.access import access_of
from paidan.platform.permissions.errors import LastAdministrator, PowerTooSmall, RoleUnknown
from paidan.platform.permissions.events import RolesAssigned
from paidan.platform.permissions.grants import grant_from_json
from paidan.platform.permissions.permission import IDENTITY_MANAGE, require
from paidan.platform.permissions.powers import has_power
from paidan.platform.permissions.queries import ADMINISTRATOR, Role, list_holder_ids, list_roles, list_roles_of
from paidan.platform.permissions.tables import person_roles


def assign_roles(tx: Tx, *, person_id: int, role_keys: Sequence[str]) -> None:
    """Give a person exactly these roles.

    Raises NotFound, PermissionMissing, PowerTooSmall, RoleUnknown, LastAdministrator.
    """
    require(tx, IDENTITY_MANAGE)
    raise_permission_version(tx)
    tx.get(find_person(person_id))
    require_power_over(tx, person_id)
    before = {role.key: role for role in tx.read(list_roles_of(person_id))}
    after = _roles_named(tx, role_keys)
    if after.keys() == before.keys():
        return
    require_power_for(
        tx, [*(before[key] for key in before.keys() - after), *(after[key] for key in after.keys() - before)]
    )
    tx.delete(person_roles, {"person_id": person_id})
    tx.insert_many(person_roles, [{"person_id": person_id, "role_id": role.id} for role in after.values()])
    if ADMINISTRATOR in before and ADMINISTRATOR not in after:
        _keep_an_administrator(tx)
    tx.announce(RolesAssigned(record=person_id, before=sorted(before), after=sorted(after)))


def require_power_over(tx: Tx, person_id: int) -> None:
    """Refuse to change an account that may do more with the product than the actor. Raises PowerTooSmall."""
    require_power_for(tx, tx.read(list_roles_of(person_id)))


def require_power_for(tx: Tx, roles: Iterable[Role]) -> None:
    """Refuse to hand out, change or take away roles with power that the actor does not have. Raises PowerTooSmall."""
    access = access_of(tx.actor)
    for role in roles:
        if not has_power(access, role.features, map(grant_from_json, role.grants)):
            raise PowerTooSmall


def keep_an_administrator(tx: Tx, event: PersonDisabled) -> None:
    """When an account closes, in the same transaction: the last administrator's stays open. Raises LastAdministrator."""
    roles = tx.read(list_roles_of(event.record or 0))
    if any(role.key == ADMINISTRATOR for role in roles):
        _keep_an_administrator(tx)


def _keep_an_administrator(tx: Tx) -> None:
    if tx.find(list_holder_ids([ADMINISTRATOR])) is None:
        raise LastAdministrator


def _roles_named(tx: Tx, role_keys: Sequence[str]) -> dict[str, Role]:
    known = {role.key: role for role in tx.read(list_roles())}
    for key in role_keys:
        if key not in known:
            raise RoleUnknown(key=key, fields={"role_keys": [RoleUnknown(key=key)]})
    return {key: known[key] for key in role_keys}
