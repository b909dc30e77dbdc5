"""A piece of a formula while it is checked, and what the rules of functions may ask of the checker."""

from __future__ import annotations

from typing import NamedTuple, Protocol

from paidan.builder.expressions.scope import FieldRef
from paidan.builder.expressions.tree import Node, Path
from paidan.builder.expressions.typed import Typed
from paidan.builder.expressions.types import ValueType


class Part(NamedTuple):
    """A piece of a formula in both forms."""

    node: Node
    typed: Typed

    @property
    def type(self) -> ValueType:
        return self.typed.type


class Asks(Protocol):
    """The checker, as the rules of operators and functions see it."""

    def check(self, node: Node, wanted: ValueType | None = None) -> Part:
        """Check one node; `wanted` is the type its place would like, which gives meaning to texts."""
        ...

    def one(self, node: Node, wanted: ValueType | None = None) -> Part:
        """Check a node that must give a single value."""
        ...

    def list_of(self, node: Node) -> FieldRef | None:
        """The many-valued field that a node names as a whole, outside its own rows; else None."""
        ...

    def source_of(self, node: Node) -> Path | None:
        """The list whose rows an argument is about; None when it is about the record itself."""
        ...

    def in_rows(self, source: Path, node: Node, wanted: ValueType | None = None) -> Part:
        """Check an expression about each row of a list."""
        ...

    def require_list(self, node: Node, function: str) -> Path:
        """The list that an argument is about."""
        ...
