"""What can happen to a clock: start, pause, resume, meet, cancel, reopen, and other terms.

Each function takes a clock and a moment and returns the clock as it is afterwards and what happened. All may be called
twice: what already holds, or cannot hold any more, changes nothing and is reported as ignored. A moment before the last
change (the machine's clock stepped back, two processes raced) counts as the moment of that change and the event says so;
time already written down is never rewritten. What was used stays used under any change of terms.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from paidan.aftersales.sla.clock import Clock, Reason, Span, SpanKind, TargetKind, Terms, whole_second
from paidan.platform.calendars.working_time import OpenHours


class EventKind(StrEnum):
    """What happened to a clock."""

    STARTED = "started"
    PAUSED = "paused"
    REASON_CHANGED = "reason_changed"
    RESUMED = "resumed"
    MET = "met"
    CANCELLED = "cancelled"
    REOPENED = "reopened"
    POLICY_CHANGED = "policy_changed"
    CALENDAR_CHANGED = "calendar_changed"
    IGNORED = "ignored"


class Note(StrEnum):
    """Why an event is not simply what was asked for."""

    CLAMPED = "clamped"  # the moment lay before the last change
    NO_CHANGE = "no_change"  # it already was so
    ENDED = "ended"  # it was met or cancelled before


@dataclass(frozen=True, slots=True)
class ClockEvent:
    """One thing that happened, the moment it counts from, and the moment it was asked for (both UTC, whole seconds)."""

    kind: EventKind
    at: datetime
    asked_at: datetime
    note: Note | None = None
    reason: Reason | None = None


class Outcome(NamedTuple):
    """A clock after a change, and what happened."""

    clock: Clock
    events: tuple[ClockEvent, ...]


def start(kind: TargetKind, terms: Terms, at: datetime) -> Outcome:
    """Begin a promise. Time outside the open hours does not count, so it may begin at any moment."""
    at = whole_second(at)
    clock = Clock(kind, at, (Span(SpanKind.RUNNING, at, None, terms),))
    return Outcome(clock, (ClockEvent(EventKind.STARTED, at, at),))


def pause(clock: Clock, at: datetime, reason: Reason) -> Outcome:
    """Stop counting for a reason; another reason while paused begins a pause of its own."""
    if clock.is_ended:
        return _ignored(clock, at, Note.ENDED)
    if clock.is_paused and clock.last.reason == reason:
        return _ignored(clock, at, Note.NO_CHANGE)
    event = EventKind.REASON_CHANGED if clock.is_paused else EventKind.PAUSED
    return _moved(clock, at, event, Span(SpanKind.PAUSED, at, None, clock.terms, reason))


def resume(clock: Clock, at: datetime) -> Outcome:
    """Go on counting after a pause, whatever its reason."""
    if not clock.is_paused:
        return _ignored(clock, at, Note.ENDED if clock.is_ended else Note.NO_CHANGE)
    return _moved(clock, at, EventKind.RESUMED, Span(SpanKind.RUNNING, at, None, clock.terms))


def meet(clock: Clock, at: datetime) -> Outcome:
    """Keep the promise, in time or late; the first moment counts."""
    return _ended(clock, at, EventKind.MET, SpanKind.MET)


def cancel(clock: Clock, at: datetime) -> Outcome:
    """End the promise without keeping or breaking it; a promise already kept stays kept."""
    return _ended(clock, at, EventKind.CANCELLED, SpanKind.CANCELLED)


def reopen(clock: Clock, at: datetime) -> Outcome:
    """Go on counting after it was met or cancelled; the time in between counts for nothing (metric "net resolution")."""
    if not clock.is_ended:
        return _ignored(clock, at, Note.NO_CHANGE)
    return _moved(clock, at, EventKind.REOPENED, Span(SpanKind.RUNNING, at, None, clock.terms))


def change_policy(clock: Clock, at: datetime, terms: Terms) -> Outcome:
    """Promise something else from now on, as after a change of priority. Used time and a running pause are kept."""
    return _changed_terms(clock, at, EventKind.POLICY_CHANGED, terms)


def change_calendar(clock: Clock, at: datetime, calendar_id: int, hours: OpenHours) -> Outcome:
    """Count by other hours from now on; what was used until now was used by the old ones."""
    terms = replace(clock.terms, calendar_id=calendar_id, hours=hours)
    return _changed_terms(clock, at, EventKind.CALENDAR_CHANGED, terms)


def _ended(clock: Clock, at: datetime, event: EventKind, kind: SpanKind) -> Outcome:
    if clock.is_ended:
        return _ignored(clock, at, Note.NO_CHANGE if clock.last.kind is kind else Note.ENDED)
    return _moved(clock, at, event, Span(kind, at, None, clock.terms))


def _changed_terms(clock: Clock, at: datetime, event: EventKind, terms: Terms) -> Outcome:
    if clock.is_ended:
        return _ignored(clock, at, Note.ENDED)
    if terms == clock.terms:
        return _ignored(clock, at, Note.NO_CHANGE)
    return _moved(clock, at, event, replace(clock.last, start=at, terms=terms))


def _ignored(clock: Clock, at: datetime, note: Note) -> Outcome:
    at = whole_second(at)
    return Outcome(clock, (ClockEvent(EventKind.IGNORED, at, at, note),))


def _moved(clock: Clock, at: datetime, event: EventKind, span: Span) -> Outcome:
    """End the last span at `at` and begin `span` there."""
    asked_at = whole_second(at)
    at = max(asked_at, clock.last.start)
    spans = [*clock.spans[:-1], replace(clock.last, end=at), replace(span, start=at)]
    moved = replace(clock, spans=tuple(_without_seams(spans)), epoch=clock.epoch + 1)
    note = Note.CLAMPED if at != asked_at else None
    return Outcome(moved, (ClockEvent(event, at, asked_at, note, span.reason),))


def _without_seams(spans: list[Span]) -> list[Span]:
    """Drop spans without length and join neighbours that differ in nothing but time."""
    kept: list[Span] = []
    for span in spans:
        if span.start == span.end:
            continue
        if kept and replace(kept[-1], start=span.start, end=span.end) == span:
            span = replace(kept.pop(), end=span.end)
        kept.append(span)
    return kept
