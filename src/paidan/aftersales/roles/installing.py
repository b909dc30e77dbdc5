"""Putting shipped roles in place.

What a role was ever offered is noted, so that a new version adds what is new to a role and never gives back what a
company took away. A permission of a room that this product leaves out waits until the room is there.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from paidan.aftersales.roles.drafting import RoleDraft
from paidan.kernel.database import Tx
from paidan.kernel.installation import find_note, note
from paidan.platform.permissions.grants import grant_from_json
from paidan.platform.permissions.permission import permission_keys
from paidan.platform.permissions.queries import Role, find_role_by_key
from paidan.platform.permissions.roles import install_role, update_role


def ship_roles(tx: Tx, drafts: Iterable[RoleDraft]) -> None:
    """Put several roles in place."""
    for draft in drafts:
        ship_role(tx, draft)


def ship_role(tx: Tx, draft: RoleDraft) -> None:
    """Make a role, or give the one that is there the permissions and objects it was never offered."""
    role = tx.find(find_role_by_key(draft.key))
    features = draft.features & permission_keys(tx.registry)
    if role is None:
        install_role(tx, key=draft.key, label=draft.label, features=sorted(features), grants=draft.grants)
    else:
        _offer(tx, role, draft, features)
    _remember(tx, draft, features)


def _offer(tx: Tx, role: Role, draft: RoleDraft, features: frozenset[str]) -> None:
    offered = _offered(tx, draft.key)
    fresh = features - set(offered["features"])
    grants = [grant for grant in draft.grants if grant.object not in offered["objects"]]
    if fresh or grants:
        present = [grant_from_json(grant) for grant in role.grants]
        update_role(tx, role_id=role.id, features=[*role.features, *fresh], grants=[*present, *grants])


def _remember(tx: Tx, draft: RoleDraft, features: frozenset[str]) -> None:
    before = _offered(tx, draft.key)
    objects = {grant.object for grant in draft.grants}
    now = {
        "features": sorted(features.union(before["features"])),
        "objects": sorted(objects.union(before["objects"])),
    }
    if now != before:
        note(tx, name=_name(draft.key), value=now)


def _offered(tx: Tx, key: str) -> dict[str, Any]:
    return find_note(tx, _name(key)) or {"features": [], "objects": []}


def _name(key: str) -> str:
    return f"role.{key}"
