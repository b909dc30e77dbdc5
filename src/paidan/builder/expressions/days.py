"""Dates and moments: the calendar arithmetic that every back end repeats.

Like a spreadsheet's, the calendar begins with 1900-01-01; it ends with 2999-12-31. A result outside it is blank. Dates
count as days, moments as milliseconds, both from 1970-01-01. Moments are aware and in UTC.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, tzinfo

FIRST_DAY = -25567
"""1900-01-01."""
LAST_DAY = 376199
"""2999-12-31."""
FIRST_MS = FIRST_DAY * 86_400_000
END_MS = (LAST_DAY + 1) * 86_400_000
FIRST_MONTH = 1900 * 12
END_MONTH = 3000 * 12
FAR = 1e7
"""A step of so many days or months or more leads out of the calendar; checked before numbers become integers."""

_EPOCH_ORDINAL = date(1970, 1, 1).toordinal()
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


def day_number(day: date) -> int:
    return day.toordinal() - _EPOCH_ORDINAL


def day_from_number(number: int) -> date | None:
    return date.fromordinal(number + _EPOCH_ORDINAL) if FIRST_DAY <= number <= LAST_DAY else None


def ms(moment: datetime) -> int:
    return (moment - _EPOCH) // _MILLISECOND


def moment_from_ms(number: int) -> datetime | None:
    return _EPOCH + timedelta(milliseconds=number) if FIRST_MS <= number < END_MS else None


def month_number(day: date) -> int:
    """Months since the year 0."""
    return day.year * 12 + day.month - 1


def first_of_month(month: int) -> int:
    """The day number of the first day of a month inside the calendar (or the one after its last)."""
    return day_number(date(month // 12, month % 12 + 1, 1))


def add_months(day: date, months: int) -> date | None:
    """The same day of a later month, or that month's last day."""
    month = month_number(day) + months
    if not FIRST_MONTH <= month < END_MONTH:
        return None
    first = first_of_month(month)
    return day_from_number(min(first + day.day - 1, first_of_month(month + 1) - 1))


def end_of_month(day: date, months: int) -> date | None:
    month = month_number(day) + months
    return day_from_number(first_of_month(month + 1) - 1) if FIRST_MONTH <= month < END_MONTH else None


def months_between(start: date, end: date) -> int:
    """Full months from start to end; negative when end is earlier."""
    if end < start:
        return -months_between(end, start)
    return month_number(end) - month_number(start) - (end.day < start.day)


def seconds_between(start: datetime, end: datetime) -> int:
    """Whole seconds from start to end; parts of a second are dropped."""
    length = ms(end) - ms(start)
    return length // 1000 if length >= 0 else -(-length // 1000)


def local_day(moment: datetime, zone: tzinfo) -> date:
    return moment.astimezone(zone).date()


def start_of_day(day: date, zone: tzinfo) -> datetime:
    """The moment at which a date begins at a place."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


def local_moment(day: date, seconds: int, zone: tzinfo) -> datetime:
    """The moment at which a local clock shows so many seconds after midnight of a date."""
    return (datetime.combine(day, time()) + timedelta(seconds=seconds)).replace(tzinfo=zone).astimezone(UTC)
