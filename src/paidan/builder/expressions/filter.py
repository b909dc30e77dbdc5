"""Filters as lists send them: a JSON tree of conditions that becomes the same tree as a formula.

    {"all": [{"field": "priority", "op": "in", "value": ["high"]}, {"not": {"field": "owner", "op": "blank"}}]}

A leaf names a field by its path of keys ("customer.level" or a list), an operator and a value; or it is a formula,
{"formula": "{amount} > 3"}. Choices are given by key or id, people and records by id, dates as 2026-05-01, moments as ISO
text with a zone, durations in seconds. The empty filter, {"all": []}, lets everything through.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from paidan.builder.expressions.errors import BadFilter, OperatorDoesNotFit, TooDeep, UnknownOperator, name_of
from paidan.builder.expressions.filter_operators import OPERATORS
from paidan.builder.expressions.parser import parse
from paidan.builder.expressions.scope import FieldRef, Scope
from paidan.builder.expressions.tree import MAX_DEPTH, Bool, Call, Node, require_within_limits


def tree_of_filter(data: Any, scope: Scope) -> Node:
    """Turn a filter into a tree, which is still to be checked like any formula.

    Raises: BadFilter, UnknownOperator, OperatorDoesNotFit, BadFilterValue, UnknownField and what `parse` raises.
    """
    node = _read(data, scope, 1)
    require_within_limits(node)
    return node


def _read(data: Any, scope: Scope, depth: int) -> Node:
    if depth > MAX_DEPTH:
        raise TooDeep(limit=MAX_DEPTH)
    match data:
        case {"all": list(parts), **rest} if not rest:
            return _joined("AND", [_read(part, scope, depth + 1) for part in parts], empty=True)
        case {"any": list(parts), **rest} if not rest:
            return _joined("OR", [_read(part, scope, depth + 1) for part in parts], empty=False)
        case {"not": part, **rest} if not rest:
            return Call("NOT", (_read(part, scope, depth + 1),))
        case {"formula": str(text), **rest} if not rest:
            return parse(text)
        case {"field": field, "op": str(operator), **rest} if rest.keys() <= {"value"}:
            return _leaf(field, operator, rest.get("value"), scope)
    raise BadFilter


def _joined(function: str, parts: list[Node], *, empty: bool) -> Node:
    if not parts:
        return Bool(empty)
    return parts[0] if len(parts) == 1 else Call(function, tuple(parts))


def _leaf(field: Any, operator: str, value: Any, scope: Scope) -> Node:
    ref = scope.resolve(_path(field))
    known = OPERATORS.get(operator)
    if known is None:
        raise UnknownOperator(operator=operator)
    if not known.fits(ref):
        raise OperatorDoesNotFit(field=".".join(ref.path), kind=_kind_of(ref), operator=operator)
    return known.build(ref, value)


def _kind_of(ref: FieldRef) -> dict[str, str]:
    return name_of(replace(ref.type, many=ref.source is not None))


def _path(field: Any) -> tuple[str, ...]:
    steps = field.split(".") if isinstance(field, str) else field
    if not isinstance(steps, list) or not steps or not all(isinstance(step, str) and step for step in steps):
        raise BadFilter
    return tuple(steps)
