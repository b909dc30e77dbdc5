"""The calendars that the product ships; administrators may edit them like any other, and later installs leave them alone."""

from __future__ import annotations

from paidan.kernel.database import Tx
from paidan.kernel.i18n import Label
from paidan.platform.calendars.history import CalendarHistory
from paidan.platform.calendars.holidays_cn import list_known_years, list_special_days
from paidan.platform.calendars.queries import find_calendar_by_key
from paidan.platform.calendars.service import insert_calendar
from paidan.platform.calendars.shifts import shift
from paidan.platform.calendars.working_time import BusinessCalendar

WORKDAYS = "workdays"
ALWAYS = "always"
FIRST_YEAR = 2025
_ZONE = "Asia/Shanghai"


def install_calendars(tx: Tx) -> None:
    """Add the working days of the mainland and 7×24 where they were never added."""
    _install(tx, WORKDAYS, {"zh-CN": "工作日 9:00–18:00", "en": "Working days 9–18"}, working_days())
    _install(tx, ALWAYS, {"zh-CN": "7×24 小时", "en": "24×7"}, BusinessCalendar.always(_ZONE))


def working_days() -> BusinessCalendar:
    """Return Monday to Friday, 9 to 18 with an hour for lunch, with the public holidays and their make-up days."""
    special = tuple(day for year in list_known_years() if year >= FIRST_YEAR for day in list_special_days(year))
    return BusinessCalendar.weekdays(_ZONE, (shift("09:00", "12:00"), shift("13:00", "18:00")), special)


def _install(tx: Tx, key: str, name: Label, calendar: BusinessCalendar) -> None:
    if tx.find(find_calendar_by_key(key)) is None:
        insert_calendar(tx, key=key, name=name, history=CalendarHistory.of(calendar))
