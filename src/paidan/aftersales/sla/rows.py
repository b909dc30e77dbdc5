"""Clocks in their table: reading them with their hours, writing them with what lists search for, arming what is next.

One timer waits per clock, for its next alarm, and carries the clock's epoch; the clock's next change sets it anew.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from paidan.aftersales.sla.alarms import Alarm, list_alarms
from paidan.aftersales.sla.clock import Clock
from paidan.aftersales.sla.measuring import breached_at, due_at, state_at
from paidan.aftersales.sla.policies import SlaPolicy
from paidan.aftersales.sla.storing import read_clock, write_clock
from paidan.aftersales.sla.tables import clocks
from paidan.kernel.database import Tx
from paidan.kernel.timers import arm, disarm
from paidan.platform.calendars.errors import NeverOpen
from paidan.platform.calendars.loading import load_calendar

TIMER = "sla.alarm"
_COLUMNS = (clocks.c.id, clocks.c.object, clocks.c.record_id, clocks.c.data, clocks.c.trace, clocks.c.told)


@dataclass(slots=True)
class Kept:
    """A clock and what its row says beside it."""

    id: int
    object: str
    record: int
    clock: Clock
    trace: list[dict[str, Any]] = field(default_factory=list)
    told: list[str] = field(default_factory=list)


def clocks_of(tx: Tx, record_id: int) -> list[Kept]:
    """Return the clocks of a record; nobody else can change them until the commit."""
    return _read(tx, sa.select(*_COLUMNS).where(clocks.c.record_id == record_id).order_by(clocks.c.id))


def find_clock(tx: Tx, clock_id: int) -> Kept | None:
    """Return one clock in the same way."""
    return next(iter(_read(tx, sa.select(*_COLUMNS).where(clocks.c.id == clock_id))), None)


def _read(tx: Tx, statement: sa.Select[Any]) -> list[Kept]:
    rows = tx.all(statement.with_for_update() if tx.dialect == "postgresql" else statement)
    return [_into_kept(tx, *row) for row in rows]


def _into_kept(tx: Tx, clock_id: int, key: str, record: int, data: Any, trace: Any, told: Any) -> Kept:
    return Kept(clock_id, key, record, read_clock(data, lambda one: load_calendar(tx, one)), trace, told)


def insert_clock(tx: Tx, kept: Kept, policy: SlaPolicy) -> None:
    """Write a new clock and arm its first alarm."""
    facts = {"id": kept.id, "object": kept.object, "record_id": kept.record, "kind": kept.clock.kind.value}
    tx.insert(clocks, {**facts, "started_at": kept.clock.started_at, **_facts(tx, kept)})
    arm_next(tx, kept, policy)


def store_clock(tx: Tx, kept: Kept, policy: SlaPolicy) -> None:
    """Write a clock that changed and arm its next alarm. An alarm that lies ahead again may be sent again."""
    ahead = {alarm.key for alarm in alarms_of(kept, policy) if alarm.at > tx.now}
    kept.told = [key for key in kept.told if key not in ahead]
    tx.update(clocks, {"id": kept.id}, _facts(tx, kept))
    arm_next(tx, kept, policy)


def arm_next(tx: Tx, kept: Kept, policy: SlaPolicy) -> None:
    """Set the clock's one timer to the first alarm that was not sent."""
    disarm(tx, kind=TIMER, subject_id=kept.id)
    coming = next((one for one in alarms_of(kept, policy) if one.key not in kept.told), None)
    if coming is not None:
        epoch = kept.clock.epoch
        arm(tx, TIMER, coming.at, object=kept.object, record=kept.record, subject_id=kept.id, epoch=epoch)


def alarms_of(kept: Kept, policy: SlaPolicy) -> list[Alarm]:
    """Return the clock's alarms; none when its calendar never opens again."""
    try:
        return list_alarms(kept.clock, policy)
    except NeverOpen:
        return []


def due_of(clock: Clock) -> datetime | None:
    """Return when a clock falls due; None while paused, and when its calendar never opens again."""
    try:
        return due_at(clock)
    except NeverOpen:
        return None


def _facts(tx: Tx, kept: Kept) -> dict[str, Any]:
    clock, due = kept.clock, due_of(kept.clock)
    now = max(tx.now, clock.last.start)
    return {
        "policy_id": clock.terms.policy_id,
        "policy_version": clock.terms.policy_version,
        "state": state_at(clock, now).value if due else clock.last.kind.value,
        "data": write_clock(clock),
        "trace": kept.trace,
        "told": kept.told,
        "due_at": due,
        "warned": max((int(key[8:]) for key in kept.told if key.startswith("warning:")), default=None),
        "breached_at": breached_at(clock, now) if due else None,
        "met_at": clock.met_at,
        "epoch": clock.epoch,
    }
