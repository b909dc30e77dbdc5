"""Alarms: a clock's timer fires, and people and the timeline are told what is due by now.

A timer that comes late tells once: the breach speaks for the warnings before it, the highest warning for the lower ones.
"""

from __future__ import annotations

from paidan.aftersales.sla.alarms import Alarm, AlarmKind
from paidan.aftersales.sla.clock import TargetKind
from paidan.aftersales.sla.events import SlaBreached, SlaEscalated, SlaWarned
from paidan.aftersales.sla.keeping import find_policy
from paidan.aftersales.sla.notices import BREACHED, ESCALATED, WARNED
from paidan.aftersales.sla.policies import TARGET_NAMES, EscalateTo
from paidan.aftersales.sla.rows import Kept, alarms_of, due_of, find_clock, store_clock
from paidan.builder.actions.staff import (
    holders_of_permission,
    is_active,
    leader_of_person,
    leader_of_team,
    people_in,
)
from paidan.builder.actions.telling import tell
from paidan.builder.records.errors import RecordNotFound
from paidan.builder.records.reading import Stored, record_values
from paidan.kernel.clock import moment_text
from paidan.kernel.database import Tx
from paidan.kernel.events import Event
from paidan.kernel.timers import Timer

_DISPATCHERS = "dispatch.assign"
"""Whoever may assign is told of orders that nobody has yet."""


def sound_alarm(tx: Tx, timer: Timer) -> None:
    """Tell what is due of a clock, and wait for its next alarm; a timer that a change overtook does nothing."""
    kept = find_clock(tx, timer.subject_id) if timer.subject_id is not None else None
    if kept is None or kept.clock.epoch != timer.epoch or kept.clock.is_ended:
        return
    try:
        stored = record_values(tx, kept.object, kept.record)
    except RecordNotFound:
        return
    if stored.deleted:
        return
    policy = tx.get(find_policy(kept.clock.terms.policy_id, kept.clock.terms.policy_version))
    due = [one for one in alarms_of(kept, policy) if one.at <= tx.now and one.key not in kept.told]
    for alarm in _worth_telling(due):
        _tell(tx, stored, kept, alarm)
    kept.told = [*kept.told, *(one.key for one in due)]
    store_clock(tx, kept, policy)


def _worth_telling(due: list[Alarm]) -> list[Alarm]:
    warnings = [one for one in due if one.kind is AlarmKind.WARNING]
    others = [one for one in due if one.kind is not AlarmKind.WARNING]
    broken = any(one.kind is AlarmKind.BREACH for one in others)
    return others if broken else [*warnings[-1:], *others]


def _tell(tx: Tx, stored: Stored, kept: Kept, alarm: Alarm) -> None:
    tx.announce(_event(kept, alarm))
    if alarm.kind is AlarmKind.WARNING:
        _notify(tx, stored, _in_charge(tx, stored), WARNED, kept.clock.kind, percent=alarm.percent)
    elif alarm.kind is AlarmKind.BREACH:
        _notify(tx, stored, [*_in_charge(tx, stored), *_leaders(tx, stored)], BREACHED, kept.clock.kind)
    else:
        _notify(tx, stored, _of_step(tx, stored, alarm.to), ESCALATED, kept.clock.kind)


def _event(kept: Kept, alarm: Alarm) -> Event:
    target, due = kept.clock.kind.value, due_of(kept.clock)
    due_at = moment_text(due) if due else None
    if alarm.kind is AlarmKind.WARNING:
        return SlaWarned(
            object=kept.object,
            record=kept.record,
            clock=kept.id,
            target=target,
            percent=alarm.percent or 0,
            due_at=due_at,
        )
    if alarm.kind is AlarmKind.BREACH:
        return SlaBreached(object=kept.object, record=kept.record, clock=kept.id, target=target, due_at=due_at)
    to = (alarm.to or EscalateTo.OWNER).value
    return SlaEscalated(object=kept.object, record=kept.record, clock=kept.id, target=target, to=to)


def _notify(tx: Tx, stored: Stored, people: list[int], notice: str, kind: TargetKind, **more: object) -> None:
    number = str(stored["number"] or stored.id)
    words = {"number": number, "title": str(stored["title"] or ""), "target": dict(TARGET_NAMES[kind]), **more}
    tell(tx, people, notice, words, object_key=stored.object.key, record_id=stored.id)


def _in_charge(tx: Tx, stored: Stored) -> list[int]:
    """The owner and the engineer; whoever may assign while there is neither."""
    found = [*people_in(tx, stored, "owner"), *people_in(tx, stored, "engineer")]
    return [one for one in found if is_active(tx, one)] or holders_of_permission(tx, _DISPATCHERS)


def _leaders(tx: Tx, stored: Stored) -> list[int]:
    """The leader of the record's team and those of the people in charge."""
    team = stored["team"]
    named = [*people_in(tx, stored, "owner"), *people_in(tx, stored, "engineer")]
    found = [leader_of_team(tx, team) if team else None, *(leader_of_person(tx, one) for one in named)]
    return [one for one in found if one is not None]


def _of_step(tx: Tx, stored: Stored, to: EscalateTo | None) -> list[int]:
    if to in (None, EscalateTo.OWNER):
        return _in_charge(tx, stored)
    leaders = _leaders(tx, stored)
    if to is EscalateTo.MANAGER:
        above = [leader_of_person(tx, one) for one in leaders]
        return [one for one in above if one is not None] or leaders or _in_charge(tx, stored)
    return leaders or _in_charge(tx, stored)
