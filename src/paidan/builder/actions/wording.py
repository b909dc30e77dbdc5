"""Templates: text with {字段} in it, by key or by label in any language, filled from a record.

What a template shows is for the product to decide, not for the reader's rights; an administrator chose the fields. A
name that means nothing stays as it is, so that a gap is seen.
"""

from __future__ import annotations

import re
from typing import Any

import sqlalchemy as sa

from paidan.builder.expressions.conversions import moment_text
from paidan.builder.expressions.types import TEAM_OBJECT
from paidan.builder.objects.field_types import Shape
from paidan.builder.objects.loading import model_of
from paidan.builder.objects.model import Field
from paidan.builder.records.finishing import plain_context
from paidan.builder.records.reading import Stored, linked_ids, record_values
from paidan.builder.records.values import plain_text
from paidan.kernel.database import Tx
from paidan.kernel.i18n import label_in
from paidan.platform.identity.tables import people, teams

_NAME = re.compile(r"\{([^{}]{1,80})\}")


def fill_template(tx: Tx, object_key: str, record_id: int, template: str, language: str = "zh-CN") -> str:
    """Return a template filled from a record. Raises RecordNotFound."""
    stored = record_values(tx, object_key, record_id)

    def fill(match: re.Match[str]) -> str:
        field = stored.object.find_field(match[1].strip())
        return match[0] if field is None else text_of(tx, stored, field, language)

    return _NAME.sub(fill, template)


def text_of(tx: Tx, stored: Stored, field: Field, language: str) -> str:
    """Return a field's value as people read it; '' when blank."""
    if field.type.shape is Shape.CHILDREN or field.type.shape is Shape.FILE:
        return ""
    values = linked_ids(tx, field.id, stored.id) if field.type.many else [stored[field.key]]
    return "、".join(filter(None, (_one(tx, field, value, language) for value in values)))


def _one(tx: Tx, field: Field, value: Any, language: str) -> str:
    if value is None:
        return ""
    shape = field.type.shape
    if shape is Shape.CHOICE:
        found = field.choice(value)
        return label_in(found.label, language) if found else ""
    if shape is Shape.FLAG:
        return {"zh-CN": ("否", "是"), "en": ("no", "yes")}.get(language, ("no", "yes"))[bool(value)]
    if shape is Shape.MOMENT:
        return moment_text(plain_context(tx), value)
    if shape in (Shape.PERSON, Shape.TEAM, Shape.RECORD):
        return name_of_thing(
            tx, shape is Shape.PERSON, TEAM_OBJECT if shape is Shape.TEAM else field.linked_object, value
        )
    return plain_text(field, value)


def name_of_thing(tx: Tx, is_person: bool, object_key: str | None, thing_id: int) -> str:
    """Return the name of a person, a team or a record; '#id' when there is none."""
    if is_person or object_key == TEAM_OBJECT:
        table = people if is_person else teams
        found = tx.value(sa.select(table.c.name).where(table.c.id == thing_id))
    else:
        target = model_of(tx).objects.get(object_key or "")
        columns = () if target is None else (target.table.c.title, target.table.c.number)
        row = tx.first(sa.select(*columns).where(target.table.c.id == thing_id)) if target is not None else None
        found = next((part for part in row or () if part), None)
    return str(found) if found else f"#{thing_id}"
