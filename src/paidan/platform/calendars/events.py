"""What others may hear from calendars."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from paidan.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarEvent(Event):
    """Something about one business calendar; `record` is its id."""

    kind: ClassVar[str] = "calendar"
    object: str | None = "business_calendar"
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarCreated(CalendarEvent):
    """There is a new calendar."""

    kind: ClassVar[str] = "calendar.created"


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarChanged(CalendarEvent):
    """The hours of a calendar changed: what was promised by it may fall due at another moment.

    `since`: the moment (text) from which hours may differ; None when the past was corrected.
    """

    kind: ClassVar[str] = "calendar.changed"
    since: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarRenamed(CalendarEvent):
    """A calendar has another name; its hours are the same."""

    kind: ClassVar[str] = "calendar.renamed"


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarDeleted(CalendarEvent):
    """A calendar is no longer offered. Whoever still needs it refuses in the same transaction."""

    kind: ClassVar[str] = "calendar.deleted"
