"""Where formulas find their columns: the record store's answer to the formula language's question.

A path through links becomes correlated subqueries; a list becomes an aggregate over child rows or link rows. For an
actor's own formulas each linked object is seen within what he may see of it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement

from paidan.builder.expressions import FieldRef, Path
from paidan.builder.expressions.sql.columns import ConditionBuilder, Fold, ValueBuilder
from paidan.builder.expressions.types import PERSON_OBJECT, TEAM_OBJECT
from paidan.builder.objects.field_types import Shape
from paidan.builder.objects.model import Field, Model, ObjectType
from paidan.builder.objects.tables import record_links
from paidan.platform.identity.tables import people, teams

Reach = Callable[[ObjectType, Any], ColumnElement[bool] | None]
"""Object and table (or alias) → the condition for the rows that may be seen, None for all."""


@dataclass(frozen=True, slots=True)
class RecordColumns:
    """The columns of one record in a query; with `source`, of one row of a list below an outer record."""

    model: Model
    object: ObjectType | None
    table: Any
    dialect: str
    reach: Reach
    source: Path = ()
    outer: RecordColumns | None = None

    def column(self, ref: FieldRef) -> ColumnElement[Any]:
        """The column of a single value."""
        if self.outer is not None and ref.source != self.source:
            return self.outer.column(ref)
        path = ref.path[len(self.source) :]
        if not path:
            found: ColumnElement[Any] = self.table.c.id if self.object is not None else self.table.c.to_id
            return found
        if self.object is None:
            return self._beyond_link(ref, path)
        return self._walk(self.object, self.table, path)

    def aggregate(
        self, source: Path, function: Fold, value: ValueBuilder, condition: ConditionBuilder | None
    ) -> ColumnElement[Any]:
        """A scalar subquery over the rows of a list."""
        inner, conditions, order = self._rows(source)
        if condition is not None:
            conditions = [*conditions, condition(inner)]
        statement: sa.Select[Any] = sa.select(function(value(inner), order)).select_from(inner.table).where(*conditions)
        return statement.correlate(self.table).scalar_subquery()

    def exists(self, source: Path, condition: ConditionBuilder) -> ColumnElement[bool]:
        """Whether any row of a list meets a condition."""
        inner, conditions, _ = self._rows(source)
        statement: sa.Select[Any] = (
            sa.select(sa.literal_column("1")).select_from(inner.table).where(*conditions, condition(inner))
        )
        return statement.correlate(self.table).exists()

    def _rows(self, source: Path) -> tuple[RecordColumns, list[ColumnElement[bool]], Sequence[ColumnElement[Any]]]:
        assert self.object is not None
        owner, base = self.object, self.table.c.id
        for step in source[:-1]:
            field = owner.field(step)
            base = self._walk(self.object, self.table, source[: source.index(step) + 1])
            owner = self.model.object(str(field.linked_object))
        field = owner.field(source[-1])
        if field.type.shape is Shape.CHILDREN:
            child = self.model.object(str(field.linked_object))
            rows = child.table.alias()
            inner = RecordColumns(self.model, child, rows, self.dialect, self.reach, source, self)
            return inner, [rows.c.parent_id == base, rows.c.deleted_at.is_(None)], (rows.c.position, rows.c.id)
        links = record_links.alias()
        inner = RecordColumns(self.model, None, links, self.dialect, self.reach, source, self)
        return inner, [links.c.field_id == field.id, links.c.from_id == base], (links.c.position,)

    def _beyond_link(self, ref: FieldRef, path: Path) -> ColumnElement[Any]:
        """A field of what a many-valued field points at."""
        key = ref.objects[len(self.source)]
        return self._of_target(key, self.table.c.to_id, path)

    def _walk(self, owner: ObjectType, table: Any, path: Path) -> ColumnElement[Any]:
        if path == ("id",):
            return table.c.id  # type: ignore[no-any-return]
        field = owner.field(path[0])
        assert field.column is not None, path
        column: ColumnElement[Any] = table.c[field.column]
        if len(path) == 1:
            return self._as_value(field, column)
        key = {Shape.PERSON: PERSON_OBJECT, Shape.TEAM: TEAM_OBJECT}.get(field.type.shape, field.linked_object)
        return self._of_target(str(key), column, path[1:])

    def _of_target(self, key: str, target_id: ColumnElement[Any], path: Path) -> ColumnElement[Any]:
        if key in (PERSON_OBJECT, TEAM_OBJECT):
            named = (people if key == PERSON_OBJECT else teams).alias()
            wanted = named.c.id if path == ("id",) else named.c.name
            return sa.select(wanted).where(named.c.id == target_id).scalar_subquery()
        owner = self.model.object(key)
        target = owner.table.alias()
        statement = sa.select(self._walk(owner, target, path)).where(target.c.id == target_id)
        reach = self.reach(owner, target)
        return (statement if reach is None else statement.where(reach)).scalar_subquery()

    def _as_value(self, field: Field, column: ColumnElement[Any]) -> ColumnElement[Any]:
        """Put a stored value into the form that formulas compute with."""
        shape = field.type.shape
        if shape is Shape.DECIMAL:
            if self.dialect == "sqlite":
                return sa.type_coerce(column, sa.Integer).op("/")(sa.literal_column("1000000.0"))
            return sa.cast(column, sa.Double)
        if shape is Shape.JSON:
            return sa.cast(column, sa.Text)
        if field.type.value == "number":
            return sa.cast(column, sa.Double) if self.dialect == "postgresql" else sa.cast(column, sa.REAL)
        if shape is Shape.MOMENT and self.dialect == "sqlite":
            return sa.type_coerce(column, sa.Text)
        return column
