"""What operators do: the operations behind + - * / ^ % and &, for each pair of kinds.

Numbers follow `numbers.py`, dates and moments `days.py`. A duration is a whole number of seconds.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from paidan.builder.expressions import days, numbers
from paidan.builder.expressions.sql.builder import SqlBuilder
from paidan.builder.expressions.sql.fragment import Fragment, sql
from paidan.builder.expressions.typed import Operation
from paidan.builder.expressions.types import DATE, DURATION, MOMENT, NUMBER, Kind, ValueType


def seconds_within_limit(seconds: int) -> int | None:
    return seconds if -numbers.MAX_SECONDS < seconds < numbers.MAX_SECONDS else None


def whole_step(x: float) -> int | None:
    """A number of days or months as an integer; blank when it leads out of any calendar."""
    step = numbers.whole(x)
    return int(step) if -days.FAR < step < days.FAR else None


def add_days(day: date, count: float) -> date | None:
    step = whole_step(count)
    return None if step is None else days.day_from_number(days.day_number(day) + step)


def add_seconds(moment: datetime, seconds: int) -> datetime | None:
    return days.moment_from_ms(days.ms(moment) + seconds * 1000)


def scale_duration(seconds: int, factor: float) -> int | None:
    return numbers.to_seconds(seconds * factor)


def divide_duration(seconds: int, divisor: float) -> int | None:
    return numbers.to_seconds(seconds / divisor) if divisor else None


def _infix(sign: str, finish: str) -> Callable[[SqlBuilder, Fragment, Fragment], Fragment]:
    def to_sql(build: SqlBuilder, a: Fragment, b: Fragment) -> Fragment:
        result: Fragment = getattr(build, finish)(sql(f"({{0}} {sign} {{1}})", a, b))
        return result

    return to_sql


def _divide(build: SqlBuilder, a: Fragment, b: Fragment) -> Fragment:
    return build.settle(sql("({0} / NULLIF({1}, 0))", a, b))


def _power(build: SqlBuilder, a: Fragment, b: Fragment) -> Fragment:
    zero = build.say.literal(0.0)

    def cases(a: Fragment, b: Fragment) -> Fragment:
        size = sql("({1} * LN(ABS({0})))", a, b)
        return sql(
            f"CASE WHEN {{0}} = 0 THEN CASE WHEN {{1}} > 0 THEN {zero} END WHEN {{0}} < 0 AND {{1}} <> {{4}} THEN NULL"
            f" WHEN {{2}} > 36 THEN NULL WHEN {{2}} < -190 THEN {zero} ELSE {{3}} END",
            *(a, b, size, build.settle(sql("POWER({0}, {1})", a, b)), build.say.floor(b)),
        )

    return build.bind(a, b, to=cases)


def step_sql(build: SqlBuilder, day: Fragment, count: Fragment, sign: str = "+") -> Fragment:
    return build.day_from_number(sql(f"({{0}} {sign} {{1}})", build.say.days(day), build.small_whole(count)))


def _move(build: SqlBuilder, moment: Fragment, seconds: Fragment, sign: str = "+") -> Fragment:
    return build.moment_from_ms(sql(f"({{0}} {sign} {{1}} * 1000)", build.say.ms(moment), seconds))


def _real_days(build: SqlBuilder, a: Fragment, b: Fragment) -> Fragment:
    return build.real(sql("({0} - {1})", build.say.days(a), build.say.days(b)))


def _seconds_between(build: SqlBuilder, end: Fragment, start: Fragment) -> Fragment:
    return sql("(({0} - {1}) / 1000)", build.say.ms(end), build.say.ms(start))


def _day_of_seconds(build: SqlBuilder, day: Fragment, seconds: Fragment, sign: str = "+") -> Fragment:
    """Whole days, rounded down after the sign: 36 hours before a date is two dates earlier."""
    whole = build.integer(build.say.floor(sql(f"{sign}{{0}} / {build.say.literal(86400.0)}", seconds)))
    return build.day_from_number(sql("({0} + {1})", build.say.days(day), whole))


JOIN = Operation(
    "join",
    lambda a, b: ((a or "") + (b or "")) or None,
    lambda build, a, b: build.text_or_blank(sql("({0} || {1})", build.or_empty(a), build.or_empty(b))),
    takes_blank=True,
)
NEGATE = Operation("negate", lambda x: -x, lambda _build, x: sql("(-{0})", x))
NEGATE_DURATION = Operation("negate_duration", lambda x: -x, lambda _build, x: sql("(-{0})", x))
PERCENT = Operation(
    "percent",
    lambda x: numbers.settle(x / 100.0),
    lambda build, x: build.settle(sql(f"({{0}} / {build.say.literal(100.0)})", x)),
)
DIVIDE = Operation("divide", numbers.divide, _divide)
MULTIPLY = Operation("multiply", numbers.multiply, _infix("*", "settle"))
SUBTRACT = Operation("subtract", lambda a, b: numbers.within_limit(a - b), _infix("-", "within_limit"))
ADD = Operation("add", lambda a, b: numbers.within_limit(a + b), _infix("+", "within_limit"))
POWER = Operation("power", numbers.power, _power)
MOVE = Operation("move", add_seconds, _move)
STEP = Operation("step", add_days, step_sql)

_SCALE = Operation(
    "scale_duration", scale_duration, lambda build, d, x: build.to_seconds(sql("({0} * {1})", build.real(d), x))
)

BINARY: dict[tuple[str, Kind, Kind], tuple[Operation, ValueType]] = {
    ("+", Kind.NUMBER, Kind.NUMBER): (ADD, NUMBER),
    ("-", Kind.NUMBER, Kind.NUMBER): (SUBTRACT, NUMBER),
    ("*", Kind.NUMBER, Kind.NUMBER): (MULTIPLY, NUMBER),
    ("/", Kind.NUMBER, Kind.NUMBER): (DIVIDE, NUMBER),
    ("^", Kind.NUMBER, Kind.NUMBER): (POWER, NUMBER),
    ("+", Kind.DATE, Kind.NUMBER): (STEP, DATE),
    ("+", Kind.NUMBER, Kind.DATE): (
        Operation("step", lambda n, day: add_days(day, n), lambda build, n, day: step_sql(build, day, n)),
        DATE,
    ),
    ("-", Kind.DATE, Kind.NUMBER): (
        Operation(
            "step_back", lambda day, n: add_days(day, -n), lambda build, day, n: step_sql(build, day, sql("(-{0})", n))
        ),
        DATE,
    ),
    ("-", Kind.DATE, Kind.DATE): (Operation("days", lambda a, b: float((a - b).days), _real_days), NUMBER),
    ("+", Kind.DATE, Kind.DURATION): (
        Operation(
            "day_after",
            lambda day, seconds: days.day_from_number(days.day_number(day) + seconds // 86400),
            _day_of_seconds,
        ),
        DATE,
    ),
    ("-", Kind.DATE, Kind.DURATION): (
        Operation(
            "day_before",
            lambda day, seconds: days.day_from_number(days.day_number(day) + -seconds // 86400),
            lambda build, day, seconds: _day_of_seconds(build, day, seconds, "-"),
        ),
        DATE,
    ),
    ("+", Kind.MOMENT, Kind.DURATION): (MOVE, MOMENT),
    ("+", Kind.DURATION, Kind.MOMENT): (
        Operation("move", lambda s, m: add_seconds(m, s), lambda build, s, m: _move(build, m, s)),
        MOMENT,
    ),
    ("-", Kind.MOMENT, Kind.DURATION): (
        Operation("move_back", lambda m, s: add_seconds(m, -s), lambda build, m, s: _move(build, m, s, "-")),
        MOMENT,
    ),
    ("-", Kind.MOMENT, Kind.MOMENT): (
        Operation("elapsed", lambda end, start: days.seconds_between(start, end), _seconds_between),
        DURATION,
    ),
    ("+", Kind.DURATION, Kind.DURATION): (
        Operation("add_durations", lambda a, b: seconds_within_limit(a + b), _infix("+", "seconds_within_limit")),
        DURATION,
    ),
    ("-", Kind.DURATION, Kind.DURATION): (
        Operation("subtract_durations", lambda a, b: seconds_within_limit(a - b), _infix("-", "seconds_within_limit")),
        DURATION,
    ),
    ("*", Kind.DURATION, Kind.NUMBER): (_SCALE, DURATION),
    ("*", Kind.NUMBER, Kind.DURATION): (
        Operation(
            "scale_duration",
            lambda x, d: scale_duration(d, x),
            lambda build, x, d: build.to_seconds(sql("({0} * {1})", build.real(d), x)),
        ),
        DURATION,
    ),
    ("/", Kind.DURATION, Kind.NUMBER): (
        Operation(
            "divide_duration",
            divide_duration,
            lambda build, d, x: build.to_seconds(sql("({0} / NULLIF({1}, 0))", build.real(d), x)),
        ),
        DURATION,
    ),
    ("/", Kind.DURATION, Kind.DURATION): (
        Operation(
            "ratio",
            lambda a, b: numbers.divide(float(a), float(b)),
            lambda build, a, b: _divide(build, build.real(a), build.real(b)),
        ),
        NUMBER,
    ),
}
