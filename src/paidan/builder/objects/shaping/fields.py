"""Adding, changing, trashing and restoring fields.

A trashed field is hidden at once and keeps its column and values, so that restoring it brings everything back. A later
job empties the column and gives it back to the pool.
"""

from __future__ import annotations

import re
from typing import Any

import sqlalchemy as sa
from pydantic import ValidationError

from paidan.builder.objects.errors import (
    BadFieldSettings,
    BadKey,
    FieldInUse,
    FieldNotFound,
    KeyTaken,
    LabelTaken,
    NotUnique,
    ShippedField,
    TooManyFields,
    UnknownFieldType,
)
from paidan.builder.objects.field_types import FieldType, field_type
from paidan.builder.objects.loading import model_of
from paidan.builder.objects.model import Field, ObjectType
from paidan.builder.objects.shaping.checking import FieldUse, check_definition
from paidan.builder.objects.shaping.choices import insert_choices
from paidan.builder.objects.shaping.drafts import RESERVED, FieldDraft
from paidan.builder.objects.shaping.journal import write_down
from paidan.builder.objects.shaping.pool import borrow_column, create_field_index, drop_field_index
from paidan.builder.objects.shaping.system_fields import FIXED_COLUMN_OF
from paidan.builder.objects.storage import table_name
from paidan.builder.objects.tables import fields
from paidan.kernel.database import Tx

MOST_FIELDS = 300


def add_field(tx: Tx, object_key: str, draft: FieldDraft) -> Field:
    """Add a field to an object; records can hold values of it as soon as this commits.

    Raises UnknownFieldType, BadFieldSettings, KeyTaken, LabelTaken, TooManyFields, BadKey.
    """
    field_id = insert_field(tx, object_key, draft, shipped=False)
    object_type = model_of(tx).object(object_key)
    forward = {"draft": draft.model_dump(exclude_none=True)}
    reverse = {"fields": {"state": "trashed"}}
    write_down(tx, "add_field", object_id=object_type.id, field_id=field_id, forward=forward, reverse=reverse)
    return next(f for f in model_of(tx).object(object_key).fields.values() if f.id == field_id)


def insert_field(tx: Tx, object_key: str, draft: FieldDraft, *, shipped: bool, fixed: bool = False) -> int:
    """Store a field without journal or new version; returns its id. `fixed` allows those over fixed columns."""
    object_type = model_of(tx).object(object_key)
    if len(object_type.fields) >= MOST_FIELDS:
        raise TooManyFields(limit=MOST_FIELDS)
    settings = _check_settings(draft.type, draft.settings, fixed)
    kind = field_type(draft.type, settings)
    assert kind is not None
    field_id = tx.new_id()
    key = _free_key(tx, object_type, draft, field_id, fixed)
    _check_label(object_type, draft.label, but=None)
    column = _column_for(tx, object_type, key, kind, field_id)
    row = {
        "id": field_id,
        "object_id": object_type.id,
        "key": key,
        "type": draft.type,
        "label": draft.label,
        "help": draft.help,
        "settings": settings,
        "column": column,
        "state": "active",
        "shipped": shipped,
        "section": draft.section,
        "position": _next_position(tx, object_type.id),
        "trashed_at": None,
    }
    tx.insert(fields, row)
    insert_choices(tx, field_id, draft.choices)
    _index(tx, object_type, kind, column, settings)
    check_definition(tx, object_key, key, draft.type, settings)
    return field_id


def change_field(
    tx: Tx,
    object_key: str,
    field_key: str,
    *,
    label: dict[str, str] | None = None,
    help: dict[str, str] | None = None,
    settings: dict[str, Any] | None = None,
    section: str | None = None,
    position: int | None = None,
) -> int:
    """Change what a field is called or how it behaves; returns the id of the change.

    `settings` replaces all settings of the type. Raises FieldNotFound, LabelTaken, BadFieldSettings, NotUnique.
    """
    object_type, field = _find(tx, object_key, field_key)
    forward: dict[str, Any] = {"help": help, "section": section, "position": position}
    if label is not None:
        _check_label(object_type, label, but=field)
        forward["label"] = label
    if settings is not None:
        forward["settings"] = _change_settings(tx, object_type, field, settings)
    forward = {name: value for name, value in forward.items() if value is not None}
    reverse = {name: _plain(getattr(field, name)) for name in forward}
    tx.update(fields, {"id": field.id}, forward)
    return write_down(
        tx, "change_field", object_id=object_type.id, field_id=field.id, forward=forward, reverse={"fields": reverse}
    )


def trash_field(tx: Tx, object_key: str, field_key: str) -> int:
    """Hide a field; its values stay until it is emptied. Raises FieldNotFound, ShippedField, FieldInUse."""
    object_type, field = _find(tx, object_key, field_key)
    if field.shipped:
        raise ShippedField(field=field.label)
    users = [
        use
        for check in tx.registry.all(FieldUse)  # type: ignore[type-abstract]
        for use in check.find_uses(tx, object_key, field_key)
    ]
    if users:
        raise FieldInUse(field=field.label, used_by=users, names="、".join(users))
    forward = {"state": "trashed", "trashed_at": tx.now}
    tx.update(fields, {"id": field.id}, forward)
    reverse = {"fields": {"state": "active", "trashed_at": None}}
    return write_down(
        tx, "trash_field", object_id=object_type.id, field_id=field.id, forward={"state": "trashed"}, reverse=reverse
    )


def restore_field(tx: Tx, object_key: str, field_key: str) -> int:
    """Bring a trashed field back with its values. Raises FieldNotFound, LabelTaken."""
    object_type = model_of(tx).object(object_key)
    found = tx.first(
        sa.select(fields.c.id, fields.c.label).where(
            fields.c.object_id == object_type.id, fields.c.key == field_key, fields.c.state == "trashed"
        )
    )
    if found is None:
        raise FieldNotFound
    _check_label(object_type, found[1], but=None)
    tx.update(fields, {"id": found[0]}, {"state": "active", "trashed_at": None})
    reverse = {"fields": {"state": "trashed"}}
    return write_down(
        tx, "restore_field", object_id=object_type.id, field_id=found[0], forward={"state": "active"}, reverse=reverse
    )


def _find(tx: Tx, object_key: str, field_key: str) -> tuple[ObjectType, Field]:
    object_type = model_of(tx).object(object_key)
    field = object_type.fields.get(field_key)
    if field is None:
        raise FieldNotFound
    return object_type, field


def _check_settings(type_key: str, settings: dict[str, Any], fixed: bool) -> dict[str, Any]:
    kind = field_type(type_key, {})
    if kind is None:
        raise UnknownFieldType(type=type_key)
    if settings.get("system") and not fixed:
        settings = {**settings, "system": False}
    try:
        return kind.check_settings(settings)
    except ValidationError as error:
        first = error.errors()[0]
        raise BadFieldSettings(setting=".".join(str(part) for part in first["loc"]), problem=first["msg"]) from None


def _change_settings(tx: Tx, object_type: ObjectType, field: Field, settings: dict[str, Any]) -> dict[str, Any]:
    checked = _check_settings(field.type.key, {**settings, "system": field.settings.get("system", False)}, True)
    if field.type.key == "formula" and checked.get("result", "text") != field.settings.get("result", "text"):
        raise BadFieldSettings(setting="result", problem="the type of a formula's result cannot change")
    if field.column is not None:
        for unique, name in ((True, "unique"), (False, "index")):
            before, after = bool(field.settings.get(name)), bool(checked.get(name))
            if before and not after:
                drop_field_index(tx, object_type.key, field.column, unique=unique)
        _index(tx, object_type, field.type, field.column, checked)
    check_definition(tx, object_type.key, field.key, field.type.key, checked)
    return checked


def _index(tx: Tx, object_type: ObjectType, kind: FieldType, column: str | None, settings: dict[str, Any]) -> None:
    if column is None:
        return
    if settings.get("unique"):
        if not kind.can_be_unique:
            raise BadFieldSettings(setting="unique", problem=kind.key)
        _check_unique_already(tx, object_type.key, column)
        create_field_index(tx, object_type.key, column, unique=True)
    if (settings.get("index") or kind.key == "link") and column not in FIXED_COLUMN_OF.values():
        create_field_index(tx, object_type.key, column, unique=False)


def _check_unique_already(tx: Tx, object_key: str, column: str) -> None:
    table = table_name(object_key)
    twice = tx.run_text(
        f'SELECT 1 FROM "{table}" WHERE deleted_at IS NULL AND "{column}" IS NOT NULL'  # noqa: S608 - names are ours
        f' GROUP BY "{column}" HAVING count(*) > 1 LIMIT 1'
    )
    if twice:
        raise NotUnique


def _column_for(tx: Tx, object_type: ObjectType, key: str, kind: FieldType, field_id: int) -> str | None:
    if kind.storage is None:
        return None
    if key in FIXED_COLUMN_OF:
        return FIXED_COLUMN_OF[key]
    return borrow_column(
        tx, object_id=object_type.id, object_key=object_type.key, storage=kind.storage, field_id=field_id
    )


def _free_key(tx: Tx, object_type: ObjectType, draft: FieldDraft, field_id: int, fixed: bool) -> str:
    if draft.key is None:
        return _key_from_label(draft.label.get("en", ""), field_id)
    if draft.key in RESERVED or (not fixed and draft.key in FIXED_COLUMN_OF):
        raise BadKey(key=draft.key)
    taken = tx.first(sa.select(fields.c.id).where(fields.c.object_id == object_type.id, fields.c.key == draft.key))
    if taken:
        raise KeyTaken(key=draft.key)
    return draft.key


def _key_from_label(english: str, field_id: int) -> str:
    """A readable key where the label is English, else one made of the id; the id keeps both from ever clashing."""
    words = re.sub(r"[^a-z0-9]+", "_", english.lower()).strip("_")[:24]
    return f"{words}_{field_id}" if words and words[0].isalpha() else f"f_{field_id}"


def _check_label(object_type: ObjectType, label: dict[str, str], *, but: Field | None) -> None:
    for other in object_type.fields.values():
        if other is but or (but is not None and other.id == but.id):
            continue
        if any(
            text.strip().casefold() == label.get(language, "").strip().casefold()
            for language, text in other.label.items()
        ):
            raise LabelTaken(label=label)


def _next_position(tx: Tx, object_id: int) -> int:
    return int(
        tx.value(sa.select(sa.func.coalesce(sa.func.max(fields.c.position), 0)).where(fields.c.object_id == object_id))
        + 10
    )


def _plain(value: Any) -> Any:
    return dict(value) if hasattr(value, "items") else value
