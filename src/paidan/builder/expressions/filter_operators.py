"""The operators of filters: which fields they fit and what tree they stand for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from paidan.builder.expressions.errors import BadFilterValue, name_of
from paidan.builder.expressions.filter_values import literal, literals
from paidan.builder.expressions.periods import COUNTED_PERIODS, MOST_DAYS, PERIODS
from paidan.builder.expressions.scope import FieldRef
from paidan.builder.expressions.tree import Binary, Call, Field, Node, Number, Text, can_be_stored
from paidan.builder.expressions.types import IDENTITIES, ORDERED, PERSON_OBJECT, TEAM_OBJECT, TEXT, Kind

_SIMPLE = ORDERED | IDENTITIES | {Kind.BOOL}


@dataclass(frozen=True, slots=True)
class FilterOperator:
    """An operator: the kinds of single values and of lists that it fits, and its tree for a field and a value."""

    build: Callable[[FieldRef, Any], Node]
    kinds: frozenset[Kind] = frozenset()
    list_kinds: frozenset[Kind] = frozenset()
    needs_team: bool = False

    def fits(self, ref: FieldRef) -> bool:
        if ref.source is not None and not ref.is_source:
            return False
        if ref.type.kind not in (self.kinds if ref.source is None else self.list_kinds):
            return False
        return not self.needs_team or ref.type.kind is Kind.PERSON or ref.type.object in (TEAM_OBJECT, PERSON_OBJECT)


def _compare(sign: str, ref: FieldRef, value: Any) -> Node:
    return Binary(sign, Field(ref.path), literal(ref, value))


def _not_equal(ref: FieldRef, value: Any) -> Node:
    """Unlike <> in a formula, "is not" in a list also shows records where the field is blank."""
    return _negated(_compare("=", ref, value))


def _between(ref: FieldRef, value: Any) -> Node:
    if not isinstance(value, list) or len(value) != 2:
        raise BadFilterValue(field=".".join(ref.path), expected=name_of(ref.type))
    return Call("AND", (_compare(">=", ref, value[0]), _compare("<=", ref, value[1])))


def _in(ref: FieldRef, value: Any) -> Node:
    items = literals(ref, value)
    if ref.source is None:
        return Call("IN", (Field(ref.path), *items))
    return _any([Call("CONTAINS", (Field(ref.path), item)) for item in items])


def _contains(ref: FieldRef, value: Any) -> Node:
    if ref.source is not None:
        return _in(ref, value if isinstance(value, list) else [value])
    return Call("CONTAINS", (Field(ref.path), _text(ref, value)))


def _starts_with(ref: FieldRef, value: Any) -> Node:
    return Call("STARTSWITH", (Field(ref.path), _text(ref, value)))


def _blank(ref: FieldRef, _value: Any) -> Node:
    return Call("ISBLANK", (Field(ref.path),))


def _within(ref: FieldRef, value: Any) -> Node:
    """A period's name, or {"period": "last_n_days", "n": 30}."""
    match value:
        case str(period) if period in PERIODS:
            return Call("WITHIN", (Field(ref.path), Text(period)))
        case {"period": str(period)} if period in PERIODS:
            return Call("WITHIN", (Field(ref.path), Text(period)))
        case {"period": str(period), "n": int(count)} if period in COUNTED_PERIODS and 1 <= count <= MOST_DAYS:
            return Call("WITHIN", (Field(ref.path), Text(period), Number(float(count))))
    raise BadFilterValue(field=".".join(ref.path), expected=name_of(ref.type))


def _is_me(ref: FieldRef, _value: Any) -> Node:
    if ref.source is not None:
        return Call("CONTAINS", (Field(ref.path), Call("ME", ())))
    return Binary("=", Field(ref.path), Call("ME", ()))


def _in_my_team(ref: FieldRef, _value: Any) -> Node:
    """A person in one of my teams, or a team that is mine."""
    mine = "TEAMMATES" if ref.type.kind is Kind.PERSON else "MYTEAMS"
    return Call("IN", (Field(ref.path), Call(mine, ())))


def _negated(node: Node) -> Node:
    return Call("NOT", (node,))


def _not(build: Callable[[FieldRef, Any], Node], ref: FieldRef, value: Any) -> Node:
    return _negated(build(ref, value))


def _any(nodes: list[Node]) -> Node:
    return nodes[0] if len(nodes) == 1 else Call("OR", tuple(nodes))


def _text(ref: FieldRef, value: Any) -> Node:
    if not isinstance(value, str) or not value or not can_be_stored(value):
        raise BadFilterValue(field=".".join(ref.path), expected=name_of(TEXT))
    return Text(value)


_TEXTS = frozenset({Kind.TEXT})
_LISTS = IDENTITIES | {Kind.TEXT}
_DAYS = frozenset({Kind.DATE, Kind.MOMENT})
_PEOPLE = frozenset({Kind.PERSON})
_LINKED = frozenset({Kind.PERSON, Kind.RECORD})
_ORDERED = ORDERED - {Kind.TEXT}

OPERATORS: dict[str, FilterOperator] = {
    "eq": FilterOperator(partial(_compare, "="), _SIMPLE),
    "ne": FilterOperator(_not_equal, _SIMPLE),
    "lt": FilterOperator(partial(_compare, "<"), _ORDERED),
    "le": FilterOperator(partial(_compare, "<="), _ORDERED),
    "gt": FilterOperator(partial(_compare, ">"), _ORDERED),
    "ge": FilterOperator(partial(_compare, ">="), _ORDERED),
    "between": FilterOperator(_between, _ORDERED),
    "in": FilterOperator(_in, _SIMPLE, _LISTS),
    "not_in": FilterOperator(partial(_not, _in), _SIMPLE, _LISTS),
    "under": FilterOperator(_in, IDENTITIES, IDENTITIES),
    "contains": FilterOperator(_contains, _TEXTS, _LISTS),
    "not_contains": FilterOperator(partial(_not, _contains), _TEXTS, _LISTS),
    "starts_with": FilterOperator(_starts_with, _TEXTS),
    "blank": FilterOperator(_blank, _SIMPLE, _LISTS),
    "not_blank": FilterOperator(partial(_not, _blank), _SIMPLE, _LISTS),
    "within": FilterOperator(_within, _DAYS),
    "is_me": FilterOperator(_is_me, _PEOPLE, _PEOPLE),
    "in_my_team": FilterOperator(_in_my_team, _LINKED, needs_team=True),
}


def operators_for(ref: FieldRef) -> tuple[str, ...]:
    """The operators that a filter on a field may use, for the editor."""
    return tuple(name for name, operator in OPERATORS.items() if operator.fits(ref))
