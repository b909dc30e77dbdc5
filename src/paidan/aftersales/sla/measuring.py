"""What can be asked of a clock: how much is used, what is left, when it falls due, whether it was broken.

Everything is computed from the spans. Used time is the open time of the running spans, each by the hours in force then;
it is compared with the target promised last. A promise is broken when a moment *later* than its due moment comes and it
is neither met, cancelled nor paused: met at the due second is in time. Moments are UTC; lengths are open seconds.
Asking for a moment may raise `NeverOpen` (the calendar has no hours left in which it could fall due).
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from paidan.aftersales.sla.clock import Clock, Span, SpanKind, whole_second


class ClockState(StrEnum):
    """How a promise stands at a moment."""

    RUNNING = "running"
    PAUSED = "paused"
    MET = "met"
    BREACHED_OPEN = "breached-open"  # broken and not met yet, running or paused
    BREACHED_MET = "breached-met"  # met too late
    CANCELLED = "cancelled"


def state_at(clock: Clock, now: datetime) -> ClockState:
    """Return how the promise stands at `now`, which is not before its last change."""
    if clock.last.kind is SpanKind.CANCELLED:
        return ClockState.CANCELLED
    breached = breached_at(clock, now) is not None
    if clock.last.kind is SpanKind.MET:
        return ClockState.BREACHED_MET if breached else ClockState.MET
    if breached:
        return ClockState.BREACHED_OPEN
    return ClockState.PAUSED if clock.is_paused else ClockState.RUNNING


def used_seconds(clock: Clock, now: datetime) -> int:
    """Return the open seconds used until `now`."""
    return sum(
        span.terms.hours.seconds_between(span.start, end)
        for span in _running(clock)
        if (end := min(span.end or now, now)) > span.start
    )


def remaining_seconds(clock: Clock, now: datetime) -> int:
    """Return the open seconds left at `now`; negative when more was used than promised."""
    return clock.terms.target_seconds - used_seconds(clock, now)


def fraction(clock: Clock, now: datetime) -> float:
    """Return the used part of the promise, 1.0 when it falls due."""
    return used_seconds(clock, now) / clock.terms.target_seconds


def due_at(clock: Clock) -> datetime | None:
    """Return the moment at which the target is used up, past or to come; None while a pause keeps it from coming.

    For a clock that has ended it is the moment that was to come had it gone on, None when it ended in a pause.
    """
    return moment_used(clock, clock.terms.target_seconds)


def due_if_resumed(clock: Clock, now: datetime) -> datetime | None:
    """Return when a paused clock falls due if it goes on at `now`; `due_at` when it runs; None when it has ended."""
    if clock.is_ended:
        return None
    due = due_at(clock)
    if due is not None or not clock.is_paused:
        return due
    now = max(whole_second(now), clock.last.start)
    return clock.terms.hours.after(now, remaining_seconds(clock, now))


def warn_at(clock: Clock, percent: int) -> datetime | None:
    """Return the moment at which that share of the target is used, as `due_at` does for 100; over 100 is allowed.

    After a change to a shorter target it may lie before the change: the warning is then owed at once.
    """
    return moment_used(clock, -(-clock.terms.target_seconds * percent // 100))


def breached_at(clock: Clock, now: datetime) -> datetime | None:
    """Return since when the promise is broken at `now`; None when it is not, or was met or cancelled in time.

    It is the due moment, or the moment at which the target was shortened to less than was already used.
    """
    due, until = due_at(clock), clock.ended_at or whole_second(now)
    if due is None or until <= due:
        return None
    return max(due, promised_since(clock))


def promised_since(clock: Clock) -> datetime:
    """Return since when the present target has been promised."""
    since = clock.last.start
    for span in reversed(clock.spans):
        if span.terms.target_seconds != clock.terms.target_seconds:
            break
        since = span.start
    return since


def moment_used(clock: Clock, seconds: int) -> datetime | None:
    """Return the first moment by which that many open seconds (at least 1) are used, or would be; see `due_at`."""
    used = 0
    for span in _running(clock):
        hours = span.terms.hours
        end = None if _would_go_on(clock, span) else span.end
        within = seconds - used if end is None else hours.seconds_between(span.start, end)
        if used + within >= seconds:
            moment = hours.after(span.start, seconds - used)
            if end is None or moment < end:  # at its very end a pause came in time
                return moment
        used += within
    return None


def _running(clock: Clock) -> list[Span]:
    return [span for span in clock.spans if span.kind is SpanKind.RUNNING]


def _would_go_on(clock: Clock, span: Span) -> bool:
    """Whether a span runs still, or ran until the clock ended."""
    return span is clock.last or (clock.is_ended and len(clock.spans) > 1 and span is clock.spans[-2])
