"""Putting shipped objects in place: what is missing is made, what is there is left as the company has it."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from paidan.builder.objects.errors import KeyTaken
from paidan.builder.objects.loading import model_of, reload_object
from paidan.builder.objects.model import Field, ObjectType
from paidan.builder.objects.shaping import add_choice, define_object
from paidan.builder.objects.shaping.drafts import ChoiceDraft, FieldDraft, ObjectDraft
from paidan.builder.objects.shaping.fields import insert_field
from paidan.builder.objects.shaping.journal import write_down
from paidan.builder.objects.tables import fields, objects
from paidan.kernel.database import Tx
from paidan.kernel.i18n import Label


def ship_objects(tx: Tx, drafts: Iterable[ObjectDraft]) -> None:
    """Put several objects in place, each after those it belongs to."""
    for draft in drafts:
        ship_object(tx, draft)


def ship_object(tx: Tx, draft: ObjectDraft) -> None:
    """Put an object in place, or give the one that is there the fields and options that it lacks, found by key.

    An object that was put away stays away. Raises KeyTaken when a company's own object has the key.
    """
    row = tx.first(sa.select(objects.c.shipped, objects.c.state).where(objects.c.key == draft.key))
    if row is None:
        define_object(tx, draft, shipped=True)
        return
    is_shipped, state = row
    if not is_shipped:
        raise KeyTaken(key=draft.key)
    if state == "active":
        _complete(tx, draft)


def _complete(tx: Tx, draft: ObjectDraft) -> None:
    object_type = model_of(tx).object(draft.key)
    taken = {row[0] for row in tx.all(sa.select(fields.c.key).where(fields.c.object_id == object_type.id))}
    for one in draft.fields:
        present = object_type.fields.get(str(one.key))
        if one.key not in taken:
            _ship_field(tx, object_type, one)
        elif present is not None:
            _ship_choices(tx, object_type, present, one)


def _ship_field(tx: Tx, object_type: ObjectType, draft: FieldDraft) -> None:
    label = _free_label(draft, [one.label for one in object_type.fields.values()])
    field_id = insert_field(tx, object_type.key, draft.model_copy(update={"label": label}), shipped=True)
    reload_object(tx, object_type.id)
    forward = {"draft": draft.model_dump(exclude_none=True)}
    reverse = {"fields": {"state": "trashed"}}
    write_down(tx, "ship_field", object_id=object_type.id, field_id=field_id, forward=forward, reverse=reverse)


def _ship_choices(tx: Tx, object_type: ObjectType, present: Field, draft: FieldDraft) -> None:
    known = {one.key for one in present.choices}
    labels = [one.label for one in present.choices]
    for one in draft.choices:
        if one.key not in known:
            wanted = one.model_copy(update={"label": _free_label(one, labels)})
            add_choice(tx, object_type.key, present.key, wanted)


def _free_label(draft: FieldDraft | ChoiceDraft, taken: list[Label]) -> Label:
    """The draft's label; with its key behind it where the company already calls something so."""
    used = {(language, text.strip().casefold()) for label in taken for language, text in label.items()}
    if not any((language, text.casefold()) in used for language, text in draft.label.items()):
        return draft.label
    return {language: f"{text} ({draft.key})" for language, text in draft.label.items()}
