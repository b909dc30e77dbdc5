"""What can be done with business calendars.

New hours apply from a moment on and leave the past alone; only a correction rewrites it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from paidan.kernel.clock import moment_text, to_milliseconds
from paidan.kernel.database import Tx
from paidan.kernel.errors import NotFound
from paidan.kernel.i18n import Label
from paidan.platform.calendars.checking import read_calendar, read_history
from paidan.platform.calendars.errors import CalendarEdited, CalendarKeyTaken
from paidan.platform.calendars.events import (
    CalendarChanged,
    CalendarCreated,
    CalendarDeleted,
    CalendarEvent,
    CalendarRenamed,
)
from paidan.platform.calendars.history import CalendarHistory
from paidan.platform.calendars.loading import forget_calendar
from paidan.platform.calendars.permitting import require_manager
from paidan.platform.calendars.queries import StoredCalendar, find_calendar, find_calendar_by_key
from paidan.platform.calendars.schemas import CalendarSchema, HistorySchema
from paidan.platform.calendars.tables import business_calendars


def create_calendar(tx: Tx, *, key: str, name: Label, calendar: CalendarSchema) -> StoredCalendar:
    """Add a calendar that applies since ever. Raises: Forbidden, CalendarInvalid, CalendarKeyTaken."""
    require_manager(tx.actor)
    history = CalendarHistory.of(read_calendar(calendar))
    if tx.find(find_calendar_by_key(key)) is not None:
        raise CalendarKeyTaken(key=key)
    calendar_id = insert_calendar(tx, key=key, name=name, history=history)
    tx.announce(CalendarCreated(record=calendar_id, key=key))
    return tx.get(find_calendar(calendar_id))


def change_hours(
    tx: Tx, *, calendar_id: int, rev: int, calendar: CalendarSchema, since: datetime | None = None
) -> StoredCalendar:
    """Let other hours apply from a moment on (default: now), replacing what was to begin then or later.

    Raises: Forbidden, NotFound, CalendarInvalid, CalendarEdited.
    """
    stored = _get_for_change(tx, calendar_id, rev)
    since = to_milliseconds(since or tx.now)
    history = HistorySchema.model_validate(stored.definition).to_history().changed(since, read_calendar(calendar))
    return _store(tx, stored, {"definition": _write(history)}, CalendarChanged, since=moment_text(since))


def correct_calendar(tx: Tx, *, calendar_id: int, rev: int, history: HistorySchema) -> StoredCalendar:
    """Replace the whole history, the past included. Raises: Forbidden, NotFound, CalendarInvalid, CalendarEdited."""
    stored = _get_for_change(tx, calendar_id, rev)
    return _store(tx, stored, {"definition": _write(read_history(history))}, CalendarChanged)


def rename_calendar(tx: Tx, *, calendar_id: int, rev: int, name: Label) -> StoredCalendar:
    """Give a calendar another name. Raises: Forbidden, NotFound, CalendarEdited."""
    return _store(tx, _get_for_change(tx, calendar_id, rev), {"name": name}, CalendarRenamed)


def delete_calendar(tx: Tx, *, calendar_id: int) -> None:
    """Offer a calendar no longer. Raises: Forbidden, NotFound, and what those who still need it raise."""
    require_manager(tx.actor)
    stored = tx.find(find_calendar(calendar_id))
    if stored is None or stored.deleted_at is not None:
        raise NotFound
    tx.update(business_calendars, {"id": calendar_id}, {"deleted_at": tx.now, "rev": stored.rev + 1})
    forget_calendar(tx, calendar_id)
    tx.announce(CalendarDeleted(record=calendar_id, key=stored.key))


def insert_calendar(tx: Tx, *, key: str, name: Label, history: CalendarHistory) -> int:
    """Write the row of a new calendar and return its id."""
    calendar_id = tx.new_id()
    row = {"id": calendar_id, "key": key, "name": name, "definition": _write(history), "rev": 1}
    tx.insert(business_calendars, {**row, "created_at": tx.now, "updated_at": tx.now})
    return calendar_id


def _get_for_change(tx: Tx, calendar_id: int, rev: int) -> StoredCalendar:
    require_manager(tx.actor)
    stored = tx.find(find_calendar(calendar_id))
    if stored is None or stored.deleted_at is not None:
        raise NotFound
    if stored.rev != rev:
        raise CalendarEdited
    return stored


def _store(
    tx: Tx, stored: StoredCalendar, values: dict[str, Any], event: type[CalendarEvent], **facts: Any
) -> StoredCalendar:
    """Write what changed and tell of it; a change that changes nothing is none."""
    if all(getattr(stored, name) == value for name, value in values.items()):
        return stored
    same = sa.and_(business_calendars.c.id == stored.id, business_calendars.c.rev == stored.rev)
    change = sa.update(business_calendars).where(same).values(**values, rev=stored.rev + 1, updated_at=tx.now)
    if not tx.execute(change):
        raise CalendarEdited
    forget_calendar(tx, stored.id)
    tx.announce(event(record=stored.id, key=stored.key, **facts))
    return tx.get(find_calendar(stored.id))


def _write(history: CalendarHistory) -> dict[str, Any]:
    return HistorySchema.of(history).model_dump(mode="json")
