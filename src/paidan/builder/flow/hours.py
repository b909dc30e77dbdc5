"""The engine's questions about working time, answered by the company's calendars.

Without a name the company's working days count. A calendar that never opens, or is not there, counts every minute:
a reminder at an odd hour is better than one that never comes.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from paidan.kernel.database import Tx
from paidan.kernel.errors import AppError
from paidan.platform.calendars.history import CalendarHistory
from paidan.platform.calendars.loading import load_calendar
from paidan.platform.calendars.queries import find_calendar_by_key
from paidan.platform.calendars.shipped import WORKDAYS


class Hours:
    """Working time as a transaction sees it."""

    def __init__(self, tx: Tx) -> None:
        self._tx = tx

    def after(self, calendar: str | None, start: datetime, minutes: int) -> datetime:
        """Return the moment when so many working minutes have passed since `start`."""
        found = self._find(calendar)
        if found is not None:
            try:
                return found.after(start, minutes * 60)
            except AppError:
                pass
        return start + timedelta(minutes=minutes)

    def minutes_between(self, calendar: str | None, start: datetime, end: datetime) -> int:
        """Return the working minutes between two moments."""
        found = self._find(calendar)
        seconds = (end - start).total_seconds() if found is None else found.seconds_between(start, end)
        return int(seconds // 60)

    def _find(self, key: str | None) -> CalendarHistory | None:
        stored = self._tx.find(find_calendar_by_key(key or WORKDAYS))
        return None if stored is None else load_calendar(self._tx, stored.id)
