"""Standing still: an instance that an administrator suspended, or that was stopped because it could not go on."""

from __future__ import annotations

from dataclasses import replace

from paidan.builder.flow import joining, timing
from paidan.builder.flow.assigning import administrators
from paidan.builder.flow.effects import InstanceChanged, NobodyFound, SetFields
from paidan.builder.flow.places import Onward
from paidan.builder.flow.state import InstanceState
from paidan.builder.flow.work import Work

MOST_VISITS = 500
"""Node visits of one command; a flow that needs more walks in a circle."""


def halt(work: Work, state: InstanceState, note: str) -> None:
    """Let every clock of the instance stand still."""
    for token in [t for t in work.tokens.values() if t.open]:
        timing.halt_clock(work, token, work.place_of(token))
    work.put(replace(work.instance, state=state, suspended_at=work.now, note=note))
    work.effects.append(InstanceChanged(state, note))


def stop(work: Work, note: str, node: str, **facts: object) -> None:
    """Stop the instance in an administrator's list. Tokens that were on their way keep the node they were going to."""
    while work.queue:
        move = work.queue.popleft()
        token = work.tokens[move.token_id]
        if not token.open or token.epoch != move.epoch:
            continue
        if move.onward.kind == "join":
            joining.arrive(work, token, move.onward)
        else:
            work.put(replace(token, node=move.onward.id or token.node, waits="stopped"))
    halt(work, "stopped", note)
    work.happened("stopped", node, note=note, **facts)
    work.effects.append(NobodyFound(node, administrators(work), note))


def stop_loop(work: Work, effects_before: int) -> None:
    """Stop an instance that walks in a circle, and name the circle.

    What its laps would have sent out is dropped; what they wrote on the record stands, since conditions have seen it.
    """
    loop = loop_of(work.visits)
    written = [e for e in work.effects[effects_before:] if isinstance(e, SetFields)]
    dropped = len(work.effects) - effects_before - len(written)
    values = {key: value for effect in written for key, value in effect.values.items()}
    work.effects[effects_before:] = [SetFields(values, "flow", loop[0])] if values else []
    stop(work, "loop", loop[0], loop=loop, labels=[work.version.label(n) for n in loop], dropped_effects=dropped)


def loop_of(visits: list[str]) -> list[str]:
    """Return the nodes of the last lap of a walk, in order."""
    lap: list[str] = []
    for node in reversed(visits):
        if node in lap:
            break
        lap.append(node)
    return lap[::-1]


def go_on(work: Work) -> None:
    """Let an instance that stood still go on: clocks run again, stopped tokens enter their node anew."""
    since = work.instance.suspended_at or work.now
    work.put(replace(work.instance, state="active", suspended_at=None, note=""))
    work.effects.append(InstanceChanged("active"))
    for token in [t for t in work.tokens.values() if t.open]:
        if token.waits == "stopped":
            work.send(token, Onward("place", token.node), "resumed")
        elif token.waits != "moving":
            timing.restart_clock(work, token, work.place_of(token), since)
