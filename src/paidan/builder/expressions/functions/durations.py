"""Functions that make durations of numbers, and numbers of durations.

DAYS(2) is two times twenty-four hours. A duration is a whole number of seconds; one of about 3,000 years is blank.
"""

from __future__ import annotations

from collections.abc import Callable

from paidan.builder.expressions import numbers
from paidan.builder.expressions.registry import Function, register
from paidan.builder.expressions.rules import plain
from paidan.builder.expressions.sql.builder import SqlBuilder
from paidan.builder.expressions.sql.fragment import Fragment, sql
from paidan.builder.expressions.typed import Operation
from paidan.builder.expressions.types import DURATION, NUMBER

_SECONDS = {"SECONDS": 1.0, "MINUTES": 60.0, "HOURS": 3600.0, "DAYS": 86400.0}
_CHINESE = {"SECONDS": "秒数", "MINUTES": "分钟", "HOURS": "小时", "DAYS": "天"}
_IN_CHINESE = {"SECONDS": "折合秒", "MINUTES": "折合分钟", "HOURS": "折合小时", "DAYS": "折合天"}


def _make_sql(size: float) -> Callable[[SqlBuilder, Fragment], Fragment]:
    return lambda build, x: build.to_seconds(sql(f"({{0}} * {build.say.literal(size)})", x))


def _measure_sql(size: float) -> Callable[[SqlBuilder, Fragment], Fragment]:
    return lambda build, seconds: sql(f"({{0}} / {build.say.literal(size)})", build.real(seconds))


def _make(unit: str, size: float) -> Function:
    operation = Operation(f"make_{unit.lower()}", lambda x: numbers.to_seconds(x * size), _make_sql(size))
    return Function(unit, (_CHINESE[unit],), f"{unit}(number)", "duration", plain("number", DURATION, operation), 1, 1)


def _measure(unit: str, size: float) -> Function:
    operation = Operation(f"in_{unit.lower()}", lambda seconds: seconds / size, _measure_sql(size))
    rule = plain("duration", NUMBER, operation)
    return Function(f"IN{unit}", (_IN_CHINESE[unit],), f"IN{unit}(duration)", "duration", rule, 1, 1)


register(make(unit, size) for unit, size in _SECONDS.items() for make in (_make, _measure))
