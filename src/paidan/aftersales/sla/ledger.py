"""The minute ledger: where every second of a promise went.

Lines cover the time from the clock's start to its end (or to the moment asked for) without gap or overlap, so they sum to
wall time; the running lines sum to the time used. A line is one of

- running: open hours that count;
- closed: outside the open hours while it would run;
- paused: waiting for a reason, whether the hours were open or not: paused beats closed, because the reason is what a
  reader looks for. `open_seconds` tells how much of it would have counted;
- stopped: between being met or cancelled and being reopened; counts for nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from paidan.aftersales.sla.clock import ENDED, Clock, Reason, Span, SpanKind, whole_second


class LineKind(StrEnum):
    """What a stretch of time was."""

    RUNNING = "running"
    CLOSED = "closed"
    PAUSED = "paused"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """A stretch from `start` up to but without `end` (UTC), and under which policy and calendar it was counted."""

    start: datetime
    end: datetime
    kind: LineKind
    reason: Reason | None
    policy_id: int
    policy_version: int
    calendar_id: int
    open_seconds: int

    @property
    def seconds(self) -> int:
        """Its length in wall time."""
        return int((self.end - self.start).total_seconds())


def ledger(clock: Clock, until: datetime) -> list[LedgerLine]:
    """Return the lines from the clock's start to `until`, or to its end when that comes first."""
    until = whole_second(until)
    lines: list[LedgerLine] = []
    for span in clock.spans:
        end = min(span.end or until, until)
        if span.start < end and not (span is clock.last and clock.is_ended):
            lines += _lines(span, end)
    return lines


def _lines(span: Span, end: datetime) -> Iterator[LedgerLine]:
    if span.kind is SpanKind.RUNNING:
        yield from _running_lines(span, end)
    else:
        kind = LineKind.STOPPED if span.kind in ENDED else LineKind.PAUSED
        yield _line(span, kind, span.start, end, span.terms.hours.seconds_between(span.start, end))


def _running_lines(span: Span, end: datetime) -> Iterator[LedgerLine]:
    reached = span.start
    for opens, closes in span.terms.hours.open_intervals(span.start, end):
        if reached < opens:
            yield _line(span, LineKind.CLOSED, reached, opens, 0)
        yield _line(span, LineKind.RUNNING, opens, closes, int((closes - opens).total_seconds()))
        reached = closes
    if reached < end:
        yield _line(span, LineKind.CLOSED, reached, end, 0)


def _line(span: Span, kind: LineKind, start: datetime, end: datetime, open_seconds: int) -> LedgerLine:
    terms = span.terms
    return LedgerLine(
        start, end, kind, span.reason, terms.policy_id, terms.policy_version, terms.calendar_id, open_seconds
    )
