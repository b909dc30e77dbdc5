"""What can be asked about promises: how each clock of a record stands, and where every second went."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from paidan.aftersales.sla.clock import Clock, Reason, whole_second
from paidan.aftersales.sla.ledger import LedgerLine, ledger
from paidan.aftersales.sla.measuring import breached_at, due_if_resumed, remaining_seconds, state_at, used_seconds
from paidan.aftersales.sla.rows import due_of
from paidan.aftersales.sla.storing import read_clock
from paidan.aftersales.sla.tables import clocks
from paidan.kernel.clock import moment_text
from paidan.kernel.database import Database, Query
from paidan.kernel.i18n import label_in, load_catalogue
from paidan.platform.calendars.errors import NeverOpen
from paidan.platform.calendars.loading import read_calendar_history

_ORDER = ("response", "arrival", "resolution")
Read = tuple[int, Clock, list[dict[str, Any]], int | None]
"""A clock's id, the clock, its trace, the highest percent warned of."""


async def clocks_for(database: Database, record_id: int) -> list[Read]:
    """Return the clocks of a record: response, arrival, resolution."""
    table = clocks.c
    statement = sa.select(table.id, table.data, table.trace, table.warned).where(table.record_id == record_id)
    rows = await database.read(Query(statement, lambda *row: row))
    used = {terms["calendar"] for row in rows for terms in row[1]["terms"]}
    hours = {one: await read_calendar_history(database, one) for one in used}
    found = [(row[0], read_clock(row[1], hours.__getitem__), row[2], row[3]) for row in rows]
    return sorted(found, key=lambda one: _ORDER.index(one[1].kind))


def describe_clock(read: Read, now: datetime, language: str) -> dict[str, Any]:
    """Return how a clock stands at `now` (UTC). JSON-able; lengths are open seconds of its calendar."""
    clock_id, clock, trace, warned = read
    now = max(whole_second(now), clock.last.start)
    until = clock.ended_at or now
    due = due_of(clock)
    broken = breached_at(clock, now) if due else None
    return {
        "id": clock_id,
        "kind": clock.kind.value,
        "label": _word(f"sla.target.{clock.kind.value}", language),
        "state": state_at(clock, now).value if due else clock.last.kind.value,
        "policy": {
            "id": clock.terms.policy_id,
            "version": clock.terms.policy_version,
            "name": label_in(dict(clock.terms.policy_name), language),
        },
        "why": [_considered(one, language) for one in trace],
        "started_at": moment_text(clock.started_at),
        "due_at": _moment(due),
        "due_if_resumed": _moment(_due_if_resumed(clock, now)),
        "target_seconds": clock.terms.target_seconds,
        "used_seconds": used_seconds(clock, until),
        "remaining_seconds": remaining_seconds(clock, until),
        "paused": _reason(clock.last.reason, language) if clock.is_paused else None,
        "warned_percent": warned,
        "breached_at": _moment(broken),
        "met_at": _moment(clock.met_at),
    }


def describe_ledger(read: Read, now: datetime, language: str) -> dict[str, Any]:
    """Return every stretch of a clock's life until `now` (UTC) or its end; their seconds sum to `wall_seconds`."""
    clock_id, clock, _, _ = read
    until = clock.ended_at or max(whole_second(now), clock.last.start)
    return {
        "id": clock_id,
        "kind": clock.kind.value,
        "label": _word(f"sla.target.{clock.kind.value}", language),
        "wall_seconds": int((until - clock.started_at).total_seconds()),
        "used_seconds": used_seconds(clock, until),
        "lines": [_line(one, language) for one in ledger(clock, until)],
    }


def _line(line: LedgerLine, language: str) -> dict[str, Any]:
    return {
        "start": moment_text(line.start),
        "end": moment_text(line.end),
        "kind": line.kind.value,
        "label": _word(f"sla.line.{line.kind.value}", language),
        "reason": _reason(line.reason, language),
        "seconds": line.seconds,
        "open_seconds": line.open_seconds,
        "policy": line.policy_id,
        "policy_version": line.policy_version,
        "calendar": line.calendar_id,
    }


def _considered(one: dict[str, Any], language: str) -> dict[str, Any]:
    return {**one, "name": label_in(one["name"], language), "because": label_in(one["because"], language)}


def _reason(reason: Reason | None, language: str) -> dict[str, Any] | None:
    if reason is None:
        return None
    label = _word(f"sla.reason.{reason.code}", language)
    return {"code": reason.code, "label": label, "text": reason.text, "expected_at": _moment(reason.expected_at)}


def _due_if_resumed(clock: Clock, now: datetime) -> datetime | None:
    try:
        return due_if_resumed(clock, now)
    except (NeverOpen, ValueError):
        return None


def _word(key: str, language: str) -> str:
    found = load_catalogue().get(key)
    return label_in(found, language) if found else key.rpartition(".")[2]


def _moment(moment: datetime | None) -> str | None:
    return None if moment is None else moment_text(moment)
