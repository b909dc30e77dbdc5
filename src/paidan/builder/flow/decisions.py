"""What a node type answers when a token enters it or an outcome arrives. The engine carries it out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from paidan.builder.flow.effects import CarbonCopy, Notify
from paidan.builder.flow.state import InstanceState, PersonId


@dataclass(frozen=True, slots=True)
class Proceed:
    """Leave the node forward. sets: fields that the flow writes. note: what the trail says."""

    sets: Mapping[str, Any] = field(default_factory=dict)
    effects: tuple[CarbonCopy | Notify, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Ask:
    """Open tasks for people: those the node's settings find, or exactly these."""

    people: tuple[PersonId, ...] | None = None


@dataclass(frozen=True, slots=True)
class Hold:
    """Rest here until time (the type's `until`), a record change or an outcome.

    hand_over: settings given to the part of the product that will report the outcome.
    """

    waits: Literal["time", "event", "external"]
    hand_over: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """Run actions after the commit; rest until they report, or go on at once."""

    actions: tuple[Mapping[str, Any], ...]
    wait: bool


@dataclass(frozen=True, slots=True)
class HandOff:
    """Hand the record over and go on at once, with no outcome expected."""

    hand_over: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Stay:
    """Go on resting; somebody is told. The answer to an outcome that does not end the waiting."""

    reason: str
    sets: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class GoTo:
    """Go to another node."""

    node: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class TakeArm:
    """Go into one arm of a branch. reasons: what each condition answered, in order."""

    arm: str
    reasons: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Split:
    """Go into every arm of a parallel block."""


@dataclass(frozen=True, slots=True)
class Finish:
    """End the instance."""

    outcome: InstanceState
    note: str = ""


@dataclass(frozen=True, slots=True)
class Halt:
    """Stop the instance in an administrator's list."""

    note: str


Decision = Proceed | Ask | Hold | Run | HandOff | Stay | GoTo | TakeArm | Split | Finish | Halt
