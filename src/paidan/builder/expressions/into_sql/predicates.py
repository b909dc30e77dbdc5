"""Conditions in SQL: typed nodes as predicates that are never NULL."""

from __future__ import annotations

from typing import Any

from paidan.builder.expressions.into_sql.writer import Writer
from paidan.builder.expressions.numbers import TOLERANCE
from paidan.builder.expressions.sql.builder import SqlBuilder
from paidan.builder.expressions.sql.columns import Columns
from paidan.builder.expressions.sql.fragment import Condition, Fragment, condition_element, joined, sql
from paidan.builder.expressions.typed import Among, AnyRow, Apply, Compare, Const, Logic, Member, Read, Typed
from paidan.builder.expressions.types import Kind

_NEAR = {
    "=": "ABS({0} - {1}) < {2}",
    "<>": "ABS({0} - {1}) >= {2}",
    "<": "({1} - {0}) >= {2}",
    "<=": "({0} - {1}) < {2}",
    ">": "({0} - {1}) >= {2}",
    ">=": "({1} - {0}) < {2}",
}


def predicate(writer: Writer, typed: Typed) -> Fragment:
    """The predicate form of a yes/no node."""
    match typed:
        case Const():
            return sql("(1 = 1)" if typed.value else "(1 = 0)")
        case Compare():
            return _compare(writer, typed)
        case Logic():
            return _logic(writer, typed)
        case Member():
            return _member(writer, typed)
        case AnyRow():
            return _any_row(writer, typed)
        case Among():
            return _among(writer, typed)
        case Apply() if typed.operation.name != "first_value":
            args = [writer.value(arg) for arg in typed.args]
            test = typed.operation.to_sql(writer.build, args, typed.settings)
            return sql("({0})" if typed.operation.never_null else "(({0}) IS TRUE)", test)
        case Read():
            return sql("({0} = 1 AND {0} IS NOT NULL)", writer.value(typed))
    return sql("(COALESCE({0}, 0) = 1)", writer.value(typed))


def _compare(writer: Writer, typed: Compare) -> Fragment:
    raw = _raw_text(writer, typed)
    if raw is not None:
        return raw
    return compared(typed.sign, typed.kind, writer.build, writer.value(typed.left), writer.value(typed.right))


def _raw_text(writer: Writer, typed: Compare) -> Fragment | None:
    """A text column equal to a given text: the column itself, so that an index on it serves."""
    left, right = typed.left, typed.right
    if isinstance(left, Const):
        left, right = right, left
    if typed.sign != "=" or typed.kind is not Kind.TEXT or not (isinstance(left, Read) and isinstance(right, Const)):
        return None
    if right.value is None:
        return sql("(1 = 0)")
    column = Fragment((writer.build.columns.column(left.ref),), simple=True)
    return sql("({0} = {1} AND {0} IS NOT NULL)", column, writer.value(right))


def compared(sign: str, kind: Kind, build: SqlBuilder, left: Fragment, right: Fragment) -> Fragment:
    """Two values of one kind; false when either is NULL."""
    if kind is Kind.NUMBER:
        return sql(f"(({_NEAR[sign]}) IS TRUE)", left, right, build.constant(TOLERANCE))
    if kind is Kind.TEXT and sign not in ("=", "<>"):
        left, right = build.say.ordered_text(left), build.say.ordered_text(right)
    if left.simple and right.simple:
        return sql(f"({{0}} {sign} {{1}} AND {{0}} IS NOT NULL AND {{1}} IS NOT NULL)", left, right)
    return sql(f"(({{0}} {sign} {{1}}) IS TRUE)", left, right)


def _logic(writer: Writer, typed: Logic) -> Fragment:
    parts = [writer.predicate(part) for part in typed.parts]
    if typed.word == "not":
        return sql("(NOT {0})", parts[0])
    if typed.word == "xor":
        ones = [sql("CASE WHEN {0} THEN 1 ELSE 0 END", part) for part in parts]
        total = sql("({0})", joined(" + ", ones))
        return writer.build.bind(total, to=lambda n: sql("({0} - {0} / 2 * 2 = 1)", n))
    return sql("({0})", joined(f" {typed.word.upper()} ", parts))


def _member(writer: Writer, typed: Member) -> Fragment:
    items = _items(writer, typed)
    if not items:
        return sql("(1 = 0)")
    subject = writer.value(typed.subject)
    if typed.subject.type.kind is Kind.NUMBER:
        return writer.build.bind(subject, to=lambda x: _near_any(writer.build, x, items))
    listed = joined(", ", items)
    if subject.simple and all(isinstance(item, Const) for item in typed.items):
        return sql("({0} IN ({1}) AND {0} IS NOT NULL)", subject, listed)
    return sql("(({0} IN ({1})) IS TRUE)", subject, listed)


def _near_any(build: SqlBuilder, subject: Fragment, items: list[Fragment]) -> Fragment:
    tests = [compared("=", Kind.NUMBER, build, subject, item) for item in items]
    return sql("({0})", joined(" OR ", tests))


def _items(writer: Writer, typed: Member) -> list[Fragment]:
    items: list[Fragment] = []
    for item in typed.items:
        if item.type.many:
            items += [writer.build.say.whole_number(each) for each in _ids(writer.build, item)]
        elif not (isinstance(item, Const) and item.value is None):
            items.append(writer.value(item))
    return items


def _ids(build: SqlBuilder, item: Typed) -> tuple[int, ...]:
    """The ids of a list that is known before any row."""
    found: Any = ()
    if isinstance(item, Const):
        found = item.value
    elif isinstance(item, Apply):
        found = item.operation.python(build.context)
    return tuple(found)


def _among(writer: Writer, typed: Among) -> Fragment:
    subject = writer.value(typed.subject)

    def condition(columns: Columns) -> Condition:
        inner = writer.inside(columns)
        test = compared("=", typed.subject.type.kind, inner.build, inner.value(typed.element), subject)
        return condition_element(test)

    return Fragment((writer.build.columns.exists(typed.source, condition),))


def _any_row(writer: Writer, typed: AnyRow) -> Fragment:
    def condition(columns: Columns) -> Condition:
        return condition_element(writer.inside(columns).predicate(typed.condition))

    return Fragment((writer.build.columns.exists(typed.source, condition),))
