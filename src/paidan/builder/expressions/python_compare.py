"""Comparisons in Python, each as one small closure. Numbers are equal within the tolerance; blanks make all FALSE."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

from paidan.builder.expressions.context import Context
from paidan.builder.expressions.numbers import TOLERANCE
from paidan.builder.expressions.python_fold import Getter
from paidan.builder.expressions.typed import Const, Typed
from paidan.builder.expressions.types import Kind

Closure = Callable[[Getter, Context], Any]
Test = Callable[[Any, Any], bool]

_EXACT: dict[str, Test] = {
    "=": operator.eq,
    "<>": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_NUMBERS: dict[str, Test] = {
    "=": lambda a, b: abs(a - b) < TOLERANCE,
    "<>": lambda a, b: abs(a - b) >= TOLERANCE,
    "<": lambda a, b: b - a >= TOLERANCE,
    "<=": lambda a, b: a - b < TOLERANCE,
    ">": lambda a, b: a - b >= TOLERANCE,
    ">=": lambda a, b: b - a < TOLERANCE,
}


def same(kind: Kind) -> Test:
    """How two values of a kind, neither blank, are asked for equality."""
    return _NUMBERS["="] if kind is Kind.NUMBER else operator.eq


def comparison(sign: str, kind: Kind, left: Closure, right: Closure, right_side: Typed) -> Closure:
    test = _NUMBERS[sign] if kind is Kind.NUMBER else _EXACT[sign]
    if isinstance(right_side, Const):
        return _with_constant(test, left, right_side.value)

    def value(get: Getter, context: Context) -> bool:
        a = left(get, context)
        if a is None:
            return False
        b = right(get, context)
        return b is not None and test(a, b)

    return value


def _with_constant(test: Test, left: Closure, constant: Any) -> Closure:
    if constant is None:
        return lambda _get, _context: False

    def value(get: Getter, context: Context) -> bool:
        a = left(get, context)
        return a is not None and test(a, constant)

    return value
