"""Shapes of requests and answers about kept calendars; the calendars themselves are in `schemas`."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from paidan.platform.calendars.schemas import CalendarSchema, HistorySchema, SpecialSchema

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,59}$")]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$", max_length=20)]
Text = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100, pattern=r"^[^\x00-\x1f]*$")
]
Name = Annotated[dict[Language, Text], Field(min_length=1, max_length=10, examples=[{"zh-CN": "夜班", "en": "Night"}])]
Month = Annotated[str, StringConstraints(pattern=r"^(19|20|21)\d{2}-(0[1-9]|1[0-2])$")]


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class CalendarNew(_Body):
    """A calendar to be added; its key never changes."""

    key: Key
    name: Name
    calendar: CalendarSchema


class CalendarRename(_Body):
    """Another name for the calendar as it was at `rev`."""

    rev: int
    name: Name


class HoursChange(_Body):
    """Other hours from a moment on, now when it is left out."""

    rev: int
    calendar: CalendarSchema
    since: AwareDatetime | None = None


class Correction(_Body):
    """A whole history in place of the one at `rev`."""

    rev: int
    history: HistorySchema


class PreviewRequest(_Body):
    """A calendar that need not be kept, and the month to look at in its zone ("2026-10")."""

    calendar: CalendarSchema
    month: Month


class CalendarOut(BaseModel):
    """A calendar as it is kept."""

    id: int
    key: str
    name: dict[str, str]
    rev: int
    updated_at: datetime
    history: HistorySchema


class CalendarList(BaseModel):
    """All calendars on offer."""

    items: list[CalendarOut]


class OpenInterval(BaseModel):
    """An open stretch, UTC."""

    start: datetime
    end: datetime


class PreviewDay(BaseModel):
    """One day of the zone: whether a shift begins on it, its open stretches, what makes it special."""

    on: str
    workday: bool
    open: list[OpenInterval]
    seconds: int
    special: SpecialSchema | None


class Preview(BaseModel):
    """The days of a month."""

    month: str
    zone: str
    days: list[PreviewDay]
    seconds: int


class Holidays(BaseModel):
    """A year's holidays and make-up days, to be put into a calendar."""

    year: int
    special_days: list[SpecialSchema]
