"""The values in filters: JSON as parts of a tree, each by the type of the field it is compared with."""

from __future__ import annotations

import math
from datetime import date, datetime
from typing import Any

from paidan.builder.expressions.errors import BadFilterValue, ExpressionError, name_of
from paidan.builder.expressions.functions.people import LARGEST_ID
from paidan.builder.expressions.scope import FieldRef
from paidan.builder.expressions.tree import Bool, Call, Choice, Node, Number, Text, Unary, can_be_stored
from paidan.builder.expressions.types import Kind


def literals(ref: FieldRef, value: Any) -> list[Node]:
    """A list of values, not empty. Raises BadFilterValue."""
    if not isinstance(value, list) or not value:
        raise _bad(ref)
    return [literal(ref, each) for each in value]


def literal(ref: FieldRef, value: Any) -> Node:
    """One value as the tree for it. Raises BadFilterValue."""
    node = _literal(ref, value)
    if node is None:
        raise _bad(ref)
    return node


def _literal(ref: FieldRef, value: Any) -> Node | None:
    match ref.type.kind, value:
        case Kind.BOOL, bool():
            return Bool(value)
        case _, bool():
            return None
        case Kind.TEXT, str() if value and can_be_stored(value):
            return Text(value)
        case Kind.NUMBER, int() | float() if math.isfinite(value):
            return _number(float(value))
        case Kind.DURATION, int() | float() if math.isfinite(value):
            return Call("SECONDS", (_number(float(value)),))
        case Kind.DATE, str():
            return _date(value)
        case Kind.MOMENT, str():
            return _date(value) if len(value) == 10 else _moment(value)
        case Kind.CHOICE, str() | int():
            return Choice(ref.type.of, value)
        case Kind.PERSON | Kind.RECORD, int() if 0 < value <= LARGEST_ID:
            return Call("PERSON" if ref.type.kind is Kind.PERSON else "RECORD", (Number(float(value)),))
    return None


def _number(value: float) -> Node:
    return Number(value) if value >= 0 else Unary("-", Number(-value))


def _date(text: str) -> Node | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return Call("DATE", tuple(Number(float(part)) for part in (day.year, day.month, day.day)))


def _moment(text: str) -> Node | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return Call("MOMENT", (Text(text),)) if moment.tzinfo is not None else None


def _bad(ref: FieldRef) -> ExpressionError:
    return BadFilterValue(field=".".join(ref.path), expected=name_of(ref.type))
