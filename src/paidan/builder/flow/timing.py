"""Timers of a node: when they are due, and arming them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from paidan.builder.flow.effects import ArmTimer
from paidan.builder.flow.plan import Place
from paidan.builder.flow.settings.base import RestingSettings
from paidan.builder.flow.settings.timers import AfterEntry, AroundField, Timers, When
from paidan.builder.flow.state import Token
from paidan.builder.flow.work import Work

WAIT = "wait"
FINAL = "final"


def due_at(work: Work, token: Token, when: When, calendar: str | None) -> datetime | None:
    """Return when a timer of a token is due (UTC), None while the field it depends on is blank."""
    if isinstance(when, AroundField):
        base = work.record.get(when.field)
        return base + timedelta(minutes=when.minutes) if isinstance(base, datetime) else None
    if when.working:
        left = when.minutes - token.used_minutes
        return work.ports.calendars.after(calendar, token.clock_from, max(0, left))
    return token.entered_at + timedelta(minutes=when.minutes + token.halted_minutes)


def timers_of(place: Place) -> dict[str, When]:
    """Return the timers of a place by name: reminder.0, reminder.1, …, final, wait."""
    timers = settings_of(place)
    named: dict[str, When] = {f"reminder.{n}": r.when for n, r in enumerate(timers.reminders)}
    if timers.final is not None:
        named[FINAL] = timers.final.when
    until: When | None = place.type.until(place.settings)
    if until is not None:
        named[WAIT] = until
    return named


def settings_of(place: Place) -> Timers:
    """Return the timer settings of a place, empty where its type has none."""
    return place.settings.timers if isinstance(place.settings, RestingSettings) else Timers()


def arm(work: Work, token: Token, place: Place, *, fields: frozenset[str] | None = None) -> bool:
    """Arm every timer of the place for this entry, or only those that stand around one of these fields.

    Returns whether the timer that the node waits for, if any, has a moment to wait for.
    """
    complete = True
    calendar = settings_of(place).calendar
    for name, when in timers_of(place).items():
        if fields is not None and not (isinstance(when, AroundField) and when.field in fields):
            continue
        due = due_at(work, token, when, calendar)
        if due is not None:
            work.effects.append(ArmTimer(token.id, token.epoch, name, due))
        complete = complete and (name != WAIT or due is not None)
    return complete


def halt_clock(work: Work, token: Token, place: Place) -> None:
    """Let the time at the node stand still from now: keep what has been used of it."""
    calendar = settings_of(place).calendar
    used = work.ports.calendars.minutes_between(calendar, token.clock_from, work.now)
    work.put(replace(token, used_minutes=token.used_minutes + used, clock_from=work.now))


def restart_clock(work: Work, token: Token, place: Place, halted_at: datetime) -> None:
    """Let the time at the node run again from now, and arm the timers that had not been due when it stopped."""
    calendar = settings_of(place).calendar
    halted = int((work.now - halted_at).total_seconds() // 60)
    running = replace(token, clock_from=work.now, halted_minutes=token.halted_minutes + halted)
    work.put(running)
    for name, when in timers_of(place).items():
        due = due_at(work, running, when, calendar)
        if due is not None and not _was_due(work, token, when, calendar, halted_at):
            work.effects.append(ArmTimer(token.id, token.epoch, name, due))


def _was_due(work: Work, token: Token, when: When, calendar: str | None, halted_at: datetime) -> bool:
    if isinstance(when, AfterEntry) and when.working:
        return when.minutes <= token.used_minutes
    due = due_at(work, token, when, calendar)
    return due is not None and due <= halted_at
