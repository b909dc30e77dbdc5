"""Rights in SQL: which rows an actor reaches, and what he may do with each field on each of them.

A grant reaches the rows of its scope; rows opened by `record_access` come on top. Where several grants give different
rights to a field, the right is decided row by row, so that a wide grant with few fields does not borrow the fields of
a narrow one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement

from paidan.builder.objects.model import Field, Model, ObjectType
from paidan.builder.records.errors import ActionForbidden
from paidan.kernel.actor import Actor
from paidan.platform.permissions.access import Access, FieldRight, Grant, RowScope, access_of, grants_for, right_over
from paidan.platform.permissions.opening import is_open_to
from paidan.platform.permissions.tables import record_access

ToCondition = Callable[[ObjectType, sa.Table, dict[str, Any]], ColumnElement[bool]]
"""Turns a stored filter tree into a condition on a table (or alias)."""

ALWAYS_READABLE = frozenset({"number", "title", "status", "created_at", "updated_at"})
"""Field rights aside, who may see a record may know that it is there, how it is called and where it stands."""


@dataclass(frozen=True, slots=True)
class Rights:
    """What one actor may do with the records of one object, for one action."""

    actor: Actor
    access: Access
    model: Model
    object: ObjectType
    action: str
    grants: tuple[Grant, ...]
    to_condition: ToCondition
    now: datetime
    parent: ObjectType | None = None
    """Set when the grants are those of the parent object: its rows decide over the rows of the subform."""

    def require(self) -> None:
        """Raise ActionForbidden when the action is allowed on no row at all, not even one opened singly."""
        if not self.grants and not self._may_be_opened:
            raise ActionForbidden(object=self.object.label)

    @property
    def _may_be_opened(self) -> bool:
        return self.action in ("read", "update") and self.actor.kind == "person"

    def rows(self, table: Any) -> ColumnElement[bool] | None:
        """Return the condition for the rows within reach; None when there is no bound."""
        conditions: list[ColumnElement[bool]] = []
        for grant in self.grants:
            if grant.scope.kind == "all":
                return None
            conditions.append(self._scope(grant.scope, table))
        if self._may_be_opened:
            conditions.append(self._opened(table))
        return sa.or_(*conditions) if conditions else sa.false()

    def right(self, field: Field) -> FieldRight:
        """Return the best right to a field on any row; HIDDEN means that the field must not be spoken of at all."""
        found = right_over(self.grants, field.key)
        if self._may_be_opened and not self.grants:
            found = FieldRight.READ
        return max(found, FieldRight.READ) if field.key in ALWAYS_READABLE and self.grants else found

    def right_to_write(self, field: Field) -> FieldRight:
        """Return the right to a field by the grants alone; a record opened singly can be read but not changed."""
        return right_over(self.grants, field.key)

    def is_uniform(self, field: Field) -> bool:
        """Whether the field is readable, or not, on every row within reach alike."""
        if field.key in ALWAYS_READABLE or self.right(field) < FieldRight.READ:
            return True
        return len({min(grant.right_to(field.key), FieldRight.READ) for grant in self.grants}) <= 1

    def rows_with(self, field: Field, least: FieldRight, table: Any) -> ColumnElement[bool]:
        """Return the condition for the rows on which the right to a field is at least `least`."""
        conditions = [
            sa.true() if grant.scope.kind == "all" else self._scope(grant.scope, table)
            for grant in self.grants
            if grant.right_to(field.key) >= least
        ]
        if self._may_be_opened:
            conditions.append(self._opened(table))
        return sa.or_(*conditions) if conditions else sa.false()

    def readable(self) -> list[Field]:
        """Return the fields whose values the actor may see in full on some row."""
        return [field for field in self.object.fields.values() if self.right(field) >= FieldRight.READ]

    def visible(self) -> list[Field]:
        """Return the fields that the actor may know of, masked ones among them."""
        return [field for field in self.object.fields.values() if self.right(field) > FieldRight.HIDDEN]

    def _scope(self, scope: RowScope, table: Any) -> ColumnElement[bool]:
        if self.parent is None:
            return self._scope_on(self.object, scope, table)
        above = self.parent.table.alias()
        found: ColumnElement[bool] = table.c.parent_id.in_(
            sa.select(above.c.id).where(self._scope_on(self.parent, scope, above))
        )
        return found

    def _scope_on(self, owner: ObjectType, scope: RowScope, table: Any) -> ColumnElement[bool]:
        columns: Any = table.c
        found: ColumnElement[bool]
        if scope.kind == "own":
            return sa.or_(columns.owner == self.actor.id, columns.created_by == self.actor.id)
        if scope.kind == "team":
            found = columns.team.in_(sorted(self.access.team_ids))
            return found
        if scope.kind == "team_and_below":
            found = columns.team.in_(sorted(self.access.teams_below_ids))
            return found
        if scope.kind == "records":
            found = columns.id.in_(sorted(scope.record_ids))
            return found
        return self.to_condition(owner, table, dict(scope.filter or {}))

    def _opened(self, table: Any) -> ColumnElement[bool]:
        record = table.c.id if self.object.parent is None else table.c.parent_id
        return sa.exists().where(record_access.c.record_id == record, is_open_to(int(self.actor.id or 0), self.now))


def rights_of(
    actor: Actor, model: Model, object_key: str, action: str, to_condition: ToCondition, now: datetime
) -> Rights:
    """Compile an actor's rights to one object. Raises UnknownObject."""
    access = access_of(actor)
    grants = grants_for(access, object_key, action)
    found = model.object(object_key)
    parent = model.object(found.parent) if found.parent is not None and not grants else None
    if parent is not None:
        grants = grants_for(access, parent.key, action)
    return Rights(actor, access, model, found, action, grants, to_condition, now, parent)
