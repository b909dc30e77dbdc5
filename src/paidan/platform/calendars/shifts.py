"""Shifts: the stretches of a day during which someone works.

A shift belongs to the day on which it begins. It may run into the next day, up to 24 hours long. What happens on
particular dates is for `opening_days`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from paidan.kernel.i18n import Label
from paidan.platform.calendars.errors import (
    ShiftEndsBeforeStart,
    ShiftsOverlap,
    ShiftTooLong,
    TimeUnreadable,
    WeekIncomplete,
)

DAY = 1440
"""Minutes in a day as wall clocks show it."""

WEEKDAYS: tuple[Label, ...] = tuple(
    {"zh-CN": chinese, "en": english}
    for chinese, english in (
        ("周一", "Monday"),
        ("周二", "Tuesday"),
        ("周三", "Wednesday"),
        ("周四", "Thursday"),
        ("周五", "Friday"),
        ("周六", "Saturday"),
        ("周日", "Sunday"),
    )
)

_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)|24:00")


@dataclass(frozen=True, slots=True, order=True)
class Shift:
    """Working time from `start` to `end`, in minutes after local midnight; `end` over 1440 lies on the next day."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < DAY:
            raise TimeUnreadable(text=str(self.start))
        if self.end <= self.start:
            raise ShiftEndsBeforeStart(start=show_time(self.start), end=show_time(self.end))
        if self.end - self.start > DAY:
            raise ShiftTooLong(start=show_time(self.start), end=show_time(self.end))

    def __str__(self) -> str:
        return f"{show_time(self.start)}–{show_time(self.end)}"

    @property
    def overnight(self) -> bool:
        """Whether it ends on the day after it begins, later than midnight."""
        return self.end > DAY


Shifts = tuple[Shift, ...]
Week = tuple[Shifts, ...]
"""Seven days, Monday first."""

ALL_DAY: Shifts = (Shift(0, DAY),)


def shift(start: str, end: str, *, overnight: bool = False) -> Shift:
    """Build a shift from two times of day, `end` up to "24:00"; an overnight one ends on the next day.

    Raises: TimeUnreadable, ShiftEndsBeforeStart, ShiftTooLong.
    """
    return Shift(read_time(start), read_time(end) + (DAY if overnight else 0))


def read_time(text: str) -> int:
    """Return the minutes after midnight of "HH:MM".

    Raises: TimeUnreadable.
    """
    if not _TIME.fullmatch(text):
        raise TimeUnreadable(text=text)
    return int(text[:2]) * 60 + int(text[3:])


def show_time(minutes: int) -> str:
    """Write minutes after midnight as "HH:MM"; those of the next day wrap, and midnight at an end is "24:00"."""
    wrapped = minutes - DAY if minutes > DAY else minutes
    return f"{wrapped // 60:02d}:{wrapped % 60:02d}"


def find_overlap(shifts: Iterable[Shift]) -> tuple[Shift, Shift] | None:
    """Return the first two shifts of one day that share a minute, if any do. Touching is not sharing."""
    return next((pair for pair in pairwise(sorted(shifts)) if pair[1].start < pair[0].end), None)


def check_week(week: Week) -> None:
    """Refuse a week that has not seven days, or in which shifts overlap, also from one day into the next.

    Raises: WeekIncomplete, ShiftsOverlap.
    """
    if len(week) != 7:
        raise WeekIncomplete(days=len(week))
    for index, shifts in enumerate(week):
        if overlap := find_overlap(shifts) or _overlap_into(shifts, week[(index + 1) % 7]):
            raise ShiftsOverlap(weekday=WEEKDAYS[index], first=str(overlap[0]), second=str(overlap[1]))


def _overlap_into(today: Shifts, tomorrow: Shifts) -> tuple[Shift, Shift] | None:
    if not today or not tomorrow:
        return None
    last, first = max(today, key=lambda s: s.end), min(tomorrow)
    return (last, first) if first.start < last.end - DAY else None
