"""The stored form of a formula: a tree of immutable nodes and its JSON.

Fields and choices stand in it by key, never by label, so that renaming either changes no formula. A node's position in
the text it was read from is kept for error messages, but is neither compared nor stored.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from paidan.builder.expressions.errors import StoredFormUnreadable, TooDeep, TooManyParts

VERSION = 1
"""Version of the language that stored trees are written in."""

MAX_DEPTH = 40
"""SQLite takes expressions that are 1,000 deep; no function needs more than 24 for one level."""
MAX_NODES = 2000

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Number:
    value: float
    at: int = field(default=-1, compare=False)


@dataclass(frozen=True, slots=True)
class Text:
    value: str
    at: int = field(default=-1, compare=False)


@dataclass(frozen=True, slots=True)
class Bool:
    value: bool
    at: int = field(default=-1, compare=False)


@dataclass(frozen=True, slots=True)
class Choice:
    """An option of the choice field at the path `of`, by its key, or by its id when it has no key."""

    of: Path
    value: str | int
    at: int = field(default=-1, compare=False)


@dataclass(frozen=True, slots=True)
class Field:
    path: Path
    at: int = field(default=-1, compare=False)


@dataclass(frozen=True, slots=True)
class Unary:
    """`-` and `+` stand before their operand, `%` (divided by a hundred) after it."""

    sign: str
    operand: Node
    at: int = field(default=-1, compare=False)


@dataclass(frozen=True, slots=True)
class Binary:
    sign: str
    left: Node
    right: Node
    at: int = field(default=-1, compare=False)


@dataclass(frozen=True, slots=True)
class Call:
    """A function by its English name in capitals (as written, until it is checked)."""

    name: str
    args: tuple[Node, ...]
    at: int = field(default=-1, compare=False)


Node = Number | Text | Bool | Choice | Field | Unary | Binary | Call

BINARY_SIGNS = frozenset({"+", "-", "*", "/", "^", "&", "=", "<>", "<", "<=", ">", ">="})
UNARY_SIGNS = frozenset({"+", "-", "%"})


def children(node: Node) -> tuple[Node, ...]:
    """The nodes directly below one."""
    match node:
        case Unary():
            return (node.operand,)
        case Binary():
            return (node.left, node.right)
        case Call():
            return node.args
    return ()


def can_be_stored(text: str) -> bool:
    """Whether both databases take a text: NUL characters and halves of surrogate pairs they refuse."""
    return "\0" not in text and not any("\ud800" <= character <= "\udfff" for character in text)


def walk(node: Node) -> Iterator[Node]:
    """Every node, without recursion."""
    waiting = [node]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(children(node))


def require_within_limits(node: Node) -> None:
    """Count nodes and depth without recursion. Raises TooDeep, TooManyParts."""
    waiting = [(node, 1)]
    count = 0
    while waiting:
        node, depth = waiting.pop()
        count += 1
        if depth > MAX_DEPTH:
            raise TooDeep(node.at, limit=MAX_DEPTH)
        if count > MAX_NODES:
            raise TooManyParts(node.at, limit=MAX_NODES)
        waiting.extend((child, depth + 1) for child in children(node))


def dependencies(node: Node) -> frozenset[Path]:
    """The paths of every field that a formula reads, for the order of recalculation."""
    return frozenset(part.path for part in walk(node) if isinstance(part, Field))


def to_json(node: Node) -> dict[str, Any]:
    """The tree as JSON-able data with the version of the language."""
    return {"version": VERSION, "tree": _write(node)}


def from_json(data: Any) -> Node:
    """Read what `to_json` wrote. Raises StoredFormUnreadable, TooDeep, TooManyParts."""
    if not isinstance(data, dict) or data.get("version") != VERSION:
        raise StoredFormUnreadable(version=VERSION)
    _require_shallow(data.get("tree"))
    node = _read(data.get("tree"))
    require_within_limits(node)
    return node


def _write(node: Node) -> dict[str, Any]:
    match node:
        case Number():
            return {"number": node.value}
        case Text():
            return {"text": node.value}
        case Bool():
            return {"bool": node.value}
        case Choice():
            return {"choice": node.value, "of": list(node.of)}
        case Field():
            return {"field": list(node.path)}
        case Unary():
            return {"sign": node.sign, "args": [_write(node.operand)]}
        case Binary():
            return {"sign": node.sign, "args": [_write(node.left), _write(node.right)]}
        case Call():
            return {"call": node.name, "args": [_write(arg) for arg in node.args]}


def _read(data: Any) -> Node:
    match data:
        case {"number": int() | float() as number} if not isinstance(number, bool):
            return Number(float(number))
        case {"text": str(text)} if can_be_stored(text):
            return Text(text)
        case {"bool": bool(flag)}:
            return Bool(flag)
        case {"choice": str() | int() as value, "of": list(path)}:
            return Choice(_path(path), value)
        case {"field": list(path)}:
            return Field(_path(path))
        case {"sign": str(sign), "args": [operand]} if sign in UNARY_SIGNS:
            return Unary(sign, _read(operand))
        case {"sign": str(sign), "args": [left, right]} if sign in BINARY_SIGNS:
            return Binary(sign, _read(left), _read(right))
        case {"call": str(name), "args": list(args)}:
            return Call(name, tuple(_read(arg) for arg in args))
    raise StoredFormUnreadable(version=VERSION)


def _path(steps: list[Any]) -> Path:
    if not steps or not all(isinstance(step, str) and step for step in steps):
        raise StoredFormUnreadable(version=VERSION)
    return tuple(steps)


def _require_shallow(data: Any) -> None:
    waiting = [(data, 1)]
    count = 0
    while waiting:
        data, depth = waiting.pop()
        count += 1
        if depth > MAX_DEPTH:
            raise TooDeep(limit=MAX_DEPTH)
        if count > MAX_NODES:
            raise TooManyParts(limit=MAX_NODES)
        if isinstance(data, dict) and isinstance(data.get("args"), list):
            waiting.extend((child, depth + 1) for child in data["args"])
