"""Roles: named bundles of feature permissions and grants on objects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

import sqlalchemy as sa

from paidan.kernel.database import Tx
from paidan.kernel.i18n import Label
from paidan.platform.identity.versions import raise_permission_version
from paidan.platform.permissions.access import ALL, ANY, Grant, access_of
from paidan.platform.permissions.errors import (
    PermissionUnknown,
    PowerTooSmall,
    RoleBuiltin,
    RoleChanged,
    RoleInUse,
    RoleKeyTaken,
)
from paidan.platform.permissions.events import RoleCreated, RoleDeleted, RoleUpdated
from paidan.platform.permissions.grants import grant_from_json, grant_to_json
from paidan.platform.permissions.permission import PERMISSIONS_MANAGE, permission_keys, require
from paidan.platform.permissions.powers import has_power
from paidan.platform.permissions.queries import ADMINISTRATOR, Role, find_role, find_role_by_key
from paidan.platform.permissions.tables import person_roles, roles


def create_role(tx: Tx, *, key: str, label: Label, features: Sequence[str] = (), grants: Sequence[Grant] = ()) -> int:
    """Add a role and return its id. Raises PermissionMissing, PermissionUnknown, PowerTooSmall, RoleKeyTaken."""
    require(tx, PERMISSIONS_MANAGE)
    raise_permission_version(tx)
    if tx.find(find_role_by_key(key)) is not None:
        raise RoleKeyTaken(key=key, fields={"key": [RoleKeyTaken(key=key)]})
    role = _insert(tx, key, label, features, grants, builtin=False)
    tx.announce(RoleCreated(record=role.id, key=key, features=role.features, grants=role.grants))
    return role.id


def update_role(
    tx: Tx,
    *,
    role_id: int,
    label: Label | None = None,
    features: Sequence[str] | None = None,
    grants: Sequence[Grant] | None = None,
    rev: int | None = None,
) -> Role:
    """Change what is given of a role; it takes effect with everybody's next request.

    `rev`: refuse when the role changed since that revision was read. Raises NotFound, PermissionMissing,
    PermissionUnknown, PowerTooSmall, RoleBuiltin, RoleChanged.
    """
    role = _get_changeable(tx, role_id)
    if role.key == ADMINISTRATOR:
        raise RoleBuiltin
    if rev is not None and rev != role.rev:
        raise RoleChanged
    _check(tx, features or (), grants or ())
    wanted = _given(label, features, grants)
    changed = {name: value for name, value in wanted.items() if value != getattr(role, name)}
    if not changed:
        return role
    tx.update(roles, {"id": role_id}, {**changed, "updated_at": tx.now, "rev": role.rev + 1})
    diff = {name: [getattr(role, name), value] for name, value in changed.items()}
    tx.announce(RoleUpdated(record=role_id, key=role.key, changes=diff))
    return tx.get(find_role(role_id))


def delete_role(tx: Tx, *, role_id: int) -> None:
    """Delete a role that nobody holds. Raises NotFound, PermissionMissing, PowerTooSmall, RoleBuiltin, RoleInUse."""
    role = _get_changeable(tx, role_id)
    if role.builtin:
        raise RoleBuiltin
    holders = tx.value(sa.select(sa.func.count()).where(person_roles.c.role_id == role_id))
    if holders:
        raise RoleInUse(count=holders)
    tx.delete(roles, {"id": role_id})
    tx.announce(RoleDeleted(record=role_id, key=role.key))


def install_role(tx: Tx, *, key: str, label: Label, features: Sequence[str] = (), grants: Sequence[Grant] = ()) -> None:
    """Put a role of the product in place, once; what a company changed about it later stays. Raises PermissionUnknown.

    No event tells of it: what comes with the product is nobody's change.
    """
    if tx.find(find_role_by_key(key)) is None:
        _insert(tx, key, label, features, grants, builtin=True)


def install_administrator(tx: Tx) -> None:
    """Put the role in place that may do everything."""
    install_role(
        tx,
        key=ADMINISTRATOR,
        label={"zh-CN": "系统管理员", "en": "Administrator"},
        features=[ANY],
        grants=[Grant(ANY, frozenset({ANY}), ALL)],
    )


def _insert(tx: Tx, key: str, label: Label, features: Sequence[str], grants: Sequence[Grant], *, builtin: bool) -> Role:
    _check(tx, features, grants)
    kept, lines = sorted(set(features)), [grant_to_json(grant) for grant in grants]
    role = Role(tx.new_id(), key, label, builtin, kept, lines, rev=1)
    tx.insert(roles, {**asdict(role), "created_at": tx.now, "updated_at": tx.now})
    return role


def _get_changeable(tx: Tx, role_id: int) -> Role:
    require(tx, PERMISSIONS_MANAGE)
    raise_permission_version(tx)
    role = tx.get(find_role(role_id))
    if not has_power(access_of(tx.actor), role.features, map(grant_from_json, role.grants)):
        raise PowerTooSmall
    return role


def _check(tx: Tx, features: Sequence[str], grants: Sequence[Grant]) -> None:
    known = permission_keys(tx.registry) | {ANY}
    for key in features:
        if key not in known:
            raise PermissionUnknown(key=key, fields={"features": [PermissionUnknown(key=key)]})
    if not has_power(access_of(tx.actor), features, grants):
        raise PowerTooSmall


def _given(label: Label | None, features: Sequence[str] | None, grants: Sequence[Grant] | None) -> Mapping[str, Any]:
    wanted: dict[str, Any] = {}
    if label is not None:
        wanted["label"] = label
    if features is not None:
        wanted["features"] = sorted(set(features))
    if grants is not None:
        wanted["grants"] = [grant_to_json(grant) for grant in grants]
    return wanted
