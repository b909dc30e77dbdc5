"""Rows below a record in Python: reading them one by one and making one value of many."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from paidan.builder.expressions import arithmetic, numbers
from paidan.builder.expressions.context import Context
from paidan.builder.expressions.tree import Path
from paidan.builder.expressions.typed import Fold
from paidan.builder.expressions.types import Kind

Getter = Callable[[Path], Any]
Closure = Callable[[Getter, Context], Any]

_ID: Path = ("id",)


def fold(typed: Fold, value: Closure, condition: Closure | None) -> Closure:
    source, finish = typed.source, _finisher(typed)

    def folded(get: Getter, context: Context) -> Any:
        found = []
        for row in rows_at(get, source):
            if condition is None or condition(row, context) is True:
                each = value(row, context)
                if each is not None:
                    found.append(each)
        return finish(found)

    return folded


def any_row(source: Path, condition: Closure) -> Closure:
    return lambda get, context: any(condition(row, context) is True for row in rows_at(get, source))


def among(source: Path, element: Closure, subject: Closure, equal: Callable[[Any, Any], bool]) -> Closure:
    def found(get: Getter, context: Context) -> bool:
        wanted = subject(get, context)
        if wanted is None:
            return False
        values = (element(row, context) for row in rows_at(get, source))
        return any(value is not None and equal(value, wanted) for value in values)

    return found


def rows_at(get: Getter, source: Path) -> Iterator[Getter]:
    """A getter for each row of a list; paths outside the list mean the record itself."""
    for element in get(source) or ():
        yield _row_getter(get, source, element)


def _row_getter(outer: Getter, source: Path, element: Any) -> Getter:
    length = len(source)
    if isinstance(element, Mapping):
        inner: Getter = element.get
    elif callable(element):
        inner = element
    else:
        return lambda path: element if path == source else outer(path)
    return lambda path: inner(path[length:] or _ID) if path[:length] == source else outer(path)


def _finisher(typed: Fold) -> Callable[[list[Any]], Any]:
    duration = typed.type.kind is Kind.DURATION
    match typed.word:
        case "sum":
            return _sum_of_seconds if duration else _sum
        case "avg":
            return _average_of_seconds if duration else _average
        case "count":
            return lambda found: float(len(found))
        case "min":
            return lambda found: min(found, default=None)
        case "max":
            return lambda found: max(found, default=None)
        case "join":
            return lambda found: typed.separator.join(found) or None


def _sum(found: list[float]) -> float | None:
    return numbers.within_limit(math.fsum(found))


def _sum_of_seconds(found: list[int]) -> int | None:
    return arithmetic.seconds_within_limit(sum(found))


def _average(found: list[float]) -> float | None:
    return numbers.settle(math.fsum(found) / len(found)) if found else None


def _average_of_seconds(found: list[int]) -> int | None:
    return numbers.to_seconds(sum(found) / len(found)) if found else None
