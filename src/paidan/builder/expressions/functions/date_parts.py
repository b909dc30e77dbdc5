"""Functions that take dates and moments apart, or tell how far apart they are.

A moment counts by the local clock. Monday is day 1 of the week, Sunday day 7. Full years and months are counted as
people count ages; towards an earlier date they are negative.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from paidan.builder.expressions import days
from paidan.builder.expressions.context import Context
from paidan.builder.expressions.parts import Asks, Part
from paidan.builder.expressions.registry import Function, register
from paidan.builder.expressions.rules import argument, literal_word, plain
from paidan.builder.expressions.sql.builder import SqlBuilder
from paidan.builder.expressions.sql.fragment import Fragment, sql
from paidan.builder.expressions.tree import Call
from paidan.builder.expressions.typed import Apply, Operation
from paidan.builder.expressions.types import NUMBER, ValueType

_UNITS = {"y": "year", "年": "year", "m": "month", "月": "month", "d": "day", "天": "day", "日": "day"}
_UNITS |= {name: name for name in ("year", "month", "day")}


def _piece(begin: int, length: int) -> Callable[[SqlBuilder, Fragment], Fragment]:
    return lambda build, day: build.real(build.integer(sql(f"SUBSTR({{0}}, {begin}, {length})", day)))


def _clock_piece(begin: int) -> Callable[[SqlBuilder, Fragment], Fragment]:
    return lambda build, moment: _piece(begin, 2)(build, build.say.local_text(moment))


def _weekday(build: SqlBuilder, day: Fragment) -> Fragment:
    shifted = sql("({0} + 7000003)", build.say.days(day))
    return build.bind(shifted, to=lambda n: build.real(sql("({0} - {0} / 7 * 7 + 1)", n)))


YEAR = Operation("year", lambda day: float(day.year), _piece(1, 4))
MONTH = Operation("month", lambda day: float(day.month), _piece(6, 2))
DAY = Operation("day", lambda day: float(day.day), _piece(9, 2))
WEEKDAY = Operation("weekday", lambda day: float(day.isoweekday()), _weekday)


def _local(moment: datetime, context: Context) -> datetime:
    return moment.astimezone(context.zone)


HOUR = Operation(
    "hour", lambda context, moment: float(_local(moment, context).hour), _clock_piece(12), takes_context=True
)
MINUTE = Operation(
    "minute", lambda context, moment: float(_local(moment, context).minute), _clock_piece(15), takes_context=True
)
SECOND = Operation(
    "second", lambda context, moment: float(_local(moment, context).second), _clock_piece(18), takes_context=True
)


def date_difference(start: date, end: date, unit: str) -> float:
    if unit == "day":
        return float((end - start).days)
    months = days.months_between(start, end)
    if unit == "month":
        return float(months)
    return float(months // 12 if months >= 0 else -(-months // 12))


def _days_between_sql(build: SqlBuilder, start: Fragment, end: Fragment) -> Fragment:
    return build.real(sql("({1} - {0})", build.say.days(start), build.say.days(end)))


def _date_difference_sql(build: SqlBuilder, start: Fragment, end: Fragment, unit: str) -> Fragment:
    if unit == "day":
        return _days_between_sql(build, start, end)

    def months(start: Fragment, end: Fragment) -> Fragment:
        distance = sql("({1} - {0})", build.month_number(start), build.month_number(end))
        early = "SUBSTR({1}, 9, 2) < SUBSTR({0}, 9, 2)"
        late = "SUBSTR({1}, 9, 2) > SUBSTR({0}, 9, 2)"
        forwards = f"{{2}} - CASE WHEN {early} THEN 1 ELSE 0 END"
        backwards = f"{{2}} + CASE WHEN {late} THEN 1 ELSE 0 END"
        return sql(f"CASE WHEN {{1}} >= {{0}} THEN {forwards} ELSE {backwards} END", start, end, distance)

    full = build.bind(start, end, to=months)
    return build.real(sql("({0} / 12)", sql("({0})", full)) if unit == "year" else full)


def _real_between(milliseconds: float) -> Operation:
    def to_sql(build: SqlBuilder, start: Fragment, end: Fragment) -> Fragment:
        length = build.real(sql("({1} - {0})", build.say.ms(start), build.say.ms(end)))
        return sql(f"({{0}} / {build.say.literal(milliseconds)})", length)

    return Operation("between", lambda start, end: (days.ms(end) - days.ms(start)) / milliseconds, to_sql)


_DIFFERENCE = Operation("date_difference", date_difference, _date_difference_sql)
_DAYS_BETWEEN = Operation("days_between", lambda start, end: float((end - start).days), _days_between_sql)


def _difference_rule(checker: Asks, call: Call, _wanted: ValueType | None) -> Part:
    start, end = argument(checker, call, 0, "day"), argument(checker, call, 1, "day")
    unit, meaning = literal_word(call, 2, _UNITS)
    typed = Apply(_DIFFERENCE, (start.typed, end.typed), NUMBER, (meaning,))
    return Part(Call(call.name, (start.node, end.node, unit), call.at), typed)


register(
    [
        Function("YEAR", ("年",), "YEAR(date)", "date", plain("day", NUMBER, YEAR), 1, 1),
        Function("MONTH", ("月",), "MONTH(date)", "date", plain("day", NUMBER, MONTH), 1, 1),
        Function("DAY", ("日",), "DAY(date)", "date", plain("day", NUMBER, DAY), 1, 1),
        Function("WEEKDAY", ("星期",), "WEEKDAY(date)", "date", plain("day", NUMBER, WEEKDAY), 1, 1),
        Function("HOUR", ("时",), "HOUR(moment)", "date", plain("moment", NUMBER, HOUR), 1, 1),
        Function("MINUTE", ("分",), "MINUTE(moment)", "date", plain("moment", NUMBER, MINUTE), 1, 1),
        Function("SECOND", ("秒",), "SECOND(moment)", "date", plain("moment", NUMBER, SECOND), 1, 1),
        Function("DATEDIF", ("日期差",), 'DATEDIF(start, end, "year|month|day")', "date", _difference_rule, 3, 3),
        Function(
            "DAYSBETWEEN", ("相差天数",), "DAYSBETWEEN(start, end)", "date", plain("day", NUMBER, _DAYS_BETWEEN), 2, 2
        ),
        Function(
            "HOURSBETWEEN",
            ("相差小时",),
            "HOURSBETWEEN(start, end)",
            "date",
            plain("moment", NUMBER, _real_between(3_600_000.0)),
            2,
            2,
        ),
        Function(
            "MINUTESBETWEEN",
            ("相差分钟",),
            "MINUTESBETWEEN(start, end)",
            "date",
            plain("moment", NUMBER, _real_between(60_000.0)),
            2,
            2,
        ),
    ]
)
