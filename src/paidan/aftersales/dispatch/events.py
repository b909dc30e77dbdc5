"""What others may hear about dispatch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from paidan.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderOffered(Event):
    """An engineer was asked to take an order; `answer_by` is an ISO moment, None when there is no limit."""

    kind: ClassVar[str] = "dispatch.offered"
    offer: int
    engineer: int
    engineer_name: str
    decision: int
    by_hand: bool
    answer_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderAccepted(Event):
    """The engineer took it."""

    kind: ClassVar[str] = "dispatch.accepted"
    offer: int
    engineer: int
    engineer_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferEnded(Event):
    """An offer ended without being accepted: refused, expired or withdrawn."""

    kind: ClassVar[str] = "dispatch.offer_ended"
    offer: int
    engineer: int
    engineer_name: str
    state: str
    reason: str = ""
    comment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NobodyAvailable(Event):
    """Nobody is left to ask; the order waits in a dispatcher's list."""

    kind: ClassVar[str] = "dispatch.nobody"
    decision: int
