"""Scopes of API tokens: what is left of a person's access in the hands of a program. Pure.

"*": everything. "read": reading every object. "identity.manage": that permission. "work_order:update",
"work_order:*", "*:export": actions on objects. Nothing that the person may not do themselves is ever left.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from paidan.platform.permissions.access import ANY, Access, Grant
from paidan.platform.permissions.grants import grants_by_object

_PAIR = re.compile(r"(\*|[a-z][a-z0-9_]{0,62}):(\*|[a-z][a-z0-9_.]{0,62})")
_EVERYTHING = "*"
_READ = "read"

Pair = tuple[str, str]


def is_scope(scope: str, permissions: frozenset[str]) -> bool:
    """Whether a scope means something, given the keys of all permissions."""
    return scope in (_EVERYTHING, _READ) or scope in permissions or _PAIR.fullmatch(scope) is not None


def restrict(access: Access, scopes: Iterable[str]) -> Access:
    """Return what is left of an access within the scopes."""
    wanted = frozenset(scopes)
    if _EVERYTHING in wanted:
        return access
    pairs = [_pair_of(scope) for scope in wanted if scope == _READ or ":" in scope]
    left = (one for grants in access.grants.values() for grant in grants for one in _within(grant, pairs))
    return replace(access, features=_features_left(access, wanted), grants=grants_by_object(left))


def _features_left(access: Access, wanted: frozenset[str]) -> frozenset[str]:
    named = frozenset(scope for scope in wanted if ":" not in scope and scope != _READ)
    return named if ANY in access.features else named & access.features


def _pair_of(scope: str) -> Pair:
    if scope == _READ:
        return ANY, _READ
    object_key, _, action = scope.partition(":")
    return object_key, action


def _within(grant: Grant, pairs: list[Pair]) -> list[Grant]:
    """Narrow a grant; one on every object becomes one for each object that the scopes name."""
    objects = sorted({key for key, _ in pairs}) if grant.object == ANY else [grant.object]
    narrowed = []
    for object_key in objects:
        allowed = frozenset(action for key, action in pairs if key in (ANY, object_key))
        actions = _meet(grant.actions, allowed)
        if actions:
            narrowed.append(replace(grant, object=object_key, actions=actions))
    return narrowed


def _meet(held: frozenset[str], allowed: frozenset[str]) -> frozenset[str]:
    if ANY in allowed:
        return held
    return allowed if ANY in held else held & allowed
