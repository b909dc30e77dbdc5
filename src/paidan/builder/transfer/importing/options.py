"""Options that a file names and a choice field lacks: made before the rows that use them, once per spelling."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from paidan.builder.objects.loading import model_of
from paidan.builder.objects.model import Field
from paidan.builder.objects.permissions import MANAGE_OBJECTS
from paidan.builder.objects.shaping import ChoiceDraft, add_choice
from paidan.builder.transfer.cleaning import CleanRow, NewOption
from paidan.builder.transfer.errors import AddingForbidden, TooManyOptions
from paidan.builder.transfer.mapping import Mapping
from paidan.builder.transfer.words import spelling
from paidan.kernel.actor import Actor
from paidan.kernel.database import Tx
from paidan.platform.permissions.access import access_of, holds

MOST_OPTIONS = 500
"""A field with more options is no choice any more; a column that brings more was mapped to the wrong field."""


def check_adding(actor: Actor, mapping: Mapping, fields: dict[str, Field]) -> None:
    """Refuse adding options to fields that do not allow it, but for those who shape objects. Raises AddingForbidden."""
    if holds(access_of(actor), MANAGE_OBJECTS.key):
        return
    for plan in mapping.columns:
        if plan.add_options and not fields[plan.field].settings.get("add_missing"):
            raise AddingForbidden(field=fields[plan.field].label)


def make_options(tx: Tx, object_key: str, rows: Sequence[CleanRow]) -> list[dict[str, str]]:
    """Replace every `NewOption` in rows' values by the id of an option, made where no spelling of it is there.

    Returns what was made: field and label of each. Raises TooManyOptions.
    """
    made: list[dict[str, str]] = []
    known: dict[str, dict[str, int]] = {}
    for row in rows:
        for key, value in row.values.items():
            if isinstance(value, NewOption) or (
                isinstance(value, list) and any(isinstance(v, NewOption) for v in value)
            ):
                row.values[key] = _resolve(tx, object_key, key, value, known, made)
    return made


def _resolve(
    tx: Tx, object_key: str, key: str, value: Any, known: dict[str, dict[str, int]], made: list[dict[str, str]]
) -> Any:
    if isinstance(value, list):
        return [_resolve(tx, object_key, key, part, known, made) for part in value]
    if not isinstance(value, NewOption):
        return value
    if key not in known:
        known[key] = _options(model_of(tx).object(object_key).field(key))
    options = known[key]
    if spelling(value.text) not in options:
        if len(options) >= MOST_OPTIONS:
            raise TooManyOptions(limit=MOST_OPTIONS, field=model_of(tx).object(object_key).field(key).label)
        draft = ChoiceDraft(label={"zh-CN": value.text})
        options[spelling(value.text)] = add_choice(tx, object_key, key, draft).id
        made.append({"field": key, "label": value.text})
    return options[spelling(value.text)]


def _options(field: Field) -> dict[str, int]:
    return {spelling(name): c.id for c in reversed(field.choices) for name in (c.key, *c.label.values())}
