"""Conditions in SQL for one actor: filters of lists, row scopes, formulas typed into a search."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from sqlalchemy import ColumnElement

from paidan.builder.expressions import (
    Checked,
    Context,
    FieldRef,
    Kind,
    check,
    compile_sql_condition,
    tree_of_filter,
)
from paidan.builder.objects.model import Model, ObjectType
from paidan.builder.records.columns import RecordColumns
from paidan.builder.records.errors import FieldForbidden, FieldUnknown
from paidan.builder.records.rights import Rights
from paidan.builder.records.scopes import scope_of
from paidan.kernel.actor import Actor
from paidan.platform.permissions.access import FieldRight


class Looking(Protocol):
    """What a filter needs of the one who looks; `scoping.Viewpoint` is it."""

    @property
    def actor(self) -> Actor: ...
    @property
    def model(self) -> Model: ...
    @property
    def dialect(self) -> str: ...
    @property
    def around(self) -> Any: ...

    def read_rights(self, object_key: str) -> Rights:
        """The actor's rights to read an object."""
        ...


_CATEGORY = "category"


def compile_filter(
    view: Looking, object_type: ObjectType, table: Any, tree: Mapping[str, Any], *, trusted: bool = False
) -> ColumnElement[bool]:
    """Compile a filter tree into a condition on a table (or alias) of an object.

    A filter of an actor may speak only of fields that he may read on every row he sees, or it would tell their values;
    a `trusted` one was written by an administrator and may speak of all. Beside the operators of the formula language,
    `category` matches a status by its fixed category. Raises ExpressionError, FieldUnknown, FieldForbidden.
    """
    scope = scope_of(view.model, object_type.key)
    checked = check(tree_of_filter(spell_out(object_type, tree), scope), scope, gives=Kind.BOOL)
    if not trusted:
        require_readable(view, checked)
    columns = RecordColumns(view.model, object_type, table, view.dialect, _reach(view, trusted))
    return compile_sql_condition(checked, columns, context_of(view), view.dialect)


def require_readable(view: Looking, checked: Checked) -> None:
    """Refuse a formula that reads what the actor may not. Raises FieldUnknown, FieldForbidden."""
    for ref in checked.fields.values():
        for owner, key in zip(ref.objects, ref.path, strict=True):
            _require(view, ref, owner, key)


def _require(view: Looking, ref: FieldRef, owner: str, key: str) -> None:
    if key == "id" or owner not in view.model.objects:
        return
    rights = view.read_rights(owner)
    field = rights.object.field(key)
    right = rights.right(field)
    if right == FieldRight.HIDDEN:
        raise FieldUnknown(field=".".join(ref.path))
    if right < FieldRight.READ or not rights.is_uniform(field):
        raise FieldForbidden(field=field.label)


def spell_out(object_type: ObjectType, tree: Any) -> Any:
    """Replace `category` leaves by the statuses that belong to the categories."""
    if not isinstance(tree, Mapping):
        return tree
    if not tree:
        return {"all": []}
    if tree.get("op") == _CATEGORY:
        field = object_type.field(str(tree.get("field")))
        value = tree.get("value")
        wanted = set(value) if isinstance(value, list) else {value}
        ids = [choice.id for choice in field.choices if choice.category in wanted]
        return {"field": field.key, "op": "in", "value": ids} if ids else {"any": []}
    parts = {}
    for word, part in tree.items():
        if word in ("all", "any") and isinstance(part, list):
            parts[word] = [spell_out(object_type, one) for one in part]
        else:
            parts[word] = spell_out(object_type, part) if word == "not" else part
    return parts


def context_of(view: Looking) -> Context:
    """What formulas of this actor may know beside the record."""
    around = view.around
    return Context(
        now=around.now,
        zone=around.zone,
        language=view.actor.language,
        me=around.me,
        my_team=around.my_teams[0] if around.my_teams else None,
        my_teams=around.my_teams,
        teammates=around.teammates,
    )


def _reach(view: Looking, trusted: bool) -> Any:
    if trusted:
        return lambda _owner, _table: None
    return lambda owner, table: view.read_rights(owner.key).rows(table)
