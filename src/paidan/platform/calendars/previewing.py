"""Previewing: what a calendar means, day by day, for one month. Pure."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from paidan.kernel.clock import moment_text
from paidan.platform.calendars.history import CalendarHistory
from paidan.platform.calendars.local_time import to_moment, wall_to_seconds
from paidan.platform.calendars.schemas import CalendarSchema
from paidan.platform.calendars.working_time import BusinessCalendar


def preview(history: CalendarHistory, month: str) -> dict[str, Any]:
    """Return the days of a month ("2026-10") with their open stretches, in the zone in force at its end. JSON-able.

    Raises: OutOfRange.
    """
    first = date.fromisoformat(f"{month}-01")
    end = (first + timedelta(days=32)).replace(day=1)
    zone = history.in_force(datetime(end.year, end.month, 1, tzinfo=UTC)).zone
    days = [_day(history, ZoneInfo(zone), first + timedelta(days=n)) for n in range((end - first).days)]
    return {"month": month, "zone": zone, "days": days, "seconds": sum(day["seconds"] for day in days)}


def _day(history: CalendarHistory, zone: ZoneInfo, day: date) -> dict[str, Any]:
    tomorrow = day + timedelta(days=1)
    start, end = (to_moment(wall_to_seconds(zone, one, 0)) for one in (day, tomorrow))
    intervals = history.open_intervals(start, end)
    return {
        "on": day.isoformat(),
        "workday": history.workdays_between(day, tomorrow) == 1,
        "open": [{"start": moment_text(a), "end": moment_text(b)} for a, b in intervals],
        "seconds": history.seconds_between(start, end),
        "special": _special(history.in_force(start), day),
    }


def _special(calendar: BusinessCalendar, day: date) -> dict[str, Any] | None:
    found = tuple(special for special in calendar.special_days if special.on == day)
    if not found:
        return None
    alone = BusinessCalendar(calendar.zone, ((),) * 7, found)
    return CalendarSchema.of(alone).special_days[0].model_dump(mode="json")
