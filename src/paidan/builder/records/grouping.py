"""Grouping: counts and sums by fields, as charts and reports ask for them, behind the same rights as lists.

`by` names fields: "status", or "created_at:month" for moments and days (day, week, month, quarter, year in the company's
zone; weeks begin on Monday). Measures: "count", "sum:amount", "avg:amount", "min:…", "max:…".
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement

from paidan.builder.objects.field_types import Shape
from paidan.builder.objects.model import Field
from paidan.builder.objects.tables import choices, record_links
from paidan.builder.records.errors import BadQuery, FieldForbidden, FieldUnknown
from paidan.builder.records.json_sql import JsonSql, Part
from paidan.builder.records.periods_sql import period_start
from paidan.builder.records.querying import ListQuestion, conditions_of
from paidan.builder.records.rights import Rights
from paidan.builder.records.scoping import Viewpoint
from paidan.kernel.database import Query
from paidan.platform.identity.tables import people, teams
from paidan.platform.permissions.access import FieldRight

UNITS = frozenset({"day", "week", "month", "quarter", "year"})
FOLDS: dict[str, Any] = {"sum": sa.func.sum, "avg": sa.func.avg, "min": sa.func.min, "max": sa.func.max}


@dataclass(frozen=True, slots=True)
class GroupQuestion:
    """What is asked: a list question's filter and text, the fields to group by, the measures."""

    object: str
    filter: dict[str, Any] = field(default_factory=dict)
    text: str = ""
    by: tuple[str, ...] = ()
    measures: tuple[str, ...] = ("count",)
    limit: int = 200


@dataclass(frozen=True, slots=True)
class _Key:
    value: ColumnElement[Any]
    shown: Part
    joins: tuple[tuple[Any, ColumnElement[bool]], ...] = ()


def group_query(view: Viewpoint, asked: GroupQuestion) -> Query[str]:
    """Build the query; it answers with a JSON array of {"keys": […], "values": […]}, the largest first measure first.

    A key is the field's value as lists show it (choices by key, people and records with id and name); null where blank.
    Raises ActionForbidden, BadQuery, FieldUnknown, FieldForbidden.
    """
    rights = view.read_rights(asked.object)
    rights.require()
    table = rights.object.table
    keys = [_key(view, rights, table, text) for text in asked.by[:3]]
    measures = [_measure(view, rights, table, text) for text in asked.measures]
    question = ListQuestion(asked.object, asked.filter, asked.text)
    source: Any = table
    for key in keys:
        for target, on in key.joins:
            source = sa.outerjoin(source, target, on)
    statement = (
        sa.select(
            *(k.value.label(f"k{n}") for n, k in enumerate(keys)), *(m.label(f"m{n}") for n, m in enumerate(measures))
        )
        .select_from(source)
        .where(*conditions_of(view, rights, table, question))
        .group_by(*(sa.text(f"k{n}") for n in range(len(keys))))
        .order_by(sa.text("m0 DESC"), *(sa.text(f"k{n}") for n in range(len(keys))))
        .limit(asked.limit)
    )
    return Query(_as_json(view, statement.subquery("g"), keys, len(measures)), str, slow=True)


def _as_json(view: Viewpoint, grouped: Any, keys: list[_Key], measures: int) -> sa.Select[Any]:
    json = JsonSql(view.dialect)
    shown: list[ColumnElement[Any]] = []
    for n, key in enumerate(keys):
        value = _show(json, key, grouped.c[f"k{n}"])
        shown.append(value)
    row = json.object(
        [
            Part("keys", json.array(shown), True),
            Part("values", json.array([grouped.c[f"m{n}"] for n in range(measures)]), True),
        ]
    )
    return sa.select(json.text(json.collect(row, is_json=True))).select_from(grouped)


def _show(json: JsonSql, key: _Key, column: ColumnElement[Any]) -> ColumnElement[Any]:
    """Names are looked up after grouping, once per group."""
    kind = key.shown.key
    if kind == "choice":
        source = choices.alias()
        return sa.select(source.c.key).where(source.c.id == column).scalar_subquery()
    if kind in ("person", "team"):
        named = (people if kind == "person" else teams).alias()
        pair = json.object([Part("id", named.c.id), Part("name", named.c.name)])
        found: ColumnElement[Any] = sa.select(pair).where(named.c.id == column).scalar_subquery()
        return sa.func.json(found) if json.is_sqlite else found
    if kind == "record":
        target = key.shown.value.table.alias()
        pair = json.object([Part("id", target.c.id), Part("title", target.c.title)])
        found = sa.select(pair).where(target.c.id == column).scalar_subquery()
        return sa.func.json(found) if json.is_sqlite else found
    if kind == "flag":
        part = json.flag(column)
        return sa.func.json(part.value) if part.is_json and json.is_sqlite else part.value
    if kind == "decimal":
        return json.decimal(column)
    return column


def _key(view: Viewpoint, rights: Rights, table: Any, text: str) -> _Key:
    name, _, unit = text.partition(":")
    found = _readable(rights, name)
    if not found.type.groupable:
        raise BadQuery(problem=f"group {name}")
    if found.type.many:
        links = record_links.alias()
        on = sa.and_(links.c.field_id == found.id, links.c.from_id == table.c.id)
        return _Key(links.c.to_id, _shown_as(view, found), ((links, on),))
    assert found.column is not None
    column: ColumnElement[Any] = table.c[found.column]
    if unit:
        if unit not in UNITS or found.type.value not in ("moment", "date"):
            raise BadQuery(problem=f"group {text}")
        return _Key(period_start(view.dialect, column, found, unit, view.around), Part("plain", column))
    if found.type.shape is Shape.MOMENT:
        raise BadQuery(problem=f"group {text}")
    return _Key(column, _shown_as(view, found))


def _shown_as(view: Viewpoint, found: Field) -> Part:
    if found.type.shape is Shape.RECORD:
        return Part("record", view.model.object(str(found.linked_object)).table.c.title)
    return Part(found.type.shape.value, sa.null())


def _measure(view: Viewpoint, rights: Rights, table: Any, text: str) -> ColumnElement[Any]:
    if text == "count":
        return sa.func.count()
    fold, _, name = text.partition(":")
    if fold not in FOLDS:
        raise BadQuery(problem=f"measure {text}")
    found = _readable(rights, name)
    if found.type.value not in ("number", "duration") or found.column is None:
        raise BadQuery(problem=f"measure {text}")
    column: ColumnElement[Any] = table.c[found.column]
    if found.type.shape is Shape.DECIMAL:
        column = JsonSql(view.dialect).decimal(column)
    folded = FOLDS[fold](column)
    return sa.cast(folded, sa.Double) if view.dialect == "postgresql" else folded


def _readable(rights: Rights, key: str) -> Field:
    found = rights.object.fields.get(key)
    if found is None or rights.right(found) == FieldRight.HIDDEN:
        raise FieldUnknown(field=key)
    if rights.right(found) < FieldRight.READ or not rights.is_uniform(found):
        raise FieldForbidden(field=found.label)
    return found
