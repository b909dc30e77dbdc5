"""Business calendars over HTTP: everyone signed in may look, managers may change."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from paidan.kernel.errors import Forbidden, NotFound
from paidan.kernel.http import App, problems
from paidan.kernel.http.app import answer
from paidan.platform.calendars import bodies, service
from paidan.platform.calendars.checking import read_calendar
from paidan.platform.calendars.errors import (
    CalendarEdited,
    CalendarInvalid,
    CalendarKeyTaken,
    HolidaysUnknown,
    OutOfRange,
)
from paidan.platform.calendars.history import CalendarHistory
from paidan.platform.calendars.holidays_cn import list_special_days
from paidan.platform.calendars.loading import read_calendar_history
from paidan.platform.calendars.previewing import preview
from paidan.platform.calendars.queries import describe_calendar, find_calendar, list_calendars
from paidan.platform.calendars.schemas import CalendarSchema
from paidan.platform.calendars.working_time import BusinessCalendar

router = APIRouter(prefix="/api/calendars", tags=["calendars"])


@router.get("", response_model=bodies.CalendarList)
async def show_calendars(app: App) -> Response:
    """Every calendar on offer, with its history."""
    app.require_person()
    return answer({"items": [describe_calendar(one) for one in await app.read(list_calendars())]})


@router.post(
    "",
    status_code=201,
    response_model=bodies.CalendarOut,
    responses=problems(Forbidden, CalendarInvalid, CalendarKeyTaken),
)
async def add_calendar(app: App, body: bodies.CalendarNew) -> Response:
    """Add a calendar."""
    made = await app.write(service.create_calendar, key=body.key, name=body.name, calendar=body.calendar)
    return answer(describe_calendar(made), 201)


@router.post("/preview", response_model=bodies.Preview, responses=problems(CalendarInvalid, OutOfRange))
async def preview_calendar(app: App, body: bodies.PreviewRequest) -> Response:
    """Show what a calendar means for a month before it is kept."""
    app.require_person()
    return answer(preview(CalendarHistory.of(read_calendar(body.calendar)), body.month))


@router.get("/holidays/{year}", response_model=bodies.Holidays, responses=problems(HolidaysUnknown))
async def show_holidays(app: App, year: int) -> Response:
    """The public holidays of the mainland in a year and the days worked for them, to put into a calendar."""
    app.require_person()
    closed_week = BusinessCalendar("Asia/Shanghai", ((),) * 7, list_special_days(year))
    special = CalendarSchema.of(closed_week).model_dump(mode="json")["special_days"]
    return answer({"year": year, "special_days": special})


@router.get("/{calendar_id}", response_model=bodies.CalendarOut, responses=problems(NotFound))
async def show_calendar(app: App, calendar_id: int) -> Response:
    """One calendar."""
    app.require_person()
    return answer(await _describe(app, calendar_id))


@router.get("/{calendar_id}/months/{month}", response_model=bodies.Preview, responses=problems(NotFound, OutOfRange))
async def show_month(app: App, calendar_id: int, month: bodies.Month) -> Response:
    """The open stretches of a month ("2026-10") by the calendar in force at each moment."""
    app.require_person()
    return answer(preview(await read_calendar_history(app.product.database, calendar_id), month))


@router.patch(
    "/{calendar_id}", response_model=bodies.CalendarOut, responses=problems(Forbidden, NotFound, CalendarEdited)
)
async def rename_calendar(app: App, calendar_id: int, body: bodies.CalendarRename) -> Response:
    """Give a calendar another name."""
    renamed = await app.write(service.rename_calendar, calendar_id=calendar_id, rev=body.rev, name=body.name)
    return answer(describe_calendar(renamed))


@router.post(
    "/{calendar_id}/changes",
    response_model=bodies.CalendarOut,
    responses=problems(Forbidden, NotFound, CalendarInvalid, CalendarEdited),
)
async def change_hours(app: App, calendar_id: int, body: bodies.HoursChange) -> Response:
    """Let other hours apply from a moment on; time already counted stays as it is."""
    facts: dict[str, Any] = {"rev": body.rev, "calendar": body.calendar, "since": body.since}
    return answer(describe_calendar(await app.write(service.change_hours, calendar_id=calendar_id, **facts)))


@router.put(
    "/{calendar_id}/history",
    response_model=bodies.CalendarOut,
    responses=problems(Forbidden, NotFound, CalendarInvalid, CalendarEdited),
)
async def correct_calendar(app: App, calendar_id: int, body: bodies.Correction) -> Response:
    """Correct a calendar, its past included; promises by it are counted anew."""
    facts: dict[str, Any] = {"rev": body.rev, "history": body.history}
    return answer(describe_calendar(await app.write(service.correct_calendar, calendar_id=calendar_id, **facts)))


@router.delete("/{calendar_id}", status_code=204, responses=problems(Forbidden, NotFound))
async def delete_calendar(app: App, calendar_id: int) -> Response:
    """Offer a calendar no longer; promises already made by it keep it."""
    await app.write(service.delete_calendar, calendar_id=calendar_id)
    return answer(None, 204)


async def _describe(app: App, calendar_id: int) -> dict[str, Any]:
    stored = await app.find(find_calendar(calendar_id))
    if stored is None or stored.deleted_at is not None:
        raise NotFound
    return describe_calendar(stored)
