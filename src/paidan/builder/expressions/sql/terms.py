"""Values in SQL: typed nodes as fragments that are NULL when blank."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Boolean, ColumnElement, Text

from paidan.builder.expressions.sql import predicates
from paidan.builder.expressions.sql.builder import SqlBuilder
from paidan.builder.expressions.sql.columns import Columns
from paidan.builder.expressions.sql.fragment import Fragment, element, sql
from paidan.builder.expressions.typed import Apply, Case, Const, Fold, Read, Switch, Typed
from paidan.builder.expressions.types import Kind


def value(build: SqlBuilder, typed: Typed) -> Fragment:
    """The value form of a typed node."""
    match typed:
        case Const():
            return constant(build, typed)
        case Read():
            return _read(build, typed)
        case Apply() if typed.type.kind is not Kind.BOOL or typed.operation.name == "first_value":
            return typed.operation.to_sql(build, [value(build, arg) for arg in typed.args], typed.settings)
        case Case():
            return _case(build, typed)
        case Switch():
            return _switch(build, typed)
        case Fold():
            return _fold(build, typed)
    return sql("CASE WHEN {0} THEN 1 ELSE 0 END", predicates.predicate(build, typed))


def constant(build: SqlBuilder, typed: Const) -> Fragment:
    if typed.value is None:
        return build.blank(typed.type.kind)
    kind = typed.type.kind
    if kind is Kind.NUMBER:
        return build.say.number(typed.value)
    if kind is Kind.TEXT:
        return build.say.text(typed.value)
    if kind is Kind.MOMENT:
        return build.say.moment(typed.value)
    if kind is Kind.DATE:
        return build.say.text(typed.value.isoformat())
    return build.say.whole_number(int(typed.value))


def _read(build: SqlBuilder, typed: Read) -> Fragment:
    column = Fragment((build.columns.column(typed.ref),), simple=True)
    return sql("NULLIF({0}, '')", column, simple=True) if typed.type.kind is Kind.TEXT else column


def _case(build: SqlBuilder, typed: Case) -> Fragment:
    pieces: list[str | ColumnElement[Any]] = ["CASE"]
    for condition, result in typed.branches:
        when = sql(" WHEN {0} THEN {1}", predicates.predicate(build, condition), value(build, result))
        pieces += when.pieces
    pieces += sql(" ELSE {0} END", value(build, typed.default)).pieces
    return Fragment(tuple(pieces))


def _switch(build: SqlBuilder, typed: Switch) -> Fragment:
    kind = typed.subject.type.kind

    def cases(subject: Fragment) -> Fragment:
        pieces: list[str | ColumnElement[Any]] = ["CASE"]
        for each, result in typed.branches:
            test = predicates.compared("=", kind, build, subject, value(build, each))
            pieces += sql(" WHEN {0} THEN {1}", test, value(build, result)).pieces
        pieces += sql(" ELSE {0} END", value(build, typed.default)).pieces
        return Fragment(tuple(pieces))

    return build.bind(value(build, typed.subject), to=cases)


def _fold(build: SqlBuilder, typed: Fold) -> Fragment:
    def row_value(columns: Columns) -> ColumnElement[Any]:
        return element(value(build.inside(columns), typed.value), Text())

    def row_condition(columns: Columns) -> ColumnElement[bool]:
        assert typed.condition is not None
        return element(predicates.predicate(build.inside(columns), typed.condition), Boolean())

    def function(each: ColumnElement[Any], order: Sequence[ColumnElement[Any]]) -> ColumnElement[Any]:
        if typed.word == "join":
            return element(build.say.join_rows(each, typed.separator, list(order)), Text())
        inner = build.real(Fragment((each,))) if typed.word == "avg" else Fragment((each,))
        return element(sql(f"{typed.word.upper()}({{0}})", inner), Text())

    condition = row_condition if typed.condition is not None else None
    rows = Fragment((build.columns.aggregate(typed.source, function, row_value, condition),))
    return _finished(build, typed, rows)


def _finished(build: SqlBuilder, typed: Fold, rows: Fragment) -> Fragment:
    duration = typed.type.kind is Kind.DURATION
    match typed.word:
        case "sum" if duration:
            total = build.seconds_within_limit(sql("COALESCE({0}, 0)", rows))
            return build.integer(total)
        case "sum":
            return build.within_limit(sql(f"COALESCE({{0}}, {build.say.literal(0.0)})", rows))
        case "avg":
            return build.to_seconds(rows) if duration else build.settle(rows)
        case "count":
            return build.real(rows)
        case "join":
            return build.text_or_blank(rows)
    return rows
