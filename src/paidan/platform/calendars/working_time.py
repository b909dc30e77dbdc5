"""Working time: which minutes count.

A `BusinessCalendar` knows opening hours and holidays and does arithmetic on them. It never reads the database or the
clock, so every promise that the product makes about time can be tested with plain dates. Moments are timezone-aware;
answers are UTC and whole seconds (parts of a second are dropped from what is asked, so that lengths always add up).
Which calendar was in force when is for `history`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple, Protocol

from paidan.platform.calendars.errors import SecondsNegative
from paidan.platform.calendars.local_time import to_moment, to_seconds, zone_named
from paidan.platform.calendars.open_time import OpenTime
from paidan.platform.calendars.opening_days import OpeningDays, SpecialDay
from paidan.platform.calendars.shifts import ALL_DAY, Shifts, Week


class Interval(NamedTuple):
    """A stretch of time from `start` up to but without `end`, both UTC."""

    start: datetime
    end: datetime


class OpenHours(Protocol):
    """Hours that count, whether of one calendar or of several that followed each other."""

    def is_open(self, at: datetime) -> bool:
        """Whether the second that begins at a moment counts."""
        ...

    def open_intervals(self, start: datetime, end: datetime) -> list[Interval]:
        """Return the open stretches within [start, end), in order, as long as they can be."""
        ...

    def seconds_between(self, start: datetime, end: datetime) -> int:
        """Return the open seconds in [start, end); negative when `end` comes first."""
        ...

    def after(self, moment: datetime, seconds: int) -> datetime:
        """Return the first moment by which that many open seconds have passed since `moment`.

        Zero seconds have passed at `moment` itself, open or not. Raises: NeverOpen, SecondsNegative, OutOfRange.
        """
        ...

    def next_open(self, at: datetime) -> datetime:
        """Return `at` when it is open, else the next moment that is. Raises: NeverOpen, OutOfRange."""
        ...

    def workdays_between(self, first: date, last: date) -> int:
        """Count days on which a shift begins, from `first` up to but without `last`; negative when `last` comes first."""
        ...


@dataclass(frozen=True, slots=True)
class BusinessCalendar:
    """Opening hours in one IANA time zone: a usual week, Monday first, and the dates that depart from it.

    Raises when built: ZoneUnknown, WeekIncomplete, ShiftsOverlap, SpecialDayTwice.
    """

    zone: str
    week: Week
    special_days: tuple[SpecialDay, ...] = ()
    _days: OpeningDays = field(init=False, repr=False, compare=False)
    _time: OpenTime = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        put = object.__setattr__
        put(self, "week", tuple(tuple(sorted(shifts)) for shifts in self.week))
        put(self, "special_days", tuple(sorted(self.special_days, key=lambda special: special.on)))
        put(self, "_days", OpeningDays(self.week, self.special_days))
        put(self, "_time", OpenTime(zone_named(self.zone), self._days))

    @classmethod
    def always(cls, zone: str = "UTC") -> BusinessCalendar:
        """Return the calendar that is open at every moment (24×7)."""
        return cls(zone, (ALL_DAY,) * 7)

    @classmethod
    def weekdays(cls, zone: str, shifts: Shifts, special_days: tuple[SpecialDay, ...] = ()) -> BusinessCalendar:
        """Return the calendar with these shifts from Monday to Friday."""
        return cls(zone, (shifts,) * 5 + ((),) * 2, special_days)

    def is_open(self, at: datetime) -> bool:
        """See `OpenHours`."""
        second = to_seconds(at)
        return self._time.between(second, second + 1) == 1

    def open_intervals(self, start: datetime, end: datetime) -> list[Interval]:
        """See `OpenHours`."""
        spans = self._time.spans(to_seconds(start), to_seconds(end))
        return [Interval(to_moment(opens), to_moment(closes)) for opens, closes in spans]

    def seconds_between(self, start: datetime, end: datetime) -> int:
        """See `OpenHours`."""
        return self._time.between(to_seconds(start), to_seconds(end))

    def after(self, moment: datetime, seconds: int) -> datetime:
        """See `OpenHours`."""
        if seconds < 0:
            raise SecondsNegative(seconds=seconds)
        return to_moment(self._time.after(to_seconds(moment), seconds))

    def next_open(self, at: datetime) -> datetime:
        """See `OpenHours`."""
        return to_moment(self._time.after(to_seconds(at), 1) - 1)

    def shifts_on(self, day: date) -> Shifts:
        """Return the shifts that begin on a date in the calendar's zone."""
        return self._days.shifts_on(day)

    def is_workday(self, day: date) -> bool:
        """Whether any shift begins on a date."""
        return self._days.is_workday(day)

    def workdays_between(self, first: date, last: date) -> int:
        """See `OpenHours`."""
        return self._days.workdays_between(first, last)
