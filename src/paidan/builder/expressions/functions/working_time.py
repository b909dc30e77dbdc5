"""Working time, by the business calendar of the context. In Python only: SQL knows no calendars.

WORKHOURS and WORKMINUTES are negative when the end is earlier. WORKDAYS counts the dates from start to end, both included,
that have any working time, for stretches of up to ten years. ADDWORKHOURS goes forwards only.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from paidan.builder.expressions import days, numbers
from paidan.builder.expressions.context import Context, WorkingTime
from paidan.builder.expressions.errors import NoCalendar
from paidan.builder.expressions.registry import Function, Rule, register
from paidan.builder.expressions.rules import plain
from paidan.builder.expressions.typed import Operation
from paidan.builder.expressions.types import MOMENT, NUMBER

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_DAYS = 3660


def _calendar(context: Context) -> WorkingTime:
    if context.calendar is None:
        raise NoCalendar
    return context.calendar


def working_seconds(context: Context, start: datetime, end: datetime) -> int:
    calendar = _calendar(context)
    return calendar.seconds_between(start, end) if start <= end else -calendar.seconds_between(end, start)


def working_days(context: Context, start: date, end: date) -> float | None:
    if end < start:
        earlier = working_days(context, end, start)
        return None if earlier is None else -earlier
    count = (end - start).days + 1
    if count > MOST_DAYS:
        return None
    return float(sum(_is_working_day(context, start + timedelta(days=number)) for number in range(count)))


def _is_working_day(context: Context, day: date) -> bool:
    begin = days.start_of_day(day, context.zone)
    end = days.start_of_day(day + timedelta(days=1), context.zone)
    return _calendar(context).seconds_between(begin, end) > 0


def add_working_hours(context: Context, moment: datetime, hours: float) -> datetime | None:
    seconds = numbers.to_seconds(hours * 3600.0)
    return None if seconds is None or seconds < 0 else _calendar(context).after(moment, seconds)


def _length(unit: float) -> Callable[[Context, datetime, datetime], float]:
    return lambda context, start, end: working_seconds(context, start, end) / unit


_HOURS = Operation("working_hours", _length(3600.0), None, takes_context=True)
_MINUTES = Operation("working_minutes", _length(60.0), None, takes_context=True)
_DAYS = Operation("working_days", working_days, None, takes_context=True)
_ADD = Operation("add_working_hours", add_working_hours, None, takes_context=True)


def _entry(name: str, chinese: str, usage: str, rule: Rule) -> Function:
    return Function(name, (chinese,), usage, "working time", rule, 2, 2, in_sql=False)


register(
    [
        _entry("WORKHOURS", "工作小时", "WORKHOURS(start, end)", plain("moment", NUMBER, _HOURS)),
        _entry("WORKMINUTES", "工作分钟", "WORKMINUTES(start, end)", plain("moment", NUMBER, _MINUTES)),
        _entry("WORKDAYS", "工作日天数", "WORKDAYS(start, end)", plain("day", NUMBER, _DAYS)),
        _entry("ADDWORKHOURS", "加工作小时", "ADDWORKHOURS(moment, hours)", plain("moment number", MOMENT, _ADD)),
    ]
)
