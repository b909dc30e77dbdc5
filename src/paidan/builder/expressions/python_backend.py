"""The Python back end: a checked formula becomes nested closures.

Values in Python: text str, number float, yes/no bool, date `date`, moment aware UTC `datetime`, duration int seconds,
choice, person and record int ids; a blank is None, and no text is empty.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from paidan.builder.expressions.checker import Checked
from paidan.builder.expressions.context import Context
from paidan.builder.expressions.python_compare import comparison, same
from paidan.builder.expressions.python_fold import Getter, among, any_row, fold
from paidan.builder.expressions.tree import Path
from paidan.builder.expressions.typed import (
    Among,
    AnyRow,
    Apply,
    Case,
    Compare,
    Const,
    Fold,
    Logic,
    Member,
    Read,
    Switch,
    Typed,
)
from paidan.builder.expressions.types import Kind
from paidan.builder.expressions.values import READERS

Row = Mapping[Path, Any] | Getter
"""A record as a formula sees it: path of field keys → value, missing means blank. A list of rows stands under its path as
a sequence of rows, whose own paths start below it (and `("id",)` is the row's id); a many-valued field, as a sequence of
ids or values."""

Closure = Callable[[Getter, Context], Any]


def compile_python(checked: Checked) -> Callable[[Row, Context], Any]:
    """A function that evaluates the formula for one record. It raises NoCalendar at most."""
    closure = compiled(checked.typed)

    def evaluate(row: Row, context: Context) -> Any:
        return closure(row if callable(row) else row.get, context)

    return evaluate


def compile_python_condition(checked: Checked) -> Callable[[Row, Context], bool]:
    """A function that tells whether a condition holds; blank is False."""
    closure = compiled(checked.typed)

    def holds(row: Row, context: Context) -> bool:
        return closure(row if callable(row) else row.get, context) is True

    return holds


def compiled(typed: Typed) -> Closure:
    match typed:
        case Const():
            return _constant(typed.value)
        case Read():
            return _read(typed)
        case Apply():
            return _apply(typed)
        case Logic():
            return _logic(typed)
        case Compare():
            return comparison(typed.sign, typed.kind, compiled(typed.left), compiled(typed.right), typed.right)
        case Member():
            return _member(typed)
        case Case():
            return _case(typed)
        case Switch():
            return _switch(typed)
        case Fold():
            condition = compiled(typed.condition) if typed.condition else None
            return fold(typed, compiled(typed.value), condition)
        case AnyRow():
            return any_row(typed.source, compiled(typed.condition))
        case Among():
            equal = same(typed.subject.type.kind)
            return among(typed.source, compiled(typed.element), compiled(typed.subject), equal)


def _constant(value: Any) -> Closure:
    return lambda _get, _context: value


def _read(typed: Read) -> Closure:
    path, read = typed.ref.path, READERS[typed.type.kind]

    def value(get: Getter, _context: Context) -> Any:
        found = get(path)
        return None if found is None else read(found)

    return value


def _apply(typed: Apply) -> Closure:
    operation, settings = typed.operation, typed.settings
    args = tuple(compiled(arg) for arg in typed.args)
    blank = False if typed.type.kind is Kind.BOOL else None
    function = operation.python
    if operation.takes_context:
        return _apply_in_context(function, args, settings, blank)
    if operation.takes_blank:
        return lambda get, context: function(*[arg(get, context) for arg in args], *settings)
    if len(args) == 1 and not settings:
        return _apply_one(function, args[0], blank)
    if len(args) == 2 and not settings:
        return _apply_two(function, args[0], args[1], blank)
    return _apply_many(function, args, settings, blank)


def _apply_one(function: Callable[..., Any], arg: Closure, blank: Any) -> Closure:
    def value(get: Getter, context: Context) -> Any:
        found = arg(get, context)
        return blank if found is None else function(found)

    return value


def _apply_two(function: Callable[..., Any], first: Closure, second: Closure, blank: Any) -> Closure:
    def value(get: Getter, context: Context) -> Any:
        a = first(get, context)
        if a is None:
            return blank
        b = second(get, context)
        return blank if b is None else function(a, b)

    return value


def _apply_many(
    function: Callable[..., Any], args: tuple[Closure, ...], settings: tuple[Any, ...], blank: Any
) -> Closure:
    def value(get: Getter, context: Context) -> Any:
        values = [arg(get, context) for arg in args]
        return blank if None in values else function(*values, *settings)

    return value


def _apply_in_context(
    function: Callable[..., Any], args: tuple[Closure, ...], settings: tuple[Any, ...], blank: Any
) -> Closure:
    def value(get: Getter, context: Context) -> Any:
        values = [arg(get, context) for arg in args]
        return blank if None in values else function(context, *values, *settings)

    return value


def _logic(typed: Logic) -> Closure:
    parts = tuple(compiled(part) for part in typed.parts)
    if typed.word == "and":
        return _all(parts)
    if typed.word == "or":
        return _any(parts)
    if typed.word == "not":
        inner = parts[0]
        return lambda get, context: inner(get, context) is not True
    return lambda get, context: sum(part(get, context) is True for part in parts) % 2 == 1


def _all(parts: tuple[Closure, ...]) -> Closure:
    def value(get: Getter, context: Context) -> bool:
        for part in parts:  # noqa: SIM110  # a generator here costs as much as three comparisons
            if part(get, context) is not True:
                return False
        return True

    return value


def _any(parts: tuple[Closure, ...]) -> Closure:
    def value(get: Getter, context: Context) -> bool:
        for part in parts:  # noqa: SIM110
            if part(get, context) is True:
                return True
        return False

    return value


def _member(typed: Member) -> Closure:
    subject, kind = compiled(typed.subject), typed.subject.type.kind
    if kind is not Kind.NUMBER and all(isinstance(item, Const) for item in typed.items):
        return _member_of_set(subject, frozenset(_flat(typed.items)))
    equal = same(kind)
    items = tuple((compiled(item), item.type.many) for item in typed.items)

    def value(get: Getter, context: Context) -> bool:
        wanted = subject(get, context)
        if wanted is None:
            return False
        for item, many in items:
            found = item(get, context)
            if found is not None and (wanted in found if many else equal(wanted, found)):
                return True
        return False

    return value


def _flat(items: tuple[Typed, ...]) -> list[Any]:
    flat: list[Any] = []
    for item in items:
        if isinstance(item, Const):
            flat += item.value if item.type.many else [item.value]
    return [value for value in flat if value is not None]


def _member_of_set(subject: Closure, items: frozenset[Any]) -> Closure:
    return lambda get, context: subject(get, context) in items


def _case(typed: Case) -> Closure:
    branches = tuple((compiled(condition), compiled(result)) for condition, result in typed.branches)
    default = compiled(typed.default)

    def value(get: Getter, context: Context) -> Any:
        for condition, result in branches:
            if condition(get, context) is True:
                return result(get, context)
        return default(get, context)

    return value


def _switch(typed: Switch) -> Closure:
    subject, equal = compiled(typed.subject), same(typed.subject.type.kind)
    branches = tuple((compiled(value), compiled(result)) for value, result in typed.branches)
    default = compiled(typed.default)

    def value(get: Getter, context: Context) -> Any:
        wanted = subject(get, context)
        if wanted is not None:
            for case, result in branches:
                found = case(get, context)
                if found is not None and equal(wanted, found):
                    return result(get, context)
        return default(get, context)

    return value
