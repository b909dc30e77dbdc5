"""Parallel blocks: one token for each arm, and the join that waits for enough of them."""

from __future__ import annotations

from dataclasses import replace

from paidan.builder.flow.groups import cancel_inside
from paidan.builder.flow.places import Onward, outer_scope
from paidan.builder.flow.plan import Place
from paidan.builder.flow.state import Token
from paidan.builder.flow.work import Work


def split(work: Work, token: Token, place: Place) -> None:
    """Send one token into every arm; the block's own token waits for them."""
    work.put(replace(token, waits="arms", arrived=()))
    work.happened("split", place.id, arms=[arm.id for arm in place.arms])
    for arm in place.arms:
        born = Token(
            id=work.ports.new_id(),
            instance_id=work.instance.id,
            node=place.id,
            scope=arm.scope,
            epoch=work.next_epoch(),
            entered_at=work.now,
            clock_from=work.now,
            split_epoch=token.epoch,
        )
        work.put(born)
        work.send(born, arm.first)


def arrive(work: Work, token: Token, onward: Onward) -> None:
    """Let an arm reach its join. Once enough have arrived, the others are cancelled and the block is left."""
    work.put(replace(token, open=False, waits="moving"))
    outer = work.token_in(outer_scope(token.scope))
    assert outer is not None, "an open arm has an open token around it"
    place = work.version.place(onward.id)
    arrived = (*outer.arrived, onward.arm)
    outer = replace(outer, arrived=arrived)
    work.put(outer)
    work.happened("arm_arrived", place.id, arm=onward.arm, arrived=len(arrived), needed=place.need)
    if len(arrived) < place.need:
        return
    cancel_inside(work, outer.scope, "joined")
    work.happened("joined", place.id, arms=list(arrived))
    work.put(replace(outer, waits="moving", arrived=(), came_from=None))
    work.send(outer, place.then)
