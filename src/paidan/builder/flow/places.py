"""Where a flow goes on: the structural facts that compiling a drawing brings out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from paidan.builder.flow.graph import Expression
from paidan.kernel.i18n.catalogue import Label

Why = Literal["forward", "start", "returned", "rejected", "jumped", "resumed", "taken_back"]


@dataclass(frozen=True, slots=True)
class Onward:
    """What follows: a place, the join of a parallel block reached by one of its arms, or the end of the flow."""

    kind: Literal["place", "join", "finish"]
    id: str = ""
    arm: str = ""


FINISH = Onward("finish")


@dataclass(frozen=True, slots=True)
class PlacedArm:
    """An arm and what stands first in it. `scope` is the scope of the blocks inside. No condition: always taken."""

    id: str
    label: Label
    first: Onward
    scope: str
    when: Expression | None = None


def encloses(outer: str, inner: str) -> bool:
    """Whether a scope is another one or lies around it."""
    return f"{inner}/".startswith(f"{outer}/")


def arm_scope(outer: str, block: str, arm: str) -> str:
    """Return the scope of an arm of a parallel block."""
    return f"{outer}/{block}.{arm}"


def outer_scope(scope: str) -> str:
    """Return the scope around an arm."""
    return scope.rpartition("/")[0]


def blank(value: Any) -> bool:
    """Whether a field value counts as empty. False and 0 are values."""
    return value is None or value == "" or value == [] or value == ()
