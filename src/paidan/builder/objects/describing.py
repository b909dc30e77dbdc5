"""Describing objects to clients: what a form, a list or an import needs to know, as one actor may see it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from paidan.builder.objects.model import Choice, Field, ObjectType


def describe_object(found: ObjectType, right_of: Callable[[Field], str], actions: list[str]) -> dict[str, Any]:
    """Return an object with the fields that the actor may know of. `right_of` gives masked, read or edit, '' for hidden."""
    fields = [describe_field(f, right) for f in found.fields.values() if (right := right_of(f))]
    return {
        "id": found.id,
        "key": found.key,
        "label": found.label,
        "parent": found.parent,
        "shipped": found.shipped,
        "settings": dict(found.settings),
        "actions": actions,
        "fields": fields,
    }


def describe_field(field: Field, right: str) -> dict[str, Any]:
    """Return a field with its options."""
    return {
        "id": field.id,
        "key": field.key,
        "type": field.type.key,
        "value": field.type.value.value,
        "many": field.type.many,
        "label": field.label,
        "help": field.help,
        "section": field.section,
        "position": field.position,
        "shipped": field.shipped,
        "computed": field.type.computed,
        "sortable": field.type.sortable and field.column is not None,
        "groupable": field.type.groupable,
        "right": right,
        "settings": dict(field.settings),
        "choices": [describe_choice(choice) for choice in field.choices],
    }


def describe_choice(choice: Choice) -> dict[str, Any]:
    """Return an option."""
    described = {
        "id": choice.id,
        "key": choice.key,
        "label": choice.label,
        "colour": choice.colour,
        "active": choice.active,
    }
    if choice.parent_id is not None:
        described["parent_id"] = choice.parent_id
    if choice.category is not None:
        described["category"] = choice.category
    return described
