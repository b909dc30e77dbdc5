"""Stored values as formulas know them, and as people read them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from paidan.builder.expressions import read_value
from paidan.builder.objects.field_types import Shape
from paidan.builder.objects.model import Field


def formula_value(field: Field, value: Any) -> Any:
    """Return a stored single value in the form formulas compute with; None is blank."""
    if value is None:
        return None
    if field.type.shape is Shape.JSON:
        return plain_text(field, value)
    return read_value(field.type.value, value)


def plain_text(field: Field, value: Any) -> str:
    """Return a stored single value as text for titles and search; '' when blank or when it is only an id."""
    if value is None:
        return ""
    if field.type.shape is Shape.CHOICE:
        found = field.choice(value)
        return found.label.get("zh-CN", found.key) if found else ""
    if field.type.shape is Shape.JSON:
        parts = (value.get(name, "") for name in ("province", "city", "district", "detail", "label"))
        return "".join(str(part) for part in parts if part)
    if field.type.shape in (Shape.PERSON, Shape.TEAM, Shape.RECORD, Shape.FILE):
        return ""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return str(value)
