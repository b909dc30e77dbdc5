"""The two forms in which every typed node can be written, as values and predicates ask for each other."""

from __future__ import annotations

from typing import Protocol

from paidan.builder.expressions.sql.builder import SqlBuilder
from paidan.builder.expressions.sql.columns import Columns
from paidan.builder.expressions.sql.fragment import Fragment
from paidan.builder.expressions.typed import Typed


class Writer(Protocol):
    """Writes the parts of a node."""

    @property
    def build(self) -> SqlBuilder: ...

    def value(self, typed: Typed) -> Fragment:
        """The value form: NULL when blank, yes/no as 0 or 1."""
        ...

    def predicate(self, typed: Typed) -> Fragment:
        """The predicate form of a yes/no node: never NULL."""
        ...

    def inside(self, columns: Columns) -> Writer:
        """The same among the rows of a list."""
        ...
