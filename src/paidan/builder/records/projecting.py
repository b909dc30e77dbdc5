"""Projecting: each field of a record as JSON, seen by one actor.

A field the actor may not see is left out, a masked one is masked, and where the right differs from row to row the
database decides row by row. A linked record shows its number and title only if the actor may see that record.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement

from paidan.builder.objects.field_types import Shape
from paidan.builder.objects.model import Field, ObjectType
from paidan.builder.objects.tables import choices, record_links
from paidan.builder.records.json_sql import JsonSql, Part
from paidan.builder.records.masking_sql import masked
from paidan.builder.records.rights import Rights
from paidan.platform.files.tables import files
from paidan.platform.identity.tables import people, teams
from paidan.platform.permissions.access import FieldRight

RightsFor = Callable[[str], Rights]
"""Object key → the same actor's rights to read that object."""


class Projector:
    """Turns the fields of one object into JSON for one actor."""

    def __init__(self, dialect: str, rights: Rights, rights_for: RightsFor) -> None:
        self.json = JsonSql(dialect)
        self.rights = rights
        self.rights_for = rights_for

    def record(self, table: Any, fields: Iterable[Field]) -> ColumnElement[Any]:
        """One record as an object: id, rev and the fields by key."""
        parts = [Part("id", table.c.id), Part("rev", table.c.rev)]
        parts += [part for field in fields if (part := self.field(table, field)) is not None]
        return self.json.object(parts)

    def field(self, table: Any, field: Field) -> Part | None:
        """One field, or None when the actor may not know of it."""
        right = self.rights.right(field)
        if right == FieldRight.HIDDEN:
            return None
        if right == FieldRight.MASKED:
            return Part(field.key, masked(self.json.dialect, table, field))
        part = self._value(table, field)
        if self.rights.is_uniform(field):
            return Part(field.key, part.value, part.is_json)
        return Part(field.key, self._by_row(table, field, part), part.is_json)

    def _by_row(self, table: Any, field: Field, part: Part) -> ColumnElement[Any]:
        cases = [(self.rights.rows_with(field, FieldRight.READ, table), part.value)]
        if not part.is_json and field.column is not None:
            cases.append(
                (self.rights.rows_with(field, FieldRight.MASKED, table), masked(self.json.dialect, table, field))
            )
        return sa.case(*cases)

    def _value(self, table: Any, field: Field) -> Part:
        if field.type.shape is Shape.CHILDREN:
            return Part("", self._children(table, field), True)
        if field.type.many:
            return Part("", self._many(table, field), True)
        assert field.column is not None
        return self._one(table.c[field.column], field)

    def _one(self, column: ColumnElement[Any], field: Field) -> Part:
        shape = field.type.shape
        if shape is Shape.FLAG:
            return self.json.flag(column)
        if shape is Shape.DECIMAL:
            return Part("", self.json.decimal(column))
        if shape is Shape.MOMENT:
            return Part("", self.json.moment(column))
        if shape is Shape.JSON:
            return Part("", sa.type_coerce(column, sa.Text) if self.json.is_sqlite else column, True)
        if shape is Shape.PLAIN:
            return Part("", column)
        element, is_json, source = self._referred(field)
        return Part("", sa.select(element).where(source.c.id == column).scalar_subquery(), is_json)

    def _referred(self, field: Field) -> tuple[ColumnElement[Any], bool, Any]:
        """What stands for the thing that a field points at: the expression, whether it is JSON, and its table."""
        shape = field.type.shape
        if shape is Shape.CHOICE:
            source = choices.alias()
            return source.c.key, False, source
        if shape is Shape.PERSON:
            source = people.alias()
            return self.json.object([Part("id", source.c.id), Part("name", source.c.name)]), True, source
        if shape is Shape.TEAM:
            source = teams.alias()
            return self.json.object([Part("id", source.c.id), Part("name", source.c.name)]), True, source
        if shape is Shape.FILE:
            source = files.alias()
            return self.json.object(self._file_parts(source)), True, source
        return self._record(field)

    def _record(self, field: Field) -> tuple[ColumnElement[Any], bool, Any]:
        rights = self.rights_for(str(field.linked_object))
        source = rights.object.table.alias()
        reach = rights.rows(source)
        number: ColumnElement[Any] = source.c.number
        title: ColumnElement[Any] = source.c.title
        if reach is not None:
            number, title = sa.case((reach, number)), sa.case((reach, title))
        return self.json.object([Part("id", source.c.id), Part("number", number), Part("title", title)]), True, source

    @staticmethod
    def _file_parts(source: Any) -> list[Part]:
        return [Part(name, source.c[name]) for name in ("id", "name", "media_type", "size", "width", "height")]

    def _many(self, table: Any, field: Field) -> ColumnElement[Any]:
        element, is_json, source = self._referred(field)
        links = record_links.alias()
        inner = (
            sa.select(element.label("e"))
            .join_from(links, source, source.c.id == links.c.to_id)
            .where(links.c.field_id == field.id, links.c.from_id == table.c.id)
            .order_by(links.c.position)
            .correlate(table)
            .subquery()
        )
        return sa.select(self.json.collect(inner.c.e, is_json=is_json)).scalar_subquery()

    def _children(self, table: Any, field: Field) -> ColumnElement[Any]:
        rights = self.rights_for(str(field.linked_object))
        child = rights.object.table.alias()
        projector = Projector(self.json.dialect, rights, self.rights_for)
        shown = [f for f in rights.object.fields.values() if f.type.shape is not Shape.CHILDREN]
        inner = (
            sa.select(projector.record(child, shown).label("e"))
            .where(child.c.parent_id == table.c.id, child.c.deleted_at.is_(None))
            .order_by(child.c.position, child.c.id)
            .correlate(table)
            .subquery()
        )
        return sa.select(self.json.collect(inner.c.e, is_json=True)).scalar_subquery()


def listed_fields(object_type: ObjectType, keys: Iterable[str] | None) -> list[Field]:
    """Return the fields that a list shows: those asked for, else all but subforms. Raises UnknownField."""
    if keys is not None:
        return [object_type.field(key) for key in dict.fromkeys(keys)]
    return [field for field in object_type.fields.values() if field.type.shape is not Shape.CHILDREN]
