"""Clocks live: they start with a record, follow it in the same transaction, and go with it."""

from __future__ import annotations

from typing import Any

from paidan.aftersales.sla.applying import choose_for, tell_why
from paidan.aftersales.sla.clock import Clock, TargetKind
from paidan.aftersales.sla.events import SlaMet
from paidan.aftersales.sla.following import ENDED, Standing, brought, wanted_of
from paidan.aftersales.sla.keeping import OBJECTS, find_policy
from paidan.aftersales.sla.measuring import breached_at
from paidan.aftersales.sla.moving import change_policy, start
from paidan.aftersales.sla.policies import SlaPolicy
from paidan.aftersales.sla.rows import TIMER, Kept, arm_next, clocks_of, due_of, insert_clock, store_clock
from paidan.aftersales.sla.tables import clocks
from paidan.builder.records.events import RecordCreated, RecordRestored, RecordTrashed, RecordUpdated
from paidan.builder.records.purging import RecordPurged
from paidan.builder.records.reading import Stored, record_values
from paidan.kernel.clock import moment_text
from paidan.kernel.database import Tx
from paidan.kernel.timers import disarm
from paidan.platform.calendars.loading import load_calendar


def start_clocks(tx: Tx, event: RecordCreated) -> None:
    """Start what is promised to a new record; nothing for a silent import, or for one that is done already."""
    if tx.silent or event.object not in OBJECTS or event.record is None:
        return
    stored = record_values(tx, event.object, event.record)
    standing = Standing(stored, tx.now, frozenset(_changed(stored, event)))
    choice = choose_for(tx, stored)
    if choice.policy is None or standing.category in ENDED:
        return
    trace = tell_why(tx, stored, choice)
    for kind in TargetKind:
        if kind in choice.policy.targets:
            _start(tx, standing, kind, choice.policy, trace)


def follow_record(tx: Tx, event: RecordUpdated) -> None:
    """Bring the clocks of a record to what its status, moments and policy now ask for."""
    if tx.silent or event.object not in OBJECTS or event.record is None:
        return
    kept = clocks_of(tx, event.record)
    if not kept:  # it was imported silently, or nothing was promised to it
        return
    stored = record_values(tx, event.object, event.record)
    changed = frozenset(_changed(stored, event))
    standing = Standing(stored, tx.now, changed, _was_taken(tx, stored, event))
    choice = choose_for(tx, stored)
    current = tx.get(find_policy(kept[0].clock.terms.policy_id, kept[0].clock.terms.policy_version))
    policy = choice.policy
    if policy is None or policy.id == current.id:  # a new version is for new orders; a lost fit keeps the promise
        _follow_all(tx, standing, kept, current)
        return
    trace = tell_why(tx, stored, choice)
    for one in kept:
        one.trace = trace
    _follow_all(tx, standing, kept, policy)
    for kind in policy.targets.keys() - {one.clock.kind for one in kept}:
        if standing.category not in ENDED:
            _start(tx, standing, kind, policy, trace)


def forget_clocks(tx: Tx, event: RecordPurged) -> None:
    """Delete the clocks of a record that is gone for good."""
    if event.object in OBJECTS and event.record is not None:
        disarm(tx, kind=TIMER, record=event.record)
        tx.delete(clocks, {"record_id": event.record})


def hush_clocks(tx: Tx, event: RecordTrashed) -> None:
    """Send no alarms about a record in the trash."""
    if event.object in OBJECTS and event.record is not None:
        disarm(tx, kind=TIMER, record=event.record)


def wake_clocks(tx: Tx, event: RecordRestored) -> None:
    """Send alarms again about a record that is back from the trash."""
    if event.object not in OBJECTS or event.record is None:
        return
    for one in clocks_of(tx, event.record):
        arm_next(tx, one, tx.get(find_policy(one.clock.terms.policy_id, one.clock.terms.policy_version)))


def _start(tx: Tx, standing: Standing, kind: TargetKind, policy: SlaPolicy, trace: list[dict[str, Any]]) -> None:
    terms = policy.terms(kind, load_calendar(tx, policy.calendar_id))
    if terms is None:
        return
    clock = start(kind, terms, tx.now).clock
    moved = brought(clock, standing, wanted_of(standing, kind, policy))
    kept = Kept(tx.new_id(), standing.stored.object.key, standing.stored.id, moved, trace)
    insert_clock(tx, kept, policy)
    if moved.met_at:
        _announce_met(tx, kept)


def _follow_all(tx: Tx, standing: Standing, kept: list[Kept], policy: SlaPolicy) -> None:
    for one in kept:
        before = one.clock
        wanted = wanted_of(standing, before.kind, policy)
        moved = _under(tx, policy, brought(before, standing, wanted), standing)
        if moved == before:
            continue
        one.clock = moved
        store_clock(tx, one, policy)
        if moved.met_at and not before.met_at:
            _announce_met(tx, one)


def _under(tx: Tx, policy: SlaPolicy, clock: Clock, standing: Standing) -> Clock:
    """Return the clock under the terms of a policy; what has ended, and what it promises no more, keeps its own."""
    if clock.is_ended or policy.id == clock.terms.policy_id:
        return clock
    terms = policy.terms(clock.kind, load_calendar(tx, policy.calendar_id))
    return clock if terms is None else change_policy(clock, standing.now, terms).clock


def _announce_met(tx: Tx, kept: Kept) -> None:
    clock, due = kept.clock, due_of(kept.clock)
    late = due is not None and breached_at(clock, tx.now) is not None
    due_at = moment_text(due) if due else None
    met = SlaMet(
        object=kept.object, record=kept.record, clock=kept.id, target=clock.kind.value, late=late, due_at=due_at
    )
    tx.announce(met)


def _changed(stored: Stored, event: RecordCreated | RecordUpdated) -> list[str]:
    return [field.key for field in stored.object.fields.values() if str(field.id) in event.diff]


def _was_taken(tx: Tx, stored: Stored, event: RecordUpdated) -> bool:
    """Whether a person, not a flow in his name, took the record out of `new` by this change."""
    status = stored.object.fields.get("status")
    if status is None or tx.actor.kind != "person" or tx.cause is not None:
        return False
    before = event.diff.get(str(status.id), [None])[0]
    was = None if before is None else status.choice(before)
    return was is not None and was.category == "new" and stored.status_category() not in ("new", "cancelled")
