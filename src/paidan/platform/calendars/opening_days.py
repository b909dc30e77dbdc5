"""Opening days: which shifts begin on a date.

The week says what is usual; a `SpecialDay` says otherwise for one date: closed, hours of its own, or working like
another weekday (调休, a weekend day worked to make up for a holiday). A shift belongs to the day on which it begins, so a
closed day does not cut the night shift that began the evening before.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import accumulate

from paidan.platform.calendars.errors import SpecialDayTwice, SpecialDayUnclear, SpecialShiftsOverlap
from paidan.platform.calendars.shifts import Shifts, Week, check_week, find_overlap


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """One date that departs from the week: with no `shifts` and no `works_like` it is closed.

    `works_like` is an ISO weekday, 1 for Monday. `names` are per language, as {"zh-CN": "国庆节", "en": "National Day"}.
    """

    on: date
    shifts: Shifts = ()
    works_like: int | None = None
    names: Mapping[str, str] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        if self.works_like is not None and (self.shifts or not 1 <= self.works_like <= 7):
            raise SpecialDayUnclear(date=self.on.isoformat())
        if overlap := find_overlap(self.shifts):
            raise SpecialShiftsOverlap(date=self.on.isoformat(), first=str(overlap[0]), second=str(overlap[1]))
        object.__setattr__(self, "shifts", tuple(sorted(self.shifts)))
        object.__setattr__(self, "names", dict(self.names))

    def in_week(self, week: Week) -> Shifts:
        """Return the shifts that begin on this date when `week` is usual."""
        return self.shifts if self.works_like is None else week[self.works_like - 1]


class OpeningDays:
    """Shifts by date, looked up and counted."""

    __slots__ = ("_special", "_week", "_worked")

    def __init__(self, week: Week, special_days: tuple[SpecialDay, ...]) -> None:
        """Raise WeekIncomplete, ShiftsOverlap or SpecialDayTwice for a calendar that contradicts itself."""
        check_week(week)
        self._week = week
        self._special: dict[date, Shifts] = {}
        self._worked: dict[int, list[int]] = {}
        for special in special_days:
            if special.on in self._special:
                raise SpecialDayTwice(date=special.on.isoformat())
            self._special[special.on] = special.in_week(week)

    def shifts_on(self, day: date) -> Shifts:
        """Return the shifts that begin on a date."""
        found = self._special.get(day)
        return self._week[day.weekday()] if found is None else found

    def is_workday(self, day: date) -> bool:
        """Whether any shift begins on a date."""
        return bool(self.shifts_on(day))

    def workdays_between(self, first: date, last: date) -> int:
        """Count workdays from `first` up to but without `last`; negative when `last` comes first."""
        if last < first:
            return -self.workdays_between(last, first)
        whole_years = sum(self._worked_before(year)[-1] for year in range(first.year, last.year))
        return whole_years + self._worked_in_year_before(last) - self._worked_in_year_before(first)

    def _worked_in_year_before(self, day: date) -> int:
        return self._worked_before(day.year)[day.toordinal() - date(day.year, 1, 1).toordinal()]

    def _worked_before(self, year: int) -> list[int]:
        """Return, for each day of the year and its end, the workdays of the year before it."""
        if year not in self._worked:
            first = date(year, 1, 1)
            length = 366 if (date(year, 12, 31) - first).days == 365 else 365
            worked = (self.is_workday(first + timedelta(days=n)) for n in range(length))
            self._worked[year] = [0, *accumulate(int(is_worked) for is_worked in worked)]
        return self._worked[year]
