"""The inbox over HTTP: everyone sees their own and nobody else's."""

from __future__ import annotations

from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Query
from starlette.responses import Response

from paidan.kernel.database import Tx
from paidan.kernel.errors import NotFound, Unauthenticated
from paidan.kernel.http import App, problems
from paidan.kernel.http.app import answer
from paidan.platform.identity.queries import find_person
from paidan.platform.notifications import inbox, preferences, schemas
from paidan.platform.notifications.errors import PreferenceUnknown
from paidan.platform.notifications.rendering import Reader
from paidan.platform.notifications.texts import by_place, list_edited

router = APIRouter(prefix="/api/notifications", tags=["notifications"])
Limit = Annotated[int, Query(ge=1, le=100)]


@router.get("", response_model=schemas.NotificationPage, responses=problems(Unauthenticated))
async def show_notifications(app: App, unread: bool = False, before: int | None = None, limit: Limit = 30) -> Response:
    """Your notifications, newest first; `before` is the `next` of the page above."""
    person_id = app.require_person()
    items = await app.read(inbox.list_notifications(person_id, unread=unread, before=before, limit=limit + 1))
    edited = by_place(await app.read(list_edited({item.template for item in items})))
    reader, registry = await _reader(app, person_id), app.product.registry
    described = [inbox.describe_notification(registry, edited, item, reader, app.actor.name) for item in items[:limit]]
    more = str(items[limit - 1].id) if len(items) > limit else None
    count = await app.find(inbox.count_unread(person_id))
    return answer({"items": described, "next": more, "unread": count or 0})


@router.get("/count", response_model=schemas.Unread, responses=problems(Unauthenticated))
async def count_unread(app: App) -> Response:
    """How many of your notifications you have not read."""
    return answer({"unread": await app.find(inbox.count_unread(app.require_person())) or 0})


@router.post("/read", response_model=schemas.Marked, responses=problems(Unauthenticated, NotFound))
async def mark_read(app: App, body: schemas.ReadRequest) -> Response:
    """Mark notifications as read: some, all, or all up to one."""
    app.require_person()
    return await app.command(_mark, 200, body.ids, body.up_to)


@router.post("/{notification_id}/read", response_model=schemas.Marked, responses=problems(Unauthenticated, NotFound))
async def mark_one_read(app: App, notification_id: int) -> Response:
    """Mark one notification as read."""
    app.require_person()
    return await app.command(_mark, 200, [notification_id], None)


@router.get("/preferences", response_model=schemas.PreferenceList, responses=problems(Unauthenticated))
async def show_preferences(app: App) -> Response:
    """By which channels each kind of notification reaches you beside the inbox."""
    return answer(await _preferences(app))


@router.put(
    "/preferences", response_model=schemas.PreferenceList, responses=problems(Unauthenticated, PreferenceUnknown)
)
async def change_preferences(app: App, body: schemas.PreferenceChanges) -> Response:
    """Decide by which channels you want to be told."""
    app.require_person()
    await app.write(preferences.set_preferences, changes=[(one.kind, one.channel, one.wanted) for one in body.changes])
    return answer(await _preferences(app))


async def _preferences(app: App) -> dict[str, object]:
    decided = await app.read(preferences.list_preferences(app.require_person()))
    return {"items": preferences.describe_preferences(app.product.registry, decided, app.language)}


def _mark(tx: Tx, ids: list[int] | None, up_to: int | None) -> dict[str, int]:
    if ids is not None:
        return {"marked": inbox.mark_read(tx, notification_ids=ids)}
    return {"marked": inbox.mark_all_read(tx, up_to=up_to)}


async def _reader(app: App, person_id: int) -> Reader:
    person = await app.find(find_person(person_id))
    zone = (person.time_zone if person else "") or app.product.settings.time_zone
    return Reader(app.language, ZoneInfo(zone))
