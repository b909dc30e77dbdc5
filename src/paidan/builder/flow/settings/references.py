"""What a node's settings point at: fields, people, roles, nodes, conditions.

Publishing checks that each of them exists, and stores them, so that trashing a field can list the flows it breaks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

ReferenceKind = Literal[
    "field", "person", "role", "team", "skill_group", "choice", "calendar", "node", "target", "expression", "flow"
]


@dataclass(frozen=True, slots=True)
class Reference:
    """One thing pointed at. A `node` is only named; a `target` is a node that the instance may be sent to.

    `within` is the field key for a choice.
    """

    kind: ReferenceKind
    key: Any
    within: str = ""


class Settings(BaseModel):
    """Base of every settings model: immutable and strict."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def own_references(self) -> Iterator[Reference]:
        """Yield what this model itself points at; parts are asked by `references`."""
        yield from ()

    def references(self) -> Iterator[Reference]:
        """Yield everything that this model and its parts point at."""
        yield from self.own_references()
        for name in type(self).model_fields:
            yield from _references_in(getattr(self, name))


def _references_in(value: Any) -> Iterator[Reference]:
    if isinstance(value, Settings):
        yield from value.references()
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from _references_in(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _references_in(part)
