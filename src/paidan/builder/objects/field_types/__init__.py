"""Field types: every kind of value a record can hold, found by key."""

from collections.abc import Mapping
from typing import Any

from paidan.builder.objects.field_types import compounds, numbers, references, texts, times
from paidan.builder.objects.field_types.base import CommonSettings, FieldType, Lookup, Shape, ValueRefused

FIELD_TYPES: dict[str, FieldType] = {
    field_type.key: field_type
    for module in (texts, numbers, times, references, compounds)
    for field_type in module.TYPES
}


def field_type(key: str, settings: Mapping[str, Any]) -> FieldType | None:
    """Return the type under a key; a formula lies and leaves as the type of its result does. None: no such type."""
    found = FIELD_TYPES.get(key)
    return compounds.FORMULAS[settings.get("result", "text")] if key == "formula" else found


__all__ = ["FIELD_TYPES", "CommonSettings", "FieldType", "Lookup", "Shape", "ValueRefused", "field_type"]
