"""Drafts of roles: grants in few words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from paidan.kernel.i18n import Label
from paidan.platform.permissions.access import ALL, FieldRight, Grant, RowScope

HIDDEN, MASKED, READ, EDIT = FieldRight.HIDDEN, FieldRight.MASKED, FieldRight.READ, FieldRight.EDIT


@dataclass(frozen=True, slots=True)
class RoleDraft:
    """A role as it is shipped."""

    key: str
    label: Label
    grants: tuple[Grant, ...]
    features: frozenset[str] = frozenset()


def may(
    actions: str,
    *objects: str,
    scope: RowScope = ALL,
    fields: FieldRight = EDIT,
    but: Mapping[str, FieldRight] | None = None,
) -> tuple[Grant, ...]:
    """Allow actions, named in one text, on some objects. `fields`: the right to each field; `but`: single ones."""
    return tuple(Grant(key, frozenset(actions.split()), scope, fields, dict(but or {})) for key in objects)


def may_read(*objects: str, scope: RowScope = ALL, but: Mapping[str, FieldRight] | None = None) -> tuple[Grant, ...]:
    """Allow to read some objects."""
    return may("read", *objects, scope=scope, fields=READ, but=but)


def where(field: str, op: str, value: Any = None) -> RowScope:
    """The rows on which one condition holds."""
    leaf = {"field": field, "op": op} | ({} if value is None else {"value": value})
    return RowScope("filter", filter=leaf)


def where_any(*scopes: RowScope) -> RowScope:
    """The rows within any of several conditions."""
    return RowScope("filter", filter={"any": [dict(scope.filter or {}) for scope in scopes]})


def each(right: FieldRight, fields: Iterable[str]) -> dict[str, FieldRight]:
    """The same right to several fields."""
    return dict.fromkeys(fields, right)
