"""What can be asked about the calendars that are kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from paidan.kernel.clock import moment_text
from paidan.kernel.database import Query
from paidan.kernel.i18n import Label
from paidan.platform.calendars.tables import business_calendars


@dataclass(frozen=True, slots=True)
class StoredCalendar:
    """A calendar as it is kept; `definition` is a `HistorySchema` as JSON."""

    id: int
    key: str
    name: Label
    definition: dict[str, Any]
    rev: int
    updated_at: datetime
    deleted_at: datetime | None


_COLUMNS = tuple(business_calendars.c[name] for name in StoredCalendar.__slots__)


def list_calendars() -> Query[StoredCalendar]:
    """The calendars on offer, oldest first."""
    present = business_calendars.c.deleted_at.is_(None)
    return Query(sa.select(*_COLUMNS).where(present).order_by(business_calendars.c.id), StoredCalendar)


def find_calendar(calendar_id: int) -> Query[StoredCalendar]:
    """The calendar with an id, a deleted one too."""
    return Query(sa.select(*_COLUMNS).where(business_calendars.c.id == calendar_id), StoredCalendar)


def find_calendar_by_key(key: str) -> Query[StoredCalendar]:
    """The calendar with a key, a deleted one too."""
    return Query(sa.select(*_COLUMNS).where(business_calendars.c.key == key), StoredCalendar)


def describe_calendar(calendar: StoredCalendar) -> dict[str, Any]:
    """Return what clients are told of a calendar. JSON-able."""
    return {
        "id": calendar.id,
        "key": calendar.key,
        "name": calendar.name,
        "rev": calendar.rev,
        "updated_at": moment_text(calendar.updated_at),
        "history": calendar.definition,
    }
