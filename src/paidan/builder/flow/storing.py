"""Rows of an instance as they lie in tables, and back, exactly. Pure.

Tuples and mappings inside a row become JSON. Values of records that a row remembers (drafts, guarded fields) keep their
type: moments and decimals are marked, so that they compare as they did.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import datetime
from decimal import Decimal
from typing import Any, TypeVar

from paidan.builder.flow.state import CameFrom, Handled, Instance, ResumePoint, Row, SignGroup, Stood, Task, Token
from paidan.kernel.clock import parse_moment

R = TypeVar("R", Instance, Token, SignGroup, Task)
Codec = tuple[Callable[[Any], Any], Callable[[Any], Any]]


def to_row(row: Row) -> dict[str, Any]:
    """Return the columns that a row of the state fills."""
    codecs = _CODECS.get(type(row), {})
    found = {name: getattr(row, name) for name in column_names(type(row))}
    for name, (write, _) in codecs.items():
        found[name] = write(found[name])
    return found


def from_row(kind: type[R], values: tuple[Any, ...]) -> R:
    """Build a row of the state from its columns in the order of `column_names`."""
    found = dict(zip(column_names(kind), values, strict=True))
    for name, (_, read) in _CODECS.get(kind, {}).items():
        found[name] = read(found[name])
    return kind(**found)


def column_names(kind: type[Any]) -> tuple[str, ...]:
    """Return the names of the columns that a kind of row fills, in order."""
    names = _NAMES.get(kind)
    if names is None:
        names = _NAMES[kind] = tuple(f.name for f in fields(kind))
    return names


def write_value(value: Any) -> Any:
    """Return a field's value as JSON that tells its type."""
    if isinstance(value, datetime):
        return {"$moment": value.isoformat()}
    if isinstance(value, Decimal):
        return {"$decimal": str(value)}
    if isinstance(value, Mapping):
        inner = {str(key): write_value(one) for key, one in value.items()}
        return {"$map": inner} if any(key.startswith("$") for key in inner) else inner
    if isinstance(value, list | tuple):
        return [write_value(one) for one in value]
    return value


def read_value(value: Any) -> Any:
    """Return the value that `write_value` wrote."""
    if isinstance(value, list):
        return [read_value(one) for one in value]
    if not isinstance(value, dict):
        return value
    match value:
        case {"$moment": str(text)}:
            return datetime.fromisoformat(text)
        case {"$decimal": str(text)}:
            return Decimal(text)
        case {"$map": dict(inner)}:
            return {key: read_value(one) for key, one in inner.items()}
    return {key: read_value(one) for key, one in value.items()}


def _stood(one: Stood) -> list[Any]:
    return [one.task_id, one.open, one.waits_for]


def _point(one: ResumePoint) -> dict[str, Any]:
    return {
        "at": one.at_node,
        "node": one.node,
        "group": one.group_id,
        "task": one.task_id,
        "stood": [_stood(s) for s in one.stood],
        "since": one.since,
        "guarded": write_value(one.guarded),
    }


def _read_point(raw: Mapping[str, Any]) -> ResumePoint:
    stood = tuple(Stood(*s) for s in raw["stood"])
    guarded = read_value(raw["guarded"])
    return ResumePoint(raw["at"], raw["node"], raw["group"], raw["task"], stood, raw["since"], guarded)


def _points(many: tuple[ResumePoint, ...]) -> list[Any]:
    return [_point(one) for one in many]


def _read_points(raw: list[Any]) -> tuple[ResumePoint, ...]:
    return tuple(_read_point(one) for one in raw)


def _came_from(came: CameFrom | None) -> Any:
    if came is None:
        return None
    stood = [_stood(s) for s in came.stood]
    return {
        "task": came.task_id,
        "node": came.node,
        "stood": stood,
        "resume": _points(came.resume),
        "by": came.touched_by,
    }


def _read_came_from(raw: Any) -> CameFrom | None:
    if raw is None:
        return None
    stood = tuple(Stood(*s) for s in raw["stood"])
    return CameFrom(raw["task"], raw["node"], stood, _read_points(raw["resume"]), raw["by"])


def _handled(by_node: Mapping[str, Handled]) -> dict[str, Any]:
    return {node: [list(h.people), h.epoch, h.counts] for node, h in by_node.items()}


def _read_handled(raw: Mapping[str, Any]) -> dict[str, Handled]:
    return {node: Handled(tuple(people), epoch, counts) for node, (people, epoch, counts) in raw.items()}


def _urged(by_person: Mapping[int, datetime]) -> dict[str, str]:
    return {str(person): at.isoformat() for person, at in by_person.items()}


def _read_urged(raw: Mapping[str, str]) -> dict[int, datetime]:
    return {int(person): parse_moment(at) for person, at in raw.items()}


_NAMES: dict[type[Any], tuple[str, ...]] = {}
_CODECS: dict[type[Any], dict[str, Codec]] = {
    Instance: {"handled": (_handled, _read_handled), "urged": (_urged, _read_urged)},
    Token: {"arrived": (list, tuple), "resume": (_points, _read_points), "came_from": (_came_from, _read_came_from)},
    Task: {"candidates": (list, tuple), "draft": (write_value, read_value)},
}
