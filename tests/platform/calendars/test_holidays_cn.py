"""Chinese holidays against the State Council's notices for 2025 and 2026, entered by hand."""

from datetime import date, timedelta

import pytest

from paidan.platform.calendars.errors import HolidaysUnknown
from paidan.platform.calendars.holidays_cn import list_known_years, list_special_days
from paidan.platform.calendars.shifts import shift
from paidan.platform.calendars.working_time import BusinessCalendar

HOLIDAYS = [  # first day, last day, its name in both languages
    ("2025-01-01", "2025-01-01", "元旦", "New Year's Day"),
    ("2025-01-28", "2025-02-04", "春节", "Spring Festival"),
    ("2025-04-04", "2025-04-06", "清明节", "Qingming Festival"),
    ("2025-05-01", "2025-05-05", "劳动节", "Labour Day"),
    ("2025-05-31", "2025-06-02", "端午节", "Dragon Boat Festival"),
    ("2025-10-01", "2025-10-05", "国庆节", "National Day"),
    ("2025-10-06", "2025-10-06", "中秋节", "Mid-Autumn Festival"),
    ("2025-10-07", "2025-10-08", "国庆节", "National Day"),
    ("2026-01-01", "2026-01-03", "元旦", "New Year's Day"),
    ("2026-02-15", "2026-02-23", "春节", "Spring Festival"),
    ("2026-04-04", "2026-04-06", "清明节", "Qingming Festival"),
    ("2026-05-01", "2026-05-05", "劳动节", "Labour Day"),
    ("2026-06-19", "2026-06-21", "端午节", "Dragon Boat Festival"),
    ("2026-09-25", "2026-09-27", "中秋节", "Mid-Autumn Festival"),
    ("2026-10-01", "2026-10-07", "国庆节", "National Day"),
]
MADE_UP = {  # weekend days worked, and the weekday each was swapped for
    "2025-01-26": 1, "2025-02-08": 2, "2025-04-27": 1, "2025-09-28": 2, "2025-10-11": 3,
    "2026-01-04": 5, "2026-02-14": 5, "2026-02-28": 1, "2026-05-09": 2, "2026-09-20": 2, "2026-10-10": 3,
}  # fmt: skip


def days_off() -> dict[date, tuple[str, str]]:
    """Spread the table over its dates."""
    spread = {}
    for first, last, chinese, english in HOLIDAYS:
        start = date.fromisoformat(first)
        for n in range((date.fromisoformat(last) - start).days + 1):
            spread[start + timedelta(days=n)] = (chinese, english)
    return spread


@pytest.mark.parametrize("year", [2025, 2026])
def test_every_day_of_the_year_is_worked_or_free_as_the_notice_says(year):
    calendar = BusinessCalendar.weekdays("Asia/Shanghai", (shift("09:00", "18:00"),), list_special_days(year))
    off, worked = days_off(), {date.fromisoformat(day) for day in MADE_UP}
    days = [date(year, 1, 1) + timedelta(days=n) for n in range(365)]
    expected = [day in worked or (day.weekday() < 5 and day not in off) for day in days]
    assert [calendar.is_workday(day) for day in days] == expected
    assert calendar.workdays_between(days[0], date(year + 1, 1, 1)) == sum(expected) == 248


@pytest.mark.parametrize("year", [2025, 2026])
def test_holidays_are_named_in_both_languages(year):
    closed = {day.on: (day.names["zh-CN"], day.names["en"]) for day in list_special_days(year) if not day.works_like}
    assert closed == {day: names for day, names in days_off().items() if day.year == year}


def test_a_worked_weekend_day_works_like_the_weekday_it_was_swapped_for():
    worked = {
        day.on.isoformat(): day.works_like for year in (2025, 2026) for day in list_special_days(year) if day.works_like
    }
    assert worked == MADE_UP


def test_a_worked_weekend_day_says_what_it_is():
    [day] = [day for day in list_special_days(2026) if day.on == date(2026, 10, 10)]
    assert day.names == {"zh-CN": "国庆节调休上班", "en": "Working day for National Day"}


def test_a_year_without_a_notice_is_refused_and_says_which_are_known():
    known = list_known_years()
    with pytest.raises(HolidaysUnknown) as refused:
        list_special_days(known[-1] + 1)
    assert refused.value.params == {"year": known[-1] + 1, "first": known[0], "last": known[-1]}
    assert {2025, 2026} <= set(known)


def test_all_known_years_make_calendars_without_contradiction():
    special = tuple(day for year in list_known_years() for day in list_special_days(year))
    assert BusinessCalendar.weekdays("Asia/Shanghai", (shift("09:00", "18:00"),), special).is_workday(date(2018, 2, 11))
