"""The clock of one promise: its terms, its start, and the spans of time since.

A `Clock` is a value. It holds facts only: from when to when it ran, was paused or stood still after being met, and under
which terms. What is used, due or breached is computed from these spans (`measuring`), never stored, so it cannot go wrong
and stay wrong. How spans come about is for `moving`. No database, no clock of the machine: moments are handed in, UTC,
and are cut to whole seconds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum

from paidan.platform.calendars.working_time import OpenHours


class TargetKind(StrEnum):
    """What is promised: a first answer, someone on site, service restored."""

    RESPONSE = "response"
    ARRIVAL = "arrival"
    RESOLUTION = "resolution"


class SpanKind(StrEnum):
    """What a clock does for a while. Met and cancelled clocks stand still; a reopened one leaves that gap behind."""

    RUNNING = "running"
    PAUSED = "paused"
    MET = "met"
    CANCELLED = "cancelled"


ENDED = frozenset({SpanKind.MET, SpanKind.CANCELLED})


@dataclass(frozen=True, slots=True)
class Terms:
    """What is promised from some moment on: one version of a policy, the open seconds it allows, and the hours that count.

    `calendar_id` names `hours` where a clock is stored.
    """

    policy_id: int
    policy_version: int
    policy_name: Mapping[str, str] = field(hash=False)
    target_seconds: int
    calendar_id: int
    hours: OpenHours = field(hash=False, repr=False)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a clock is paused: a permanent code, what a person wrote, and when they expect to go on (UTC)."""

    code: str
    text: str = ""
    expected_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """One stretch of a clock's life, from `start` up to but without `end`; the last one has no end yet."""

    kind: SpanKind
    start: datetime
    end: datetime | None
    terms: Terms
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class Clock:
    """One promise to one work order. Spans follow each other without a gap, the first from `started_at`.

    `epoch` grows with every change, so that a timer set for an earlier state of the clock can be told and dropped.
    """

    kind: TargetKind
    started_at: datetime
    spans: tuple[Span, ...]
    epoch: int = 1

    @property
    def last(self) -> Span:
        """The span that is not over."""
        return self.spans[-1]

    @property
    def terms(self) -> Terms:
        """What is promised now."""
        return self.last.terms

    @property
    def is_running(self) -> bool:
        """Whether open time is being used."""
        return self.last.kind is SpanKind.RUNNING

    @property
    def is_paused(self) -> bool:
        """Whether it waits for a reason."""
        return self.last.kind is SpanKind.PAUSED

    @property
    def is_ended(self) -> bool:
        """Whether it was met or cancelled."""
        return self.last.kind in ENDED

    @property
    def met_at(self) -> datetime | None:
        """When the promise was kept, late or not; None while it is not."""
        return self.last.start if self.last.kind is SpanKind.MET else None

    @property
    def ended_at(self) -> datetime | None:
        """When it was met or cancelled; None while it is neither."""
        return self.last.start if self.is_ended else None


def whole_second(moment: datetime) -> datetime:
    """Return the moment in UTC with parts of a second dropped. A moment without a zone raises ValueError."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return moment.astimezone(UTC).replace(microsecond=0)
