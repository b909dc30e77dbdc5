"""Objects and fields over HTTP."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from fastapi import APIRouter
from pydantic import Field as Part
from starlette.responses import Response

from paidan.builder.objects import shaping
from paidan.builder.objects.describing import describe_choice, describe_field, describe_object
from paidan.builder.objects.errors import (
    BadFieldSettings,
    FieldInUse,
    FieldNotFound,
    KeyTaken,
    LabelTaken,
    ShippedField,
    TooManyFields,
    UnknownFieldType,
    UnknownObject,
)
from paidan.builder.objects.field_types import FIELD_TYPES
from paidan.builder.objects.loading import current_model
from paidan.builder.objects.model import ObjectType
from paidan.builder.objects.permissions import MANAGE_OBJECTS
from paidan.builder.objects.shaping.drafts import ChoiceDraft, Draft, FieldDraft, ObjectDraft
from paidan.builder.objects.tables import changes
from paidan.kernel.actor import Actor
from paidan.kernel.database import Query, Tx
from paidan.kernel.http import App, problems
from paidan.kernel.http.app import answer
from paidan.kernel.i18n import Label
from paidan.platform.permissions.access import FieldRight, access_of, can, grants_for, holds, right_over
from paidan.platform.permissions.permission import require

router = APIRouter(prefix="/api/objects", tags=["objects"])

ACTIONS = ("read", "create", "update", "delete", "import", "export")


class FieldChange(Draft):
    """What may change about a field; what is left out stays."""

    label: Label | None = None
    help: Label | None = None
    settings: dict[str, Any] | None = None
    section: str | None = Part(None, max_length=60)
    position: int | None = Part(None, ge=0, le=1_000_000)


class ChoiceChange(Draft):
    """What may change about an option; what is left out stays."""

    label: Label | None = None
    colour: str | None = Part(None, max_length=20)
    category: str | None = Part(None, max_length=30)
    active: bool | None = None
    position: int | None = Part(None, ge=0, le=1_000_000)


class ObjectChange(Draft):
    """What may change about an object."""

    label: Label | None = None
    settings: dict[str, Any] | None = None


@router.get("")
async def list_objects(app: App) -> Response:
    """List the objects that the actor may see, each with its fields and what he may do."""
    app.require_person()
    model = await current_model(app.product.database)
    found = [_describe(app.actor, each) for each in model.objects.values() if _is_open(app.actor, each)]
    return answer({"version": model.version, "objects": found})


@router.get("/field-types")
async def list_field_types(app: App) -> Response:
    """List the types that a field can have, with the JSON schema of their settings."""
    app.require_person()
    types = [
        {"key": t.key, "many": t.many, "computed": t.computed, "settings": t.settings.model_json_schema()}
        for t in FIELD_TYPES.values()
    ]
    return answer({"types": types})


@router.get("/{key}", responses=problems(UnknownObject))
async def read_object(app: App, key: str) -> Response:
    """Return one object with its fields."""
    app.require_person()
    model = await current_model(app.product.database)
    found = model.object(key)
    if not _is_open(app.actor, found):
        raise UnknownObject(object=key)
    return answer(_describe(app.actor, found))


@router.post("", status_code=201, responses=problems(KeyTaken, LabelTaken))
async def make_object(app: App, body: ObjectDraft) -> Response:
    """Make an object of the company's own."""
    return await app.command(_make_object, 201, draft=body)


@router.patch("/{key}", responses=problems(UnknownObject))
async def change_object(app: App, key: str, body: ObjectChange) -> Response:
    """Rename an object or change its settings."""
    return await app.command(_shape, 200, shaping.change_object, object_key=key, **body.model_dump(exclude_none=True))


@router.post(
    "/{key}/fields", status_code=201, responses=problems(UnknownFieldType, BadFieldSettings, LabelTaken, TooManyFields)
)
async def add_field(app: App, key: str, body: FieldDraft) -> Response:
    """Add a field; forms, lists, filters, imports and the API have it at once."""
    return await app.command(_add_field, 201, object_key=key, draft=body)


@router.patch("/{key}/fields/{field}", responses=problems(FieldNotFound, LabelTaken, BadFieldSettings))
async def change_field(app: App, key: str, field: str, body: FieldChange) -> Response:
    """Change what a field is called or how it behaves."""
    values = body.model_dump(exclude_none=True)
    return await app.command(_shape, 200, shaping.change_field, object_key=key, field_key=field, **values)


@router.delete("/{key}/fields/{field}", responses=problems(FieldNotFound, ShippedField, FieldInUse))
async def trash_field(app: App, key: str, field: str) -> Response:
    """Put a field into the trash; its values are kept for 30 days."""
    return await app.command(_shape, 200, shaping.trash_field, object_key=key, field_key=field)


@router.post("/{key}/fields/{field}/restore", responses=problems(FieldNotFound, LabelTaken))
async def restore_field(app: App, key: str, field: str) -> Response:
    """Bring a field back from the trash."""
    return await app.command(_shape, 200, shaping.restore_field, object_key=key, field_key=field)


@router.post("/{key}/fields/{field}/choices", status_code=201, responses=problems(FieldNotFound, KeyTaken, LabelTaken))
async def add_choice(app: App, key: str, field: str, body: ChoiceDraft) -> Response:
    """Add an option to a choice field."""
    return await app.command(_add_choice, 201, object_key=key, field_key=field, draft=body)


@router.patch("/{key}/fields/{field}/choices/{choice_id}", responses=problems(FieldNotFound, LabelTaken))
async def change_choice(app: App, key: str, field: str, choice_id: int, body: ChoiceChange) -> Response:
    """Change an option or switch it off."""
    values = body.model_dump(exclude_none=True)
    change = {"object_key": key, "field_key": field, "choice_id": choice_id, "values": values}
    return await app.command(_shape, 200, shaping.change_choice, **change)


@router.get("/{key}/changes", responses=problems(UnknownObject))
async def list_changes(app: App, key: str) -> Response:
    """List what was changed about an object, newest first."""
    await app.write(_require_manager)
    model = await current_model(app.product.database)
    table = changes
    statement = (
        sa.select(
            table.c.id,
            table.c.at,
            table.c.actor_id,
            table.c.command,
            table.c.field_id,
            table.c.forward,
            table.c.undone_by,
        )
        .where(table.c.object_id == model.object(key).id)
        .order_by(table.c.id.desc())
        .limit(200)
    )
    names = ("id", "at", "actor_id", "command", "field_id", "forward", "undone_by")
    rows = await app.read(Query(statement, lambda *row: dict(zip(names, row, strict=True))))
    return answer({"changes": rows})


@router.post("/changes/{change_id}/undo")
async def undo_change(app: App, change_id: int) -> Response:
    """Undo a change of shape."""
    return await app.command(_shape, 200, shaping.undo_change, change_id=change_id)


def _require_manager(tx: Tx) -> None:
    require(tx, MANAGE_OBJECTS)


def _make_object(tx: Tx, *, draft: ObjectDraft) -> dict[str, Any]:
    require(tx, MANAGE_OBJECTS)
    made = shaping.define_object(tx, draft)
    return {"id": made.id, "key": made.key}


def _add_field(tx: Tx, *, object_key: str, draft: FieldDraft) -> dict[str, Any]:
    require(tx, MANAGE_OBJECTS)
    return describe_field(shaping.add_field(tx, object_key, draft), "edit")


def _add_choice(tx: Tx, *, object_key: str, field_key: str, draft: ChoiceDraft) -> dict[str, Any]:
    require(tx, MANAGE_OBJECTS)
    return describe_choice(shaping.add_choice(tx, object_key, field_key, draft))


def _shape(tx: Tx, command: Any, /, **arguments: Any) -> dict[str, int]:
    require(tx, MANAGE_OBJECTS)
    return {"change": command(tx, **arguments)}


def _is_open(actor: Actor, found: ObjectType) -> bool:
    access = access_of(actor)
    if holds(access, MANAGE_OBJECTS.key) or can(access, found.key, "read"):
        return True
    return found.parent is not None and can(access, found.parent, "read")


def _describe(actor: Actor, found: ObjectType) -> dict[str, Any]:
    """Describe an object by the best rights the actor has on any of its records."""
    access = access_of(actor)
    key = found.key if grants_for(access, found.key) or found.parent is None else found.parent
    manager = holds(access, MANAGE_OBJECTS.key)
    reads, writes = (
        grants_for(access, key, "read"),
        grants_for(access, key, "update") + grants_for(access, key, "create"),
    )

    def right_of(field: Any) -> str:
        right = right_over(reads, field.key)
        if right > FieldRight.MASKED:
            right = FieldRight.EDIT if right_over(writes, field.key) == FieldRight.EDIT else FieldRight.READ
        if right == FieldRight.HIDDEN:
            return "read" if field.key in ("number", "title", "status") else ""
        return right.key

    described = describe_object(found, right_of, [action for action in ACTIONS if can(access, key, action)])
    described["manage"] = manager
    return described
