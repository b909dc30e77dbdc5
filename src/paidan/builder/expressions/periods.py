"""Named stretches of days around today, as list filters offer them: this week, the last 30 days.

Weeks begin on Monday. A period is its first day and the day after its last.
"""

from __future__ import annotations

from datetime import date, timedelta

from paidan.builder.expressions import days

PERIODS = frozenset(
    {"today", "yesterday", "tomorrow"}
    | {f"{which}_{unit}" for which in ("this", "last", "next") for unit in ("week", "month", "quarter", "year")}
)
COUNTED_PERIODS = frozenset({"last_n_days", "next_n_days"})
"""Periods that need a number of days. Both include today."""

MOST_DAYS = 36_600

_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_WHICH = {"last": -1, "this": 0, "next": 1}
_DAYS = {"yesterday": -1, "today": 0, "tomorrow": 1}


def period_around(today: date, period: str, count: int = 1) -> tuple[date, date]:
    """The first day of a period and the day after its last. Raises KeyError for an unknown name."""
    if period == "last_n_days":
        return today - timedelta(days=count - 1), today + timedelta(days=1)
    if period == "next_n_days":
        return today, today + timedelta(days=count)
    if period in _DAYS:
        day = today + timedelta(days=_DAYS[period])
        return day, day + timedelta(days=1)
    which, _, unit = period.partition("_")
    return _unit_around(today, unit, _WHICH[which])


def _unit_around(today: date, unit: str, distance: int) -> tuple[date, date]:
    if unit == "week":
        monday = today - timedelta(days=today.weekday()) + timedelta(days=7 * distance)
        return monday, monday + timedelta(days=7)
    length = _MONTHS[unit]
    month = days.month_number(today) // length * length + distance * length
    return _first_day(month), _first_day(month + length)


def _first_day(month: int) -> date:
    return date(month // 12, month % 12 + 1, 1)
