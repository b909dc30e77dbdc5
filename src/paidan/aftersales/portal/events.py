"""What others may hear of customers, and what the timeline of an order tells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from paidan.kernel.events.event import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerUrged(Event):
    """The customer asked for haste; `count` is how often so far."""

    kind: ClassVar[str] = "portal.urged"
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerConfirmed(Event):
    """The customer confirmed that the work is done."""

    kind: ClassVar[str] = "portal.confirmed"


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerDisputed(Event):
    """The customer says that it is not done."""

    kind: ClassVar[str] = "portal.disputed"
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerRated(Event):
    """The customer rated the service, 1 (bad) to 5 (good)."""

    kind: ClassVar[str] = "portal.rated"
    score: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerWrote(Event):
    """The customer sent a message."""

    kind: ClassVar[str] = "portal.wrote"
    message: int
