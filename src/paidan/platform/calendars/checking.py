"""Checking: a calendar that somebody wrote down is read piece by piece, so that each refusal names its field.

Fields are paths into the history as it was sent: `entries.0.calendar.week.1`, `entries.0.calendar.special_days.3`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from paidan.kernel.errors import AppError, Invalid
from paidan.platform.calendars.errors import CalendarInvalid, ShiftsOverlap
from paidan.platform.calendars.history import CalendarHistory
from paidan.platform.calendars.local_time import zone_named
from paidan.platform.calendars.schemas import CalendarSchema, HistorySchema
from paidan.platform.calendars.shifts import WEEKDAYS
from paidan.platform.calendars.working_time import BusinessCalendar

Fields = dict[str, list[AppError]]
_SOME_ZONE = "UTC"


def read_history(schema: HistorySchema) -> CalendarHistory:
    """Build a history. Raises CalendarInvalid, whose `fields` say what is wrong where."""
    fields: Fields = {}
    for index, entry in enumerate(schema.entries):
        _check_calendar(entry.calendar, f"entries.{index}.calendar.", fields)
    if not fields:
        try:
            return schema.to_history()
        except Invalid as refusal:
            fields["entries"] = [refusal]
    raise CalendarInvalid(fields=fields)


def read_calendar(schema: CalendarSchema) -> BusinessCalendar:
    """Build one calendar. Raises CalendarInvalid, with paths like `calendar.week.1`."""
    fields: Fields = {}
    _check_calendar(schema, "calendar.", fields)
    if fields:
        raise CalendarInvalid(fields=fields)
    return schema.to_calendar()


def _check_calendar(schema: CalendarSchema, path: str, fields: Fields) -> None:
    found: Fields = {}

    def attempt(name: str, build: Callable[[], Any]) -> None:
        try:
            build()
        except Invalid as refusal:
            found.setdefault(path + _place(name, refusal), []).append(refusal)

    attempt("zone", lambda: zone_named(schema.zone))
    for number, shifts in schema.week.items():
        attempt(f"week.{number}", CalendarSchema(zone=_SOME_ZONE, week={number: shifts}).to_calendar)
    for index, day in enumerate(schema.special_days):
        alone = CalendarSchema(zone=_SOME_ZONE, week={}, special_days=[day])
        attempt(f"special_days.{index}", alone.to_calendar)
    if not found:
        attempt("week", CalendarSchema(zone=_SOME_ZONE, week=schema.week).to_calendar)
    if not found:
        attempt("special_days", schema.to_calendar)
    fields.update(found)


def _place(name: str, refusal: AppError) -> str:
    """Shifts that overlap from one day into the next are told at the day on which the first begins."""
    if name == "week" and isinstance(refusal, ShiftsOverlap) and refusal.params["weekday"] in WEEKDAYS:
        return f"week.{WEEKDAYS.index(refusal.params['weekday']) + 1}"
    return name
