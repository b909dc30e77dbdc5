"""What SUM, MIN, MAX, COUNT and AVG do with values side by side; see `rows.py` for rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from paidan.builder.expressions import arithmetic, numbers
from paidan.builder.expressions.sql.builder import SqlBuilder
from paidan.builder.expressions.sql.fragment import Fragment, joined, sql
from paidan.builder.expressions.typed import Operation


def sum_numbers(*values: float | None) -> float | None:
    """From left to right, in the order that SQL adds."""
    total = 0.0
    for value in values:
        total += value or 0.0
    return numbers.within_limit(total)


def sum_durations(*values: int | None) -> int | None:
    return arithmetic.seconds_within_limit(sum(value or 0 for value in values))


def average_numbers(*values: float | None) -> float | None:
    count = sum(value is not None for value in values)
    total = sum_numbers(*values)
    return None if not count or total is None else numbers.settle(total / count)


def average_durations(*values: int | None) -> int | None:
    count = sum(value is not None for value in values)
    total = sum_durations(*values)
    return None if not count or total is None else numbers.to_seconds(total / count)


def _chosen(choose: Callable[..., Any]) -> Callable[..., Any]:
    def choice(*values: Any) -> Any:
        return choose((value for value in values if value is not None), default=None)

    return choice


def _total(_build: SqlBuilder, values: tuple[Fragment, ...], nothing: str) -> Fragment:
    return sql("({0})", joined(" + ", [sql(f"COALESCE({{0}}, {nothing})", value) for value in values]))


def _sum_numbers(build: SqlBuilder, *values: Fragment) -> Fragment:
    return build.within_limit(_total(build, values, build.say.literal(0.0)))


def _sum_durations(build: SqlBuilder, *values: Fragment) -> Fragment:
    return build.seconds_within_limit(_total(build, values, "0"))


def _count(values: tuple[Fragment, ...]) -> Fragment:
    ones = [sql("CASE WHEN ({0}) IS NULL THEN 0 ELSE 1 END", value) for value in values]
    return sql("NULLIF({0}, 0)", joined(" + ", ones))


def _average_numbers(build: SqlBuilder, *values: Fragment) -> Fragment:
    def quotient(*values: Fragment) -> Fragment:
        return build.settle(sql("({0} / {1})", _sum_numbers(build, *values), build.real(_count(values))))

    return build.bind(*values, to=quotient)


def _average_durations(build: SqlBuilder, *values: Fragment) -> Fragment:
    def quotient(*values: Fragment) -> Fragment:
        total = build.real(_sum_durations(build, *values))
        return build.to_seconds(sql("({0} / {1})", total, build.real(_count(values))))

    return build.bind(*values, to=quotient)


SUM_NUMBERS = Operation("sum", sum_numbers, _sum_numbers, takes_blank=True)
SUM_DURATIONS = Operation("sum_durations", sum_durations, _sum_durations, takes_blank=True)
AVERAGE_NUMBERS = Operation("average", average_numbers, _average_numbers, takes_blank=True)
AVERAGE_DURATIONS = Operation("average_durations", average_durations, _average_durations, takes_blank=True)
SMALLEST = Operation("smallest", _chosen(min), lambda build, *v: build.say.smallest(list(v)), takes_blank=True)
LARGEST = Operation("largest", _chosen(max), lambda build, *v: build.say.largest(list(v)), takes_blank=True)
COUNT_ONE = Operation(
    "count_one",
    lambda value: 0.0 if value is None else 1.0,
    lambda build, value: build.real(sql("CASE WHEN ({0}) IS NULL THEN 0 ELSE 1 END", value)),
    takes_blank=True,
)
