"""Tokens on their way: entering nodes and carrying out what their types decide."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, assert_never

from paidan.builder.flow import joining, timing
from paidan.builder.flow.asking import open_group
from paidan.builder.flow.assigning import administrators, find_people
from paidan.builder.flow.decisions import (
    Ask,
    Decision,
    Finish,
    GoTo,
    Halt,
    HandOff,
    Hold,
    Proceed,
    Run,
    Split,
    Stay,
    TakeArm,
)
from paidan.builder.flow.effects import HandOver, NobodyFound, RunActions
from paidan.builder.flow.groups import close_group, verdict
from paidan.builder.flow.halting import MOST_VISITS, stop, stop_loop
from paidan.builder.flow.leaving import finish, go_to, leave, left, remember
from paidan.builder.flow.nodetype import Visit
from paidan.builder.flow.places import Why
from paidan.builder.flow.plan import Place
from paidan.builder.flow.reopening import reopen_group
from paidan.builder.flow.state import Token
from paidan.builder.flow.work import Move, Work


def walk(work: Work) -> None:
    """Move every token that is on its way until each one rests, or the instance has ended or was stopped."""
    effects_before = len(work.effects)
    while work.queue and work.instance.state == "active":
        move = work.queue.popleft()
        token = work.tokens[move.token_id]
        if not token.open or token.epoch != move.epoch:
            continue
        if move.onward.kind == "finish":
            finish(work, "completed")
        elif move.onward.kind == "join":
            joining.arrive(work, token, move.onward)
        elif len(work.visits) >= MOST_VISITS:
            work.queue.appendleft(move)
            stop_loop(work, effects_before)
        else:
            _enter(work, token, move)


def _enter(work: Work, token: Token, move: Move) -> None:
    place = work.version.place(move.onward.id)
    work.visits.append(place.id)
    token = replace(
        token,
        node=place.id,
        epoch=work.next_epoch(),
        waits="moving",
        entered_at=work.now,
        clock_from=work.now,
        used_minutes=0,
        halted_minutes=0,
        arrived=(),
    )
    work.put(token)
    work.happened("node_entered", place.id, why=move.why, scope=token.scope)
    work.set_status(place.settings.status_on_enter, place.id)
    if move.reopen is not None:
        reopen_group(work, token, move.reopen, hold_others=move.why == "resumed")
        _rest(work, token, place, "task")
        return
    carry_out(work, token, place, place.type.enter(visit(work, place, move.why)))


def visit(work: Work, place: Place, why: Why) -> Visit[Any]:
    """Return what a node type is shown of a token's stay at its node."""
    return Visit(
        node=place.id,
        settings=place.settings,
        why=why,
        instance=work.instance,
        record=work.record,
        now=work.now,
        arms=place.arms,
        holds=lambda expression: work.ports.evaluate(expression, work.record),
        find_people=lambda rules: find_people(work, rules, place.id),
    )


def carry_out(work: Work, token: Token, place: Place, decision: Decision) -> None:
    """Do what a node type has decided."""
    match decision:
        case Proceed():
            work.set_fields(decision.sets, "flow", place.id)
            work.effects.extend(decision.effects)
            leave(work, token, place, note=decision.note)
        case Ask():
            _ask(work, token, place, decision)
        case Hold():
            _hold(work, token, place, decision)
        case Run():
            work.effects.append(RunActions(token.id, token.epoch, place.id, decision.actions, decision.wait))
            work.happened("actions_run", place.id, actions=[a.get("type") for a in decision.actions])
            if decision.wait:
                _rest(work, token, place, "external")
            else:
                leave(work, token, place)
        case HandOff():
            _hand_over(work, token, place, decision.hand_over)
            leave(work, token, place)
        case Stay():
            work.set_fields(decision.sets, "flow", place.id)
            work.effects.append(NobodyFound(place.id, administrators(work), decision.reason))
        case GoTo():
            left(work, token, place, decision.note)
            work.put(replace(token, waits="moving"))
            go_to(work, token, decision.node, "forward")
        case TakeArm():
            arm = next(arm for arm in place.arms if arm.id == decision.arm)
            work.happened("branch_taken", place.id, arm=arm.id, label=arm.label, reasons=list(decision.reasons))
            work.send(token, arm.first)
        case Split():
            joining.split(work, token, place)
        case Finish():
            work.put(replace(token, waits="moving"))
            finish(work, decision.outcome, decision.note)
        case Halt():
            work.put(replace(token, waits="stopped"))
            stop(work, decision.note, place.id)
        case _:
            assert_never(decision)


def _ask(work: Work, token: Token, place: Place, decision: Ask) -> None:
    group = open_group(work, token, place, decision.people)
    if group is not None and verdict(work, group) == "open":
        _rest(work, token, place, "task")
        return
    if group is not None:
        close_group(work, group, "passed", "decided")
        remember(work, group)
    leave(work, token, place)


def _hold(work: Work, token: Token, place: Place, decision: Hold) -> None:
    if decision.hand_over is not None:
        _hand_over(work, token, place, decision.hand_over)
    _rest(work, token, place, decision.waits)


def _hand_over(work: Work, token: Token, place: Place, settings: Any) -> None:
    work.effects.append(HandOver(token.id, token.epoch, place.id, place.type.name, settings))
    work.happened("handed_over", place.id, to=place.type.name)


def _rest(work: Work, token: Token, place: Place, waits: Any) -> None:
    token = replace(token, waits=waits)
    work.put(token)
    if not timing.arm(work, token, place):
        work.effects.append(NobodyFound(place.id, administrators(work), "no_moment"))
