"""A piece of a formula while it is checked: its stored form beside its typed form."""

from __future__ import annotations

from typing import NamedTuple

from paidan.builder.expressions.tree import Node
from paidan.builder.expressions.typed import Typed
from paidan.builder.expressions.types import ValueType


class Part(NamedTuple):
    """A piece of a formula in both forms."""

    node: Node
    typed: Typed

    @property
    def type(self) -> ValueType:
        return self.typed.type
