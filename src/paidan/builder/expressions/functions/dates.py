"""Functions that make dates and moments.

Parts beyond their range carry over, as in a spreadsheet: DATE(2026, 13, 1) is the first of January 2027.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

from paidan.builder.expressions import days
from paidan.builder.expressions.arithmetic import whole_step
from paidan.builder.expressions.context import Context
from paidan.builder.expressions.conversions import LOCAL_DAY
from paidan.builder.expressions.errors import BadMoment
from paidan.builder.expressions.parts import Asks, Part
from paidan.builder.expressions.registry import Function, register
from paidan.builder.expressions.rules import fitted, plain, rebuilt, surroundings
from paidan.builder.expressions.sql.builder import SqlBuilder
from paidan.builder.expressions.sql.fragment import Fragment, sql
from paidan.builder.expressions.tree import Call, Text
from paidan.builder.expressions.typed import Apply, Const, Operation
from paidan.builder.expressions.types import DATE, MOMENT, Kind, ValueType

_DAY_IN_TEXT = re.compile(r"(?:19|2\d)\d\d-\d\d-\d\d", re.ASCII)


def make_date(year: float, month: float, day: float) -> date | None:
    number = _day_number(year, month, day)
    return None if number is None else days.day_from_number(number)


def make_moment(
    context: Context, year: float, month: float, day: float, hour: float, minute: float, second: float = 0.0
) -> datetime | None:
    number = _day_number(year, month, day)
    clock = [whole_step(part) for part in (hour, minute, second)]
    if number is None or clock[0] is None or clock[1] is None or clock[2] is None:
        return None
    seconds = clock[0] * 3600 + clock[1] * 60 + clock[2]
    on = days.day_from_number(number + seconds // 86400)
    return None if on is None else days.local_moment(on, seconds % 86400, context.zone)


def _day_number(year: float, month: float, day: float) -> int | None:
    steps = [whole_step(part) for part in (year, month, day)]
    if steps[0] is None or steps[1] is None or steps[2] is None:
        return None
    first = steps[0] * 12 + steps[1] - 1
    return days.first_of_month(first) + steps[2] - 1 if days.FIRST_MONTH <= first < days.END_MONTH else None


def date_in(text: str) -> date | None:
    if not _DAY_IN_TEXT.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _day_number_sql(build: SqlBuilder, year: Fragment, month: Fragment, day: Fragment) -> Fragment:
    def checked(first: Fragment, day: Fragment) -> Fragment:
        inside = f"{{0}} >= {days.FIRST_MONTH} AND {{0}} < {days.END_MONTH}"
        start = build.say.first_of_month(first)
        return sql(f"CASE WHEN {inside} THEN {{1}} + {{2}} - 1 END", first, start, day)

    first = sql("({0} * 12 + {1} - 1)", build.small_whole(year), build.small_whole(month))
    return build.bind(first, build.small_whole(day), to=checked)


def _make_date(build: SqlBuilder, year: Fragment, month: Fragment, day: Fragment) -> Fragment:
    return build.day_from_number(_day_number_sql(build, year, month, day))


def _make_moment(
    build: SqlBuilder,
    year: Fragment,
    month: Fragment,
    day: Fragment,
    hour: Fragment,
    minute: Fragment,
    second: Fragment | None = None,
) -> Fragment:
    clock = sql(
        "({0} * 3600 + {1} * 60 + {2})",
        build.small_whole(hour),
        build.small_whole(minute),
        build.small_whole(second) if second else sql("0"),
    )

    def at(number: Fragment, seconds: Fragment) -> Fragment:
        # Dividing a number that is surely positive rounds down in both databases.
        later = sql("({0} + ({1} + 86400000000) / 86400 - 1000000)", number, seconds)
        rest = sql("({0} + 86400000000 - ({0} + 86400000000) / 86400 * 86400)", seconds)
        return build.say.local_moment(build.say.between(later, days.FIRST_DAY, days.LAST_DAY), rest)

    return build.bind(_day_number_sql(build, year, month, day), clock, to=at)


def _date_in(build: SqlBuilder, text: Fragment) -> Fragment:
    return build.bind(text, to=lambda text: sql("CASE WHEN {0} THEN {1} END", build.say.is_day(text), text))


_DATE = Operation("make_date", make_date, _make_date)
_DATETIME = Operation("make_moment", make_moment, _make_moment, takes_context=True)
_DATE_IN = Operation("date_in", date_in, _date_in)
_TODAY = Operation(
    "today",
    lambda context: context.today(),
    lambda build: build.say.text(build.context.today().isoformat()),
    takes_context=True,
)
_NOW = Operation(
    "now", lambda context: context.moment(), lambda build: build.say.moment(build.context.moment()), takes_context=True
)


def _date_value(checker: Asks, call: Call, _wanted: ValueType | None) -> Part:
    part = checker.one(call.args[0])
    if part.type.kind is Kind.MOMENT:
        return rebuilt(call, [part], Apply(LOCAL_DAY, (part.typed,), DATE))
    if part.type.kind is Kind.DATE:
        return rebuilt(call, [part], part.typed)
    return rebuilt(call, [part], Apply(_DATE_IN, (fitted(part, call, 0, "text").typed,), DATE))


def _moment(_checker: Asks, call: Call, _wanted: ValueType | None) -> Part:
    """MOMENT("2026-05-01T08:00:00.000Z"): a fixed moment, as filters write it."""
    node = call.args[0]
    try:
        moment = datetime.fromisoformat(node.value) if isinstance(node, Text) else None
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise BadMoment(node.at)
    utc = moment.astimezone(UTC)
    return Part(call, Const(utc.replace(microsecond=utc.microsecond // 1000 * 1000), MOMENT))


register(
    [
        Function("DATE", ("日期",), "DATE(year, month, day)", "date", plain("number", DATE, _DATE), 3, 3),
        Function(
            "DATETIME",
            ("日期时间",),
            "DATETIME(year, month, day, hour, minute, [second])",
            "date",
            plain("number", MOMENT, _DATETIME),
            5,
            6,
        ),
        Function("MOMENT", ("时刻",), 'MOMENT("2026-05-01T08:00:00Z")', "date", _moment, 1, 1),
        Function("DATEVALUE", ("转日期",), "DATEVALUE(moment or text)", "date", _date_value, 1, 1),
        Function("TODAY", ("今天",), "TODAY()", "date", surroundings(DATE, _TODAY), 0, 0, volatile=True),
        Function("NOW", ("现在",), "NOW()", "date", surroundings(MOMENT, _NOW), 0, 0, volatile=True),
    ]
)
