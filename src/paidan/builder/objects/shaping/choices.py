"""The options of choice fields: added and changed, switched off, never removed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from paidan.builder.objects.errors import FieldNotFound, KeyTaken, LabelTaken
from paidan.builder.objects.loading import model_of
from paidan.builder.objects.model import Choice
from paidan.builder.objects.shaping.drafts import ChoiceDraft
from paidan.builder.objects.shaping.journal import write_down
from paidan.builder.objects.tables import choices
from paidan.kernel.database import Tx


def insert_choices(tx: Tx, field_id: int, drafts: Sequence[ChoiceDraft], start: int = 0) -> list[int]:
    """Store options in their order; a cascade's parents must stand before their children. Returns their ids."""
    by_key: dict[str, int] = {}
    ids = []
    for position, draft in enumerate(drafts, start):
        choice_id = tx.new_id()
        key = draft.key or f"c_{choice_id}"
        by_key[key] = choice_id
        parent_id = by_key.get(draft.parent or "")
        tx.insert(choices, _row(choice_id, field_id, key, draft, parent_id, position))
        ids.append(choice_id)
    return ids


def add_choice(tx: Tx, object_key: str, field_key: str, draft: ChoiceDraft) -> Choice:
    """Add an option to a field. Raises FieldNotFound, KeyTaken, LabelTaken."""
    object_type = model_of(tx).object(object_key)
    field = object_type.fields.get(field_key)
    if field is None or field.type.shape != "choice":
        raise FieldNotFound
    _check_free(field.choices, draft, but=None)
    parent = field.find_choice(draft.parent) if draft.parent else None
    choice_id = tx.new_id()
    key = draft.key or f"c_{choice_id}"
    row = _row(choice_id, field.id, key, draft, parent.id if parent else None, len(field.choices))
    tx.insert(choices, row)
    reverse = {"choices": {"id": choice_id, "active": False}}
    write_down(tx, "add_choice", object_id=object_type.id, field_id=field.id, forward={"choice": key}, reverse=reverse)
    found = model_of(tx).object(object_key).field(field_key).choice(choice_id)
    assert found is not None
    return found


def change_choice(tx: Tx, object_key: str, field_key: str, choice_id: int, values: dict[str, Any]) -> int:
    """Change an option's label, colour, category, position, or whether it can be chosen; returns the change's id."""
    object_type = model_of(tx).object(object_key)
    field = object_type.fields.get(field_key)
    found = field.choice(choice_id) if field else None
    if field is None or found is None:
        raise FieldNotFound
    forward: dict[str, Any] = {
        name: values[name] for name in ("label", "colour", "category", "active", "position") if name in values
    }
    if "label" in forward:
        _check_free(field.choices, ChoiceDraft(label=forward["label"]), but=found)
    before = tx.first(sa.select(*(choices.c[name] for name in forward)).where(choices.c.id == choice_id)) or ()
    tx.update(choices, {"id": choice_id}, forward)
    reverse = {"choices": {"id": choice_id, **dict(zip(forward, before, strict=True))}}
    return write_down(
        tx, "change_choice", object_id=object_type.id, field_id=field.id, forward=forward, reverse=reverse
    )


def _check_free(existing: Sequence[Choice], draft: ChoiceDraft, *, but: Choice | None) -> None:
    for other in existing:
        if other is but:
            continue
        if draft.key is not None and other.key == draft.key:
            raise KeyTaken(key=draft.key)
        if any(other.label.get(language, "").casefold() == text.casefold() for language, text in draft.label.items()):
            raise LabelTaken(label=draft.label)


def _row(
    choice_id: int, field_id: int, key: str, draft: ChoiceDraft, parent_id: int | None, position: int
) -> dict[str, Any]:
    return {
        "id": choice_id,
        "field_id": field_id,
        "key": key,
        "label": draft.label,
        "colour": draft.colour,
        "parent_id": parent_id,
        "category": draft.category,
        "active": True,
        "position": position,
    }
