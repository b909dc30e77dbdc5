"""Calendars that followed each other: at each moment the one in force counts.

When a company changes its hours, promises already running keep the hours they have used. So a calendar is never edited
away: the new one applies from a moment on, and sums over both are cut there ("C is the calendar in force at each moment",
metric dictionary).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from paidan.platform.calendars.errors import HistoryEmpty, HistoryOutOfOrder
from paidan.platform.calendars.local_time import to_seconds, wall_to_seconds
from paidan.platform.calendars.working_time import BusinessCalendar, Interval


@dataclass(frozen=True, slots=True)
class InForce:
    """A calendar and the moment from which it applies; None means since ever."""

    valid_from: datetime | None
    calendar: BusinessCalendar


@dataclass(frozen=True, slots=True)
class CalendarHistory:
    """Calendars by the moment from which each applies, soonest first; the first also covers everything before.

    It answers what one calendar answers (`working_time.OpenHours`). Raises when built: HistoryEmpty, HistoryOutOfOrder.
    """

    entries: tuple[InForce, ...]

    def __post_init__(self) -> None:
        if not self.entries:
            raise HistoryEmpty()
        starts = [entry.valid_from for entry in self.entries]
        if None in starts[1:] or any(a is not None and b is not None and b <= a for a, b in pairwise(starts)):
            raise HistoryOutOfOrder()

    @classmethod
    def of(cls, calendar: BusinessCalendar) -> CalendarHistory:
        """Return the history of a calendar that never changed."""
        return cls((InForce(None, calendar),))

    def changed(self, at: datetime, calendar: BusinessCalendar) -> CalendarHistory:
        """Return the history in which `calendar` applies from `at` on, replacing whatever was to begin then or later."""
        kept = tuple(entry for entry in self.entries if entry.valid_from is None or entry.valid_from < at)
        return CalendarHistory((*kept, InForce(at if kept else None, calendar)))

    def in_force(self, at: datetime) -> BusinessCalendar:
        """Return the calendar that applies at a moment."""
        return self.entries[bisect_right(self._starts, at)].calendar

    def is_open(self, at: datetime) -> bool:
        """See `OpenHours`."""
        return self.in_force(at).is_open(at)

    def open_intervals(self, start: datetime, end: datetime) -> list[Interval]:
        """See `OpenHours`."""
        joined: list[Interval] = []
        for a, b, calendar in self._pieces(start, end):
            found = calendar.open_intervals(a, b)
            if joined and found and found[0].start == joined[-1].end:
                found[0] = Interval(joined.pop().start, found[0].end)
            joined += found
        return joined

    def seconds_between(self, start: datetime, end: datetime) -> int:
        """See `OpenHours`."""
        if end < start:
            return -self.seconds_between(end, start)
        return sum(calendar.seconds_between(a, b) for a, b, calendar in self._pieces(start, end))

    def after(self, moment: datetime, seconds: int) -> datetime:
        """See `OpenHours`."""
        for next_start, entry in zip(self._starts, self.entries[:-1], strict=True):
            if moment < next_start:
                available = entry.calendar.seconds_between(moment, next_start)
                if seconds <= available:
                    return entry.calendar.after(moment, seconds)
                moment, seconds = next_start, seconds - available
        return self.entries[-1].calendar.after(moment, seconds)

    def next_open(self, at: datetime) -> datetime:
        """See `OpenHours`."""
        return self.after(at, 1) - timedelta(seconds=1)

    def workdays_between(self, first: date, last: date) -> int:
        """See `OpenHours`. The calendar of a day is the one in force at its midnight in that calendar's zone."""
        if last < first:
            return -self.workdays_between(last, first)
        cuts = [first, *(min(max(first, day), last) for day in self._first_days()), last]
        spans = zip(pairwise(cuts), self.entries, strict=True)
        return sum(entry.calendar.workdays_between(*span) for span, entry in spans)

    @property
    def _starts(self) -> list[datetime]:
        """Where each calendar but the first begins to apply."""
        return [entry.valid_from for entry in self.entries[1:] if entry.valid_from is not None]

    def _pieces(self, start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime, BusinessCalendar]]:
        cuts = [start, *(min(max(start, at), end) for at in self._starts), end]
        for (a, b), entry in zip(pairwise(cuts), self.entries, strict=True):
            if a < b:
                yield a, b, entry.calendar

    def _first_days(self) -> Iterator[date]:
        """Yield, for each calendar but the first, the first day whose midnight lies in its time."""
        latest = date.min
        for entry, start in zip(self.entries[1:], self._starts, strict=True):
            zone = ZoneInfo(entry.calendar.zone)
            day = start.astimezone(zone).date()
            if wall_to_seconds(zone, day, 0) < to_seconds(start):
                day += timedelta(days=1)
            latest = max(latest, day)
            yield latest
