"""When to tell people about a clock: warnings, the breach, escalations.

The list is made anew whenever the clock changes. Each alarm has a `key` that stays the same, so that one already sent is
not sent again, and its timer names the clock's `epoch`, so that one overtaken by a change is dropped. A moment in the past
means at once. Nothing is listed that a pause keeps from coming, and nothing for a clock that has ended.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from paidan.aftersales.sla.clock import Clock
from paidan.aftersales.sla.measuring import due_at, moment_used, promised_since, used_seconds, warn_at
from paidan.aftersales.sla.policies import EscalateTo, EscalationStep, SlaPolicy


class AlarmKind(StrEnum):
    """What an alarm tells."""

    WARNING = "warning"
    BREACH = "breach"
    ESCALATION = "escalation"


@dataclass(frozen=True, slots=True)
class Alarm:
    """Something to tell at a moment (UTC), to someone when it is an escalation."""

    key: str
    at: datetime
    kind: AlarmKind
    percent: int | None = None
    to: EscalateTo | None = None


def list_alarms(clock: Clock, policy: SlaPolicy) -> list[Alarm]:
    """Return the alarms of a clock under its policy, past and to come, soonest first."""
    if clock.is_ended:
        return []
    alarms = [*_warnings(clock, policy), *_breach(clock), *_escalations(clock, policy)]
    return sorted(alarms, key=lambda alarm: alarm.at)


def escalate_at(clock: Clock, step: EscalationStep) -> datetime | None:
    """Return when a step is due; None while a pause keeps it from coming.

    Minutes after the breach are open minutes of the clock's calendar, so nobody is called at night about a day's work.
    """
    if step.percent is not None:
        return warn_at(clock, step.percent)
    broken = _broken_from(clock)
    if broken is None:
        return None
    return moment_used(clock, used_seconds(clock, broken) + 60 * (step.minutes_after_breach or 0))


def _broken_from(clock: Clock) -> datetime | None:
    """Return the due moment, or the later one at which a target already used up was promised."""
    due = due_at(clock)
    return max(due, promised_since(clock)) if due else None


def _warnings(clock: Clock, policy: SlaPolicy) -> Iterator[Alarm]:
    for percent in policy.warn_percents:
        if at := warn_at(clock, percent):
            yield Alarm(f"warning:{percent}", at, AlarmKind.WARNING, percent=percent)


def _breach(clock: Clock) -> Iterator[Alarm]:
    if broken := _broken_from(clock):  # the due second itself is still in time
        yield Alarm("breach", broken + timedelta(seconds=1), AlarmKind.BREACH)


def _escalations(clock: Clock, policy: SlaPolicy) -> Iterator[Alarm]:
    for step in policy.escalations:
        if step.target in (None, clock.kind) and (at := escalate_at(clock, step)):
            when = f"{step.percent}%" if step.percent is not None else f"breach+{step.minutes_after_breach}"
            yield Alarm(f"escalation:{step.to}:{when}", at, AlarmKind.ESCALATION, percent=step.percent, to=step.to)
