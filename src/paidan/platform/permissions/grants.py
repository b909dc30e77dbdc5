"""Grants as data: how a role keeps them, and back. Pure.

{"object": "work_order", "actions": ["read"], "scope": "team", "field_default": "read", "fields": {"cost": "hidden"}}
A scope with a filter is written {"filter": {…}}.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from paidan.platform.permissions.access import ALL, OWN, TEAM, TEAM_AND_BELOW, FieldRight, Grant, RowScope

_PLAIN_SCOPES: dict[str, RowScope] = {scope.kind: scope for scope in (OWN, TEAM, TEAM_AND_BELOW, ALL)}


def grant_to_json(grant: Grant) -> dict[str, Any]:
    """Return a grant as a role keeps it."""
    return {
        "object": grant.object,
        "actions": sorted(grant.actions),
        "scope": {"filter": dict(grant.scope.filter or {})} if grant.scope.kind == "filter" else grant.scope.kind,
        "field_default": grant.field_default.key,
        "fields": {key: right.key for key, right in sorted(grant.fields.items())},
    }


def grant_from_json(data: Mapping[str, Any]) -> Grant:
    """Read a grant back. Raises KeyError for a scope or right that is none."""
    scope = data.get("scope", "own")
    return Grant(
        object=data["object"],
        actions=frozenset(data["actions"]),
        scope=_PLAIN_SCOPES[scope] if isinstance(scope, str) else RowScope("filter", filter=scope["filter"]),
        field_default=FieldRight.of(data.get("field_default", "edit")),
        fields={key: FieldRight.of(right) for key, right in data.get("fields", {}).items()},
    )


def grants_by_object(grants: Iterable[Grant]) -> dict[str, tuple[Grant, ...]]:
    """Gather grants under their objects, dropping those given twice."""
    gathered: dict[str, list[Grant]] = defaultdict(list)
    for grant in grants:
        if grant not in gathered[grant.object]:
            gathered[grant.object].append(grant)
    return {key: tuple(found) for key, found in gathered.items()}
