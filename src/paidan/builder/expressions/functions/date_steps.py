"""Functions that move dates and moments.

Days and shorter steps of a moment are fixed lengths; weeks are seven days; months and years keep the day of the month, or
take the month's last day, and keep the local time of a moment.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from paidan.builder.expressions import arithmetic, days, numbers
from paidan.builder.expressions.arithmetic import whole_step
from paidan.builder.expressions.context import Context
from paidan.builder.expressions.errors import UnknownUnit
from paidan.builder.expressions.parts import Asks, Part
from paidan.builder.expressions.registry import Function, register
from paidan.builder.expressions.rules import argument, literal_word, plain, wrong_type
from paidan.builder.expressions.sql.builder import SqlBuilder
from paidan.builder.expressions.sql.fragment import Fragment, sql
from paidan.builder.expressions.tree import Call
from paidan.builder.expressions.typed import Apply, Operation
from paidan.builder.expressions.types import DATE, MOMENT, Kind, ValueType

_UNITS = {"分": "minute", "分钟": "minute", "时": "hour", "小时": "hour", "天": "day", "日": "day"}
_UNITS |= {"周": "week", "月": "month", "年": "year"}
_UNITS |= {name: name for name in ("minute", "hour", "day", "week", "month", "year")}
_UNITS |= {f"{name}s": name for name in ("minute", "hour", "day", "week", "month", "year")}
_SECONDS = {"minute": 60, "hour": 3600, "day": 86400, "week": 604800}


def edate(day: date, months: float) -> date | None:
    step = whole_step(months)
    return None if step is None else days.add_months(day, step)


def eomonth(day: date, months: float = 0.0) -> date | None:
    step = whole_step(months)
    return None if step is None else days.end_of_month(day, step)


def move_by(moment: datetime, count: float, seconds: int) -> datetime | None:
    length = numbers.to_seconds(count * seconds)
    return None if length is None else arithmetic.add_seconds(moment, length)


def move_by_months(context: Context, moment: datetime, count: float, months: int) -> datetime | None:
    local = moment.astimezone(context.zone)
    day = edate(local.date(), count * months)
    if day is None:
        return None
    moved = days.local_moment(day, local.hour * 3600 + local.minute * 60 + local.second, context.zone)
    return moved.replace(microsecond=local.microsecond // 1000 * 1000)


def _in_month(build: SqlBuilder, day: Fragment, steps: Fragment, to_day: Callable[..., Fragment]) -> Fragment:
    """A day in the month so many steps (an integer) later, blank outside the calendar."""

    def step(day: Fragment, steps: Fragment) -> Fragment:
        month = sql("({0} + {1})", build.month_number(day), steps)
        return build.bind(month, to=lambda month: result(month, day))

    def result(month: Fragment, day: Fragment) -> Fragment:
        inside = f"{{0}} >= {days.FIRST_MONTH} AND {{0}} < {days.END_MONTH}"
        number = build.day_from_number(to_day(month, day))
        return sql(f"CASE WHEN {inside} THEN {{1}} END", month, number)

    return build.bind(day, steps, to=step)


def _edate(build: SqlBuilder, day: Fragment, months: Fragment) -> Fragment:
    return _same_day(build, day, build.small_whole(months))


def _same_day(build: SqlBuilder, day: Fragment, steps: Fragment) -> Fragment:
    def same_day(month: Fragment, day: Fragment) -> Fragment:
        number = build.integer(sql("SUBSTR({0}, 9, 2)", day))
        same = sql("({0} + {1} - 1)", build.say.first_of_month(month), number)
        return build.say.smallest([same, _last_of(build, month)])

    return _in_month(build, day, steps, same_day)


def _eomonth(build: SqlBuilder, day: Fragment, months: Fragment | None = None) -> Fragment:
    steps = build.small_whole(months) if months else sql("0", simple=True)
    return _in_month(build, day, steps, lambda month, _day: _last_of(build, month))


def _last_of(build: SqlBuilder, month: Fragment) -> Fragment:
    return sql("({0} - 1)", build.say.first_of_month(sql("({0} + 1)", month)))


def _move_by(build: SqlBuilder, moment: Fragment, count: Fragment, seconds: int) -> Fragment:
    length = build.to_seconds(sql(f"({{0}} * {build.say.literal(float(seconds))})", count))
    return build.moment_from_ms(sql("({0} + {1} * 1000)", build.say.ms(moment), length))


def _move_by_months(build: SqlBuilder, moment: Fragment, count: Fragment, months: int) -> Fragment:
    def moved(moment: Fragment, steps: Fragment) -> Fragment:
        return build.bind(build.say.local_text(moment), to=lambda clock: placed(moment, clock, steps))

    def placed(moment: Fragment, clock: Fragment, steps: Fragment) -> Fragment:
        day = _same_day(build, sql("SUBSTR({0}, 1, 10)", clock), steps)
        return build.bind(day, build.say.ms(moment), to=lambda day, ms: on_day(clock, day, ms))

    def on_day(clock: Fragment, day: Fragment, ms: Fragment) -> Fragment:
        pieces = [build.integer(sql(f"SUBSTR({{0}}, {begin}, 2)", clock)) for begin in (12, 15, 18)]
        seconds = sql("({0} * 3600 + {1} * 60 + {2})", *pieces)
        base = build.say.local_ms(build.say.days(day), seconds)
        # The thousandths of a moment before 1970 would be negative.
        fraction = "({1} - {1} / 1000 * 1000 + 1000) - ({1} - {1} / 1000 * 1000 + 1000) / 1000 * 1000"
        return build.say.moment_from_ms(sql(f"({{0}} + {fraction})", base, ms))

    steps = build.small_whole(sql(f"({{0}} * {build.say.literal(float(months))})", count))
    return build.bind(moment, steps, to=moved)


EDATE = Operation("edate", edate, _edate)
_EDATE_SCALED = Operation(
    "edate_scaled",
    lambda day, count, months: edate(day, count * months),
    lambda build, day, count, months: _edate(build, day, sql(f"({{0}} * {build.say.literal(float(months))})", count)),
)
_STEP_SCALED = Operation(
    "step_scaled",
    lambda day, count, size: arithmetic.add_days(day, count * size),
    lambda build, day, count, size: arithmetic.step_sql(
        build, day, sql(f"({{0}} * {build.say.literal(float(size))})", count)
    ),
)
_MOVE_BY = Operation("move_by", move_by, _move_by)
_MOVE_BY_MONTHS = Operation("move_by_months", move_by_months, _move_by_months, takes_context=True)
_EOMONTH = Operation("eomonth", eomonth, _eomonth)


def _date_add(checker: Asks, call: Call, _wanted: ValueType | None) -> Part:
    start = checker.one(call.args[0], DATE)
    if start.type.kind not in (Kind.DATE, Kind.MOMENT):
        raise wrong_type(start, call, 0, DATE)
    count = argument(checker, call, 1, "number")
    unit_node, unit = literal_word(call, 2, _UNITS)
    typed = _added(start, count, unit, call)
    return Part(Call(call.name, (start.node, count.node, unit_node), call.at), typed)


def _added(start: Part, count: Part, unit: str, call: Call) -> Apply:
    args = (start.typed, count.typed)
    is_date = start.type.kind is Kind.DATE
    if unit in ("month", "year"):
        size = 12 if unit == "year" else 1
        return Apply(_EDATE_SCALED, args, DATE, (size,)) if is_date else Apply(_MOVE_BY_MONTHS, args, MOMENT, (size,))
    if not is_date:
        return Apply(_MOVE_BY, args, MOMENT, (_SECONDS[unit],))
    if unit not in ("day", "week"):
        raise UnknownUnit(call.args[2].at, function=call.name, known="day, week, month, year")
    return Apply(_STEP_SCALED, args, DATE, (_SECONDS[unit] // 86400,))


register(
    [
        Function("EDATE", ("加月",), "EDATE(date, months)", "date", plain("day number", DATE, EDATE), 2, 2),
        Function("EOMONTH", ("月末",), "EOMONTH(date, [months])", "date", plain("day number", DATE, _EOMONTH), 1, 2),
        Function("DATEADD", ("日期加",), 'DATEADD(date, count, "day")', "date", _date_add, 3, 3),
    ]
)
