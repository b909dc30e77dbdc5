"""Leaving a node: forward, straight back to whoever returned the instance, to a node elsewhere, or for good."""

from __future__ import annotations

from dataclasses import replace

from paidan.builder.flow.effects import InstanceChanged
from paidan.builder.flow.errors import IllegalTarget
from paidan.builder.flow.groups import abandon, cancel_inside
from paidan.builder.flow.places import Onward, Why, encloses
from paidan.builder.flow.plan import Place
from paidan.builder.flow.state import Handled, InstanceState, ResumePoint, SignGroup, Task, Token
from paidan.builder.flow.work import Reopen, Work


def remember(work: Work, group: SignGroup) -> None:
    """Keep who handled a node, for rules about earlier handlers and for returning to it."""
    slots = [t for t in work.slots(group.id) if t.vote == "agree" and t.role in ("seat", "after")]
    people = [t.closed_by if t.closed_by is not None else t.assignee for t in slots]
    known = tuple(dict.fromkeys(p for p in people if p is not None))
    handled = {**work.instance.handled, group.node: Handled(known, group.epoch)}
    work.put(replace(work.instance, handled=handled))


def handled_since(work: Work, node: str) -> int:
    """Return the epoch from which decisions become void when the instance goes back to a node."""
    if node == work.version.start:
        return 0
    handled = work.instance.handled.get(node)
    return handled.epoch if handled else work.instance.entries + 1


def forget_since(work: Work, epoch: int) -> None:
    """Let decisions of this epoch and later count no more for policies about earlier handlers."""
    handled = work.instance.handled
    if any(h.counts and h.epoch >= epoch for h in handled.values()):
        fresh = {n: replace(h, counts=h.counts and h.epoch < epoch) for n, h in handled.items()}
        work.put(replace(work.instance, handled=fresh))


def leave(work: Work, token: Token, place: Place, note: str = "") -> None:
    """Leave a node forward: to what follows, or straight back to whoever returned the instance to it."""
    work.set_status(place.settings.status_on_leave, place.id)
    left(work, token, place, note)
    point = token.resume[-1] if token.resume and token.resume[-1].at_node == place.id else None
    if point is None:
        work.send(token, place.then)
        return
    token = replace(token, resume=token.resume[:-1])
    work.put(token)
    changed = [key for key, value in point.guarded.items() if work.record.get(key) != value]
    if changed:
        work.happened("replayed_instead", place.id, to=point.node, guarded=changed)
        forget_since(work, point.since)
        work.send(token, place.then)
        return
    work.happened("resumed_directly", place.id, to=point.node)
    work.send(token, Onward("place", point.node), "resumed", Reopen(point.task_id, point.stood))


def left(work: Work, token: Token, place: Place, note: str = "") -> None:
    """Tell that a token has left a node at which it rested, and how long that took."""
    if token.waits != "moving" or note:
        minutes = int((work.now - token.entered_at).total_seconds() // 60)
        work.happened("node_left", place.id, note=note, minutes=minutes)


def check_target(work: Work, token: Token, node: str) -> Place:
    """Return the place to go to from a token's scope: its own, or one around it. Raises: IllegalTarget."""
    place = work.version.place(node)
    if not encloses(place.scope, token.scope):
        raise IllegalTarget(node=work.version.label(node))
    return place


def go_to(
    work: Work,
    token: Token,
    node: str,
    why: Why,
    *,
    by: Task | None = None,
    resume: tuple[ResumePoint, ...] = (),
) -> None:
    """Send a token to a node in its scope or around it; whatever it leaves is cancelled, arms and all.

    Raises: IllegalTarget.
    """
    place = check_target(work, token, node)
    holder = work.token_in(place.scope)
    assert holder is not None, "an open arm has an open token around it"
    if not resume:
        forget_since(work, handled_since(work, node))
    cancel_inside(work, place.scope, why, by)
    abandon(work, holder, why, by)
    came_from = holder.came_from if holder.id == token.id and why != "jumped" else None
    holder = replace(holder, resume=resume, came_from=came_from, waits="moving", arrived=())
    work.put(holder)
    work.send(holder, Onward("place", node), why)


def finish(work: Work, outcome: InstanceState, note: str = "", by: Task | None = None) -> None:
    """End the instance: every token, group and task is closed."""
    for token in [t for t in work.tokens.values() if t.open]:
        abandon(work, token, outcome, by)
        work.put(replace(token, open=False, waits="moving"))
    work.queue.clear()
    work.put(replace(work.instance, state=outcome, ended_at=work.now, note=note))
    work.happened("ended", outcome=outcome, note=note)
    work.effects.append(InstanceChanged(outcome, note))
