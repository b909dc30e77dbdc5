"""WITHIN: whether a date or moment lies in a named period around today, see `expressions/periods.py`."""

from __future__ import annotations

from datetime import date, datetime

from paidan.builder.expressions import days
from paidan.builder.expressions.context import Context
from paidan.builder.expressions.errors import UnknownUnit, WrongCount
from paidan.builder.expressions.parts import Asks, Part
from paidan.builder.expressions.periods import COUNTED_PERIODS, MOST_DAYS, PERIODS, period_around
from paidan.builder.expressions.registry import Function, register
from paidan.builder.expressions.rules import literal_number, wrong_type
from paidan.builder.expressions.sql.builder import SqlBuilder
from paidan.builder.expressions.sql.fragment import Fragment, sql
from paidan.builder.expressions.tree import Call, Text
from paidan.builder.expressions.typed import Apply, Operation
from paidan.builder.expressions.types import BOOL, DATE, Kind, ValueType

_CHINESE = {
    "今天": "today",
    "昨天": "yesterday",
    "明天": "tomorrow",
    "最近n天": "last_n_days",
    "未来n天": "next_n_days",
}
_CHINESE |= {"本周": "this_week", "上周": "last_week", "下周": "next_week", "本月": "this_month", "上月": "last_month"}
_CHINESE |= {"下月": "next_month", "本季度": "this_quarter", "上季度": "last_quarter", "下季度": "next_quarter"}
_CHINESE |= {"今年": "this_year", "去年": "last_year", "明年": "next_year"}
_NAMES = {name: name for name in PERIODS | COUNTED_PERIODS} | _CHINESE


def day_within(context: Context, day: date, period: str, count: int) -> bool:
    first, end = period_around(context.today(), period, count)
    return first <= day < end


def moment_within(context: Context, moment: datetime, period: str, count: int) -> bool:
    first, end = period_around(context.today(), period, count)
    return days.start_of_day(first, context.zone) <= moment < days.start_of_day(end, context.zone)


_TEST = "{0} >= {1} AND {0} < {2} AND {0} IS NOT NULL"


def _day_sql(build: SqlBuilder, day: Fragment, period: str, count: int) -> Fragment:
    first, end = (build.say.text(each.isoformat()) for each in period_around(build.context.today(), period, count))
    return build.bind(day, to=lambda day: sql(_TEST, day, first, end))


def _moment_sql(build: SqlBuilder, moment: Fragment, period: str, count: int) -> Fragment:
    zone = build.context.zone
    around = period_around(build.context.today(), period, count)
    first, end = (build.say.moment(days.start_of_day(each, zone)) for each in around)
    return build.bind(moment, to=lambda moment: sql(_TEST, moment, first, end))


_DAY = Operation("day_within", day_within, _day_sql, takes_context=True, never_null=True)
_MOMENT = Operation("moment_within", moment_within, _moment_sql, takes_context=True, never_null=True)


def _rule(checker: Asks, call: Call, _wanted: ValueType | None) -> Part:
    part = checker.one(call.args[0])
    if part.type.kind not in (Kind.DATE, Kind.MOMENT):
        raise wrong_type(part, call, 0, DATE)
    node = call.args[1]
    period = _NAMES.get(node.value.strip().lower()) if isinstance(node, Text) else None
    if period is None:
        raise UnknownUnit(node.at, function=call.name, known=", ".join(sorted(PERIODS | COUNTED_PERIODS)))
    counted = period in COUNTED_PERIODS
    if len(call.args) != 2 + counted:
        raise WrongCount(call.at, function=call.name, needed=str(2 + counted), found=len(call.args), usage=_USAGE)
    count = literal_number(call, 2, 1, MOST_DAYS) if counted else 1
    operation = _DAY if part.type.kind is Kind.DATE else _MOMENT
    rebuilt = Call(call.name, (part.node, Text(period, node.at), *call.args[2:]), call.at)
    return Part(rebuilt, Apply(operation, (part.typed,), BOOL, (period, count)))


_USAGE = 'WITHIN(date, "this_week") / WITHIN(date, "last_n_days", 30)'

register([Function("WITHIN", ("在期间",), _USAGE, "date", _rule, 2, 3, volatile=True)])
