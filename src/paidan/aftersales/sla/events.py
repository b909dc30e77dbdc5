"""What others may hear about promises; the timeline of the record shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from paidan.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class SlaWarned(Event):
    """A share of a target is used. `target`: response, arrival or resolution; `due_at` an ISO moment."""

    kind: ClassVar[str] = "sla.warned"
    clock: int
    target: str
    percent: int
    due_at: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SlaBreached(Event):
    """A target passed without being met."""

    kind: ClassVar[str] = "sla.breached"
    clock: int
    target: str
    due_at: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SlaEscalated(Event):
    """Somebody higher was told. `to`: owner, team_leader or manager."""

    kind: ClassVar[str] = "sla.escalated"
    clock: int
    target: str
    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SlaMet(Event):
    """A target was met, in time or late."""

    kind: ClassVar[str] = "sla.met"
    clock: int
    target: str
    late: bool
    due_at: str | None
