"""Values in SQL: typed nodes as fragments that are NULL when blank."""

from __future__ import annotations

from collections.abc import Sequence

from paidan.builder.expressions.into_sql.predicates import compared
from paidan.builder.expressions.into_sql.writer import Writer
from paidan.builder.expressions.sql.builder import SqlBuilder
from paidan.builder.expressions.sql.columns import Columns
from paidan.builder.expressions.sql.fragment import Condition, Element, Fragment, condition_element, sql, value_element
from paidan.builder.expressions.typed import Apply, Case, Const, Fold, Read, Switch, Typed
from paidan.builder.expressions.types import Kind


def value(writer: Writer, typed: Typed) -> Fragment:
    """The value form of a typed node."""
    match typed:
        case Const():
            return _constant(writer.build, typed)
        case Read():
            return _read(writer.build, typed)
        case Apply() if typed.type.kind is not Kind.BOOL or typed.operation.name == "first_value":
            return typed.operation.to_sql(writer.build, [writer.value(arg) for arg in typed.args], typed.settings)
        case Case():
            return _case(writer, typed)
        case Switch():
            return _switch(writer, typed)
        case Fold():
            return _fold(writer, typed)
    return sql("CASE WHEN {0} THEN 1 ELSE 0 END", writer.predicate(typed))


def _constant(build: SqlBuilder, typed: Const) -> Fragment:
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


def _case(writer: Writer, typed: Case) -> Fragment:
    pieces: list[str | Element] = ["CASE"]
    for condition, result in typed.branches:
        when = sql(" WHEN {0} THEN {1}", writer.predicate(condition), writer.value(result))
        pieces += when.pieces
    pieces += sql(" ELSE {0} END", writer.value(typed.default)).pieces
    return Fragment(tuple(pieces))


def _switch(writer: Writer, typed: Switch) -> Fragment:
    kind = typed.subject.type.kind

    def cases(subject: Fragment) -> Fragment:
        pieces: list[str | Element] = ["CASE"]
        for each, result in typed.branches:
            test = compared("=", kind, writer.build, subject, writer.value(each))
            pieces += sql(" WHEN {0} THEN {1}", test, writer.value(result)).pieces
        pieces += sql(" ELSE {0} END", writer.value(typed.default)).pieces
        return Fragment(tuple(pieces))

    return writer.build.bind(writer.value(typed.subject), to=cases)


def _fold(writer: Writer, typed: Fold) -> Fragment:
    build = writer.build

    def row_value(columns: Columns) -> Element:
        return value_element(writer.inside(columns).value(typed.value), typed.value.type.kind, build.say.name)

    def row_condition(columns: Columns) -> Condition:
        assert typed.condition is not None
        return condition_element(writer.inside(columns).predicate(typed.condition))

    def function(each: Element, order: Sequence[Element]) -> Element:
        if typed.word == "join":
            joined_rows = build.say.join_rows(each, typed.separator, list(order))
            return value_element(joined_rows, Kind.TEXT, build.say.name)
        inner = build.real(Fragment((each,))) if typed.word == "avg" else Fragment((each,))
        return value_element(sql(f"{typed.word.upper()}({{0}})", inner), typed.type.kind, build.say.name)

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
