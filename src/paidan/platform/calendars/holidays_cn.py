"""Chinese public holidays and the weekend days worked for them (调休), as special days to seed a calendar with.

The dates come from package chinesecalendar, which carries the yearly notices of the State Council. The next year's notice
appears each November; a year that the installed package does not carry is refused, never guessed. The notices do not say
which weekday a worked weekend day resembles: we take, for each holiday in order of dates, the weekday that the day was
swapped for; where a year (before 2019) does not pair them up, Monday. Whoever keeps the calendar may edit both.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import chinese_calendar

from paidan.kernel.i18n import Label
from paidan.platform.calendars.errors import HolidaysUnknown
from paidan.platform.calendars.opening_days import SpecialDay

_NAMES: dict[str, Label] = {
    "New Year's Day": {"zh-CN": "元旦", "en": "New Year's Day"},
    "Spring Festival": {"zh-CN": "春节", "en": "Spring Festival"},
    "Tomb-sweeping Day": {"zh-CN": "清明节", "en": "Qingming Festival"},
    "Labour Day": {"zh-CN": "劳动节", "en": "Labour Day"},
    "Dragon Boat Festival": {"zh-CN": "端午节", "en": "Dragon Boat Festival"},
    "Mid-autumn Festival": {"zh-CN": "中秋节", "en": "Mid-Autumn Festival"},
    "National Day": {"zh-CN": "国庆节", "en": "National Day"},
    "Anti-Fascist 70th Day": {
        "zh-CN": "抗战胜利 70 周年纪念日",
        "en": "70th anniversary of victory in the war of resistance",
    },
}
_MONDAY = 1


def list_known_years() -> list[int]:
    """Return the years whose arrangement is known, in order."""
    return sorted({day.year for day in chinese_calendar.holidays})


def list_special_days(year: int) -> tuple[SpecialDay, ...]:
    """Return a year's holidays (closed) and worked weekend days (like a weekday), in order of dates, named in both languages.

    Raises: HolidaysUnknown.
    """
    known = list_known_years()
    if year not in known:
        raise HolidaysUnknown(year=year, first=known[0], last=known[-1])
    closed = [SpecialDay(day, names=_names(name)) for day, name in _of(chinese_calendar.holidays, year)]
    worked = [_worked(day, name) for day, name in _of(chinese_calendar.workdays, year)]
    return tuple(sorted(closed + worked, key=lambda special: special.on))


def _of(days: dict[date, str], year: int) -> Iterator[tuple[date, str]]:
    return ((day, name) for day, name in sorted(days.items()) if day.year == year)


def _worked(day: date, holiday: str) -> SpecialDay:
    names = _names(holiday)
    label = {"zh-CN": f"{names['zh-CN']}调休上班", "en": f"Working day for {names['en']}"}
    return SpecialDay(day, works_like=_weekday_worked(day, holiday), names=label)


def _weekday_worked(day: date, holiday: str) -> int:
    worked = [other for other, name in _of(chinese_calendar.workdays, day.year) if name == holiday]
    swapped = [other for other, name in _of(chinese_calendar.in_lieu_days, day.year) if name == holiday]
    return swapped[worked.index(day)].isoweekday() if len(worked) == len(swapped) else _MONDAY


def _names(holiday: str) -> Label:
    return _NAMES.get(holiday, {"zh-CN": holiday, "en": holiday})
