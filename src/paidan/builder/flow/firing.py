"""A timer is due: remind, do the node's final action, or end a wait. A void timer changes nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from paidan.builder.flow import commands, timing
from paidan.builder.flow.assigning import administrators, find_people, is_active
from paidan.builder.flow.deciding import settle
from paidan.builder.flow.effects import ArmTimer, NobodyFound, Notify
from paidan.builder.flow.handing import hand_to
from paidan.builder.flow.leaving import go_to
from paidan.builder.flow.outcomes import live_token, time_reached
from paidan.builder.flow.places import encloses
from paidan.builder.flow.plan import Place
from paidan.builder.flow.returning import return_targets, send_back
from paidan.builder.flow.settings.timers import AutoAgree, AutoReturn, Escalate, JumpTo, TransferTo
from paidan.builder.flow.state import Task, Token
from paidan.builder.flow.work import Work


def timer_fired(work: Work, command: commands.TimerFired) -> None:
    """Do what a timer is for. One that names a token that has moved on, or a moment moved later, does nothing."""
    token = live_token(work, command.token_id, command.epoch)
    if token is None or work.instance.state != "active":
        return
    place = work.place_of(token)
    when = timing.timers_of(place).get(command.timer)
    due = timing.due_at(work, token, when, timing.settings_of(place).calendar) if when else None
    if due is None:
        return
    if due > work.now:
        work.effects.append(ArmTimer(token.id, token.epoch, command.timer, due))
    elif command.timer == timing.WAIT:
        time_reached(work, token, place)
    elif command.timer == timing.FINAL:
        _final(work, token, place)
    else:
        _remind(work, token, place, int(command.timer.rpartition(".")[2]))


def _open_slots(work: Work, token: Token) -> list[Task]:
    group = work.open_group(token)
    return [t for t in work.slots(group.id) if t.state == "open"] if group else []


def _remind(work: Work, token: Token, place: Place, index: int) -> None:
    reminder = timing.settings_of(place).reminders[index]
    holders = [p for t in _open_slots(work, token) for p in t.holders]
    people = tuple(dict.fromkeys([*holders, *find_people(work, reminder.also, place.id)]))
    _notify(work, people, "flow.notice.reminder", place)
    work.happened("reminded", place.id, people=list(people), timer=index)


def _notify(work: Work, people: tuple[int, ...], message: str, place: Place) -> None:
    if people:
        work.effects.append(Notify(people, message, place.id, {"node": work.version.label(place.id)}))


def _final(work: Work, token: Token, place: Place) -> None:
    final = timing.settings_of(place).final
    assert final is not None
    action = final.action
    work.happened("timer_acted", place.id, action=action.kind)
    match action:
        case Escalate():
            people = find_people(work, action.to, place.id) or administrators(work)
            _notify(work, people, "flow.notice.escalated", place)
            work.happened("escalated", place.id, people=list(people))
        case TransferTo():
            _transfer(work, token, place, action)
        case AutoAgree():
            _auto_agree(work, token, place)
        case AutoReturn():
            if place.type.human and action.node in return_targets(work, token):
                send_back(work, token, action.node, action.resume, by=None)
            else:
                _list(work, place)
        case JumpTo():
            if encloses(work.version.place(action.node).scope, token.scope):
                go_to(work, token, action.node, "jumped")
            else:
                _list(work, place)
        case _:
            assert_never(action)


def _list(work: Work, place: Place) -> None:
    work.effects.append(NobodyFound(place.id, administrators(work), "timer_could_not_act"))


def _transfer(work: Work, token: Token, place: Place, action: TransferTo) -> None:
    """Give each open slot to the next person found who has none yet; what is left over stays, listed."""
    holders = {p for t in _open_slots(work, token) for p in t.holders}
    found = [p for p in find_people(work, action.to, place.id) if p not in holders and is_active(work, p)]
    slots = _open_slots(work, token)
    for task, person in zip(slots, found, strict=False):
        hand_to(work, task, person, "timer", "final")
    if len(found) < len(slots):
        _list(work, place)


def _auto_agree(work: Work, token: Token, place: Place) -> None:
    group = work.open_group(token)
    if group is None:
        _list(work, place)
        return
    for task in [t for t in work.slots(group.id) if t.is_live and t.role in ("seat", "after")]:
        agreed = replace(task, state="done", vote="agree", closed_at=work.now, note="time", draft={})
        work.put(replace(agreed, closed_rev=work.instance.rev))
        work.happened("agreed", place.id, task=task.id, role=task.role, automatic=True)
    settle(work, group.id, None)
