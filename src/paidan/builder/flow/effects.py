"""What a step asks the world to do once its rows are written. The service carries effects out, in order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from paidan.builder.flow.state import InstanceState, PersonId, RowId


@dataclass(frozen=True, slots=True)
class SetFields:
    """Write fields of the instance's record in the same transaction.

    source: `form` for what a person filled in, already checked against the node's rights, `flow` for what the flow
    itself sets: statuses, buttons, outcomes.
    """

    values: Mapping[str, Any]
    source: Literal["form", "flow"]
    node: str


@dataclass(frozen=True, slots=True)
class Notify:
    """Tell people something. `message` is a catalogue key; `params` fill it."""

    people: tuple[PersonId, ...]
    message: str
    node: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CarbonCopy:
    """Give people a copy to read; it never grants a right to edit."""

    people: tuple[PersonId, ...]
    node: str


@dataclass(frozen=True, slots=True)
class RunActions:
    """Run actions after the commit. With `wait`, report `done` or `failed` as an outcome for this token and epoch."""

    token_id: RowId
    epoch: int
    node: str
    actions: tuple[Mapping[str, Any], ...]
    wait: bool


@dataclass(frozen=True, slots=True)
class HandOver:
    """Give the record to another part of the product, found by `kind`, which reports an outcome for token and epoch."""

    token_id: RowId
    epoch: int
    node: str
    kind: str
    settings: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Recall:
    """Take back what was handed over: the token has left without an outcome."""

    token_id: RowId
    epoch: int
    node: str


@dataclass(frozen=True, slots=True)
class ArmTimer:
    """Keep a timer, replacing one of the same token, epoch and name; when due, send `TimerFired` with these three."""

    token_id: RowId
    epoch: int
    timer: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class NobodyFound:
    """The assignee rules found nobody who can act: list it for these people, or for every administrator if none."""

    node: str
    people: tuple[PersonId, ...]
    reason: str = "nobody"


@dataclass(frozen=True, slots=True)
class InstanceChanged:
    """The instance ended, was suspended, resumed or stopped; clocks, stock and dispatch follow."""

    state: InstanceState
    note: str = ""


Effect = SetFields | Notify | CarbonCopy | RunActions | HandOver | Recall | ArmTimer | NobodyFound | InstanceChanged
