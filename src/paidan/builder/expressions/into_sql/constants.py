"""What is known before any row: parts of a formula without fields are computed once, in Python.

`DATE(2026, 5, 1)` and `TODAY() - 7` become parameters, so that comparisons with them are plain ones that indexes serve.
"""

from __future__ import annotations

from typing import Any

from paidan.builder.expressions.context import Context
from paidan.builder.expressions.python_backend import compiled
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

Pairs = tuple[tuple[Typed, Typed], ...]


def with_constants(typed: Typed, context: Context) -> Typed:
    """The same formula with every part that reads no field replaced by its value."""

    def each(part: Typed) -> Typed:
        return with_constants(part, context)

    def pairs(branches: Pairs) -> Pairs:
        return tuple((each(one), each(other)) for one, other in branches)

    match typed:
        case Const() | Read():
            return typed
        case Apply():
            args = tuple(each(arg) for arg in typed.args)
            return _known(Apply(typed.operation, args, typed.type, typed.settings), args, context)
        case Logic():
            parts = tuple(each(part) for part in typed.parts)
            return _known(Logic(typed.word, parts), parts, context)
        case Compare():
            left, right = each(typed.left), each(typed.right)
            return _known(Compare(typed.sign, typed.kind, left, right), (left, right), context)
        case Member():
            subject, items = each(typed.subject), tuple(each(item) for item in typed.items)
            return _known(Member(subject, items), (subject, *items), context)
        case Case():
            return Case(pairs(typed.branches), each(typed.default), typed.type)
        case Switch():
            return Switch(each(typed.subject), pairs(typed.branches), each(typed.default), typed.type)
        case Fold():
            condition = each(typed.condition) if typed.condition else None
            return Fold(typed.word, typed.source, each(typed.value), condition, typed.type, typed.separator)
        case AnyRow():
            return AnyRow(typed.source, each(typed.condition))
        case Among():
            return Among(typed.source, each(typed.element), each(typed.subject))


def _known(typed: Typed, parts: tuple[Typed, ...], context: Context) -> Typed:
    if all(isinstance(part, Const) for part in parts):
        return Const(compiled(typed)(_nothing, context), typed.type)
    return typed


def _nothing(_path: Any) -> None:
    return None
