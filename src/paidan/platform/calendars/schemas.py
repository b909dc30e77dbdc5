"""Calendars as JSON: what the API takes and gives, and what a row stores.

Times of day are "HH:MM" in the calendar's zone, up to "24:00"; weekdays are ISO numbers, 1 for Monday; moments are UTC.
Contradictions inside a calendar are refused by the calendar itself, with its own codes (`errors`).
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from paidan.platform.calendars.history import CalendarHistory, InForce
from paidan.platform.calendars.opening_days import SpecialDay
from paidan.platform.calendars.shifts import DAY, Shift, Shifts, shift, show_time
from paidan.platform.calendars.working_time import BusinessCalendar

Weekday = Annotated[int, Field(ge=1, le=7)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ShiftSchema(_Strict):
    """One shift; `overnight` when it ends on the day after it begins, which covers 24 hours at most."""

    start: str = Field(examples=["09:00"])
    end: str = Field(examples=["18:00"])
    overnight: bool = False

    @classmethod
    def of(cls, value: Shift) -> ShiftSchema:
        """Write a shift."""
        return cls(start=show_time(value.start), end=show_time(value.end), overnight=value.end > DAY)

    def to_shift(self) -> Shift:
        """Read a shift. Raises: TimeUnreadable, ShiftEndsBeforeStart, ShiftTooLong."""
        return shift(self.start, self.end, overnight=self.overnight)


class _Special(_Strict):
    on: date
    names: dict[str, str] = {}


class ClosedDay(_Special):
    """A date on which no shift begins."""

    kind: Literal["closed"] = "closed"


class OpenDay(_Special):
    """A date with shifts of its own."""

    kind: Literal["open"] = "open"
    shifts: list[ShiftSchema] = Field(min_length=1)


class WorksLike(_Special):
    """A date that works like a weekday (调休)."""

    kind: Literal["works_like"] = "works_like"
    weekday: Weekday


SpecialSchema = Annotated[ClosedDay | OpenDay | WorksLike, Field(discriminator="kind")]


class CalendarSchema(_Strict):
    """One business calendar; weekdays left out are closed."""

    zone: str = Field(examples=["Asia/Shanghai"])
    week: dict[Weekday, list[ShiftSchema]]
    special_days: list[SpecialSchema] = []

    @classmethod
    def of(cls, calendar: BusinessCalendar) -> CalendarSchema:
        """Write a calendar."""
        week = {number: _write(shifts) for number, shifts in enumerate(calendar.week, 1) if shifts}
        special = [_write_special(day) for day in calendar.special_days]
        return cls(zone=calendar.zone, week=week, special_days=special)

    def to_calendar(self) -> BusinessCalendar:
        """Read a calendar. Raises what `shifts.shift`, `SpecialDay` and `BusinessCalendar` raise."""
        week = tuple(_read(self.week.get(number, [])) for number in range(1, 8))
        return BusinessCalendar(self.zone, week, tuple(_read_special(day) for day in self.special_days))


class InForceSchema(_Strict):
    """A calendar and the moment from which it applies, null for since ever."""

    valid_from: AwareDatetime | None = None
    calendar: CalendarSchema


class HistorySchema(_Strict):
    """Calendars that followed each other, soonest first."""

    entries: list[InForceSchema]

    @classmethod
    def of(cls, history: CalendarHistory) -> HistorySchema:
        """Write a history."""
        return cls(
            entries=[
                InForceSchema(valid_from=entry.valid_from, calendar=CalendarSchema.of(entry.calendar))
                for entry in history.entries
            ]
        )

    def to_history(self) -> CalendarHistory:
        """Read a history. Raises what `CalendarSchema.to_calendar` and `CalendarHistory` raise."""
        return CalendarHistory(tuple(InForce(entry.valid_from, entry.calendar.to_calendar()) for entry in self.entries))


def _write(shifts: Shifts) -> list[ShiftSchema]:
    return [ShiftSchema.of(value) for value in shifts]


def _read(shifts: list[ShiftSchema]) -> Shifts:
    return tuple(value.to_shift() for value in shifts)


def _write_special(day: SpecialDay) -> ClosedDay | OpenDay | WorksLike:
    names = dict(day.names)
    if day.works_like is not None:
        return WorksLike(on=day.on, weekday=day.works_like, names=names)
    if day.shifts:
        return OpenDay(on=day.on, shifts=_write(day.shifts), names=names)
    return ClosedDay(on=day.on, names=names)


def _read_special(day: ClosedDay | OpenDay | WorksLike) -> SpecialDay:
    if isinstance(day, WorksLike):
        return SpecialDay(day.on, works_like=day.weekday, names=day.names)
    return SpecialDay(day.on, shifts=_read(day.shifts) if isinstance(day, OpenDay) else (), names=day.names)
