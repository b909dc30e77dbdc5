"""A clock as JSON, so that one column of a row can hold it.

Terms are written once and spans point to them; a span ends where the next begins. Calendars are written by id only and
looked up when read: a calendar keeps its own history (`CalendarHistory`), so that time already used stays what it was.

    {"v": 1, "kind": "resolution", "epoch": 3, "started_at": "2026-09-30T08:00:00Z",
     "terms": [{"policy": 7, "version": 2, "name": {"en": "Gold"}, "target": 57600, "calendar": 12}],
     "spans": [["running", "2026-09-30T08:00:00Z", 0],
               ["paused", "2026-10-08T06:30:00Z", 0, {"code": "waiting_customer"}]]}
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

from paidan.aftersales.sla.clock import Clock, Reason, Span, SpanKind, TargetKind, Terms
from paidan.platform.calendars.working_time import OpenHours

VERSION = 1


def write_clock(clock: Clock) -> dict[str, Any]:
    """Return the clock as plain JSON values."""
    terms: list[Terms] = []
    for span in clock.spans:
        if span.terms not in terms:
            terms.append(span.terms)
    return {
        "v": VERSION,
        "kind": clock.kind.value,
        "epoch": clock.epoch,
        "started_at": _write_moment(clock.started_at),
        "terms": [_write_terms(one) for one in terms],
        "spans": [_write_span(span, terms.index(span.terms)) for span in clock.spans],
    }


def read_clock(data: Mapping[str, Any], find_hours: Callable[[int], OpenHours]) -> Clock:
    """Return the clock that was written; `find_hours` gives the hours of a calendar id.

    Raises: ValueError when it was written by a later version.
    """
    if data["v"] != VERSION:
        raise ValueError(f"a clock of version {data['v']} cannot be read by version {VERSION}")
    terms = [_read_terms(one, find_hours) for one in data["terms"]]
    starts = [_read_moment(span[1]) for span in data["spans"]]
    ends = [after for _, after in pairwise(starts)] + [None]
    spans = (
        Span(SpanKind(span[0]), start, end, terms[span[2]], _read_reason(span[3]) if len(span) > 3 else None)
        for span, start, end in zip(data["spans"], starts, ends, strict=True)
    )
    return Clock(TargetKind(data["kind"]), _read_moment(data["started_at"]), tuple(spans), data["epoch"])


def _write_terms(terms: Terms) -> dict[str, Any]:
    return {
        "policy": terms.policy_id,
        "version": terms.policy_version,
        "name": dict(terms.policy_name),
        "target": terms.target_seconds,
        "calendar": terms.calendar_id,
    }


def _read_terms(data: Mapping[str, Any], find_hours: Callable[[int], OpenHours]) -> Terms:
    calendar_id = data["calendar"]
    hours = find_hours(calendar_id)
    return Terms(data["policy"], data["version"], dict(data["name"]), data["target"], calendar_id, hours)


def _write_span(span: Span, terms: int) -> list[Any]:
    written = [span.kind.value, _write_moment(span.start), terms]
    return written if span.reason is None else [*written, _write_reason(span.reason)]


def _write_reason(reason: Reason) -> dict[str, str]:
    written = {"code": reason.code}
    if reason.text:
        written["text"] = reason.text
    if reason.expected_at:
        written["expected_at"] = reason.expected_at.astimezone(UTC).isoformat()
    return written


def _read_reason(data: Mapping[str, str]) -> Reason:
    expected = data.get("expected_at")
    return Reason(data["code"], data.get("text", ""), datetime.fromisoformat(expected) if expected else None)


def _write_moment(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


def _read_moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
