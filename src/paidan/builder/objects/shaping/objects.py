"""Making and changing objects."""

from __future__ import annotations

import sqlalchemy as sa

from paidan.builder.objects.errors import BadKey, KeyTaken, LabelTaken
from paidan.builder.objects.loading import model_of, reload_object
from paidan.builder.objects.model import ObjectType
from paidan.builder.objects.shaping.drafts import FieldDraft, ObjectDraft
from paidan.builder.objects.shaping.fields import insert_field
from paidan.builder.objects.shaping.journal import write_down
from paidan.builder.objects.shaping.pool import create_table
from paidan.builder.objects.shaping.system_fields import SYSTEM_FIELDS
from paidan.builder.objects.tables import objects
from paidan.kernel.database import Tx


def define_object(tx: Tx, draft: ObjectDraft, *, shipped: bool = False) -> ObjectType:
    """Make an object with its table, the fields that every record has, and the draft's own fields.

    Raises KeyTaken, LabelTaken, BadKey (a subform of something unknown), and what adding a field raises.
    """
    if tx.first(sa.select(objects.c.id).where(objects.c.key == draft.key)):
        raise KeyTaken(key=draft.key)
    parent_id = None
    if draft.parent is not None:
        parent_id = model_of(tx).object(draft.parent).id
    object_id = tx.new_id()
    row = {
        "id": object_id,
        "key": draft.key,
        "label": draft.label,
        "parent_id": parent_id,
        "shipped": shipped,
        "state": "active",
        "settings": draft.settings,
        "position": tx.value(sa.select(sa.func.count()).select_from(objects)),
    }
    tx.insert(objects, row)
    create_table(tx, object_id, draft.key)
    reload_object(tx, object_id)
    for field in _all_fields(draft):
        if field.type == "formula":
            reload_object(tx, object_id)  # it speaks of the fields before it
        insert_field(tx, draft.key, field, shipped=shipped, fixed=True)
    write_down(
        tx,
        "define_object",
        object_id=object_id,
        field_id=None,
        forward={"key": draft.key},
        reverse={"objects": {"state": "trashed"}},
    )
    return model_of(tx).object(draft.key)


def _all_fields(draft: ObjectDraft) -> list[FieldDraft]:
    """The draft's fields and the system's, which the draft may describe anew (a label, a template, statuses)."""
    own = {field.key for field in draft.fields}
    missing = [field for field in SYSTEM_FIELDS if field.key not in own]
    if draft.parent is not None:
        missing = [field for field in missing if field.key not in ("owner", "team")]
    for field in draft.fields:
        if field.key in ("id", "rev"):
            raise BadKey(key=field.key)
    if len({field.key for field in draft.fields if field.key}) < len([f for f in draft.fields if f.key]):
        raise LabelTaken(label=draft.label)
    _check_labels_differ([*draft.fields, *missing])
    return [*draft.fields, *missing]


def _check_labels_differ(drafts: list[FieldDraft]) -> None:
    """The model is loaded only once they are all there, so that they are compared with each other here."""
    taken: set[tuple[str, str]] = set()
    for field in drafts:
        names = {(language, text.strip().casefold()) for language, text in field.label.items()}
        if names & taken:
            raise LabelTaken(label=field.label)
        taken |= names


def change_object(
    tx: Tx, object_key: str, *, label: dict[str, str] | None = None, settings: dict[str, object] | None = None
) -> int:
    """Rename an object or change its settings; returns the id of the change."""
    found = model_of(tx).object(object_key)
    forward: dict[str, object] = {}
    if label is not None:
        forward["label"] = label
    if settings is not None:
        forward["settings"] = settings
    reverse = {name: dict(getattr(found, name)) for name in forward}
    tx.update(objects, {"id": found.id}, forward)
    return write_down(
        tx, "change_object", object_id=found.id, field_id=None, forward=forward, reverse={"objects": reverse}
    )
