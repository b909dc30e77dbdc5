"""Returning to an earlier node, and taking one's own act back."""

from __future__ import annotations

from dataclasses import replace

from paidan.builder.flow import commands, errors
from paidan.builder.flow.deciding import came_from, touch
from paidan.builder.flow.groups import abandon, announce, cancel_inside
from paidan.builder.flow.leaving import go_to, handled_since
from paidan.builder.flow.permitting import check_words, meanwhile, offered, own_task
from paidan.builder.flow.places import Onward, encloses, outer_scope
from paidan.builder.flow.reopening import reasked
from paidan.builder.flow.state import Resume, ResumePoint, SignGroup, Task, Token
from paidan.builder.flow.work import Work


def return_targets(work: Work, token: Token) -> list[str]:
    """Return the nodes that work at a token may be returned to: handled before, in its scope or around it, offered."""
    offered_here = work.human(token).return_to
    return [
        node
        for node, place in work.version.places.items()
        if place.type.human
        and node != token.node
        and encloses(place.scope, token.scope)
        and (node in work.instance.handled or node == work.version.start)
        and (not offered_here or node in offered_here)
    ]


def return_to(work: Work, command: commands.ReturnTo) -> None:
    """Send the instance back, whatever the votes.

    Raises: IllegalTarget, ResumeNotOffered, ActionNotOffered, OpinionRequired, SignatureRequired, and as `own_task`.
    """
    task = own_task(work, command.task_id)
    button = offered(work, task, "return")
    check_words(work, task, "return", command.opinion, command.signature)
    token = work.token_of(task)
    if command.node not in return_targets(work, token):
        raise errors.IllegalTarget(node=work.version.label(command.node))
    if command.resume not in work.human(task).resume:
        raise errors.ResumeNotOffered(resume=command.resume)
    work.set_fields(button.sets, "flow", task.node)
    returned = replace(
        task,
        state="cancelled",
        opinion=command.opinion,
        signature=command.signature,
        closed_at=work.now,
        closed_by=work.actor,
        closed_rev=work.instance.rev,
        note="returned",
    )
    work.put(returned)
    touch(work, returned)
    send_back(work, token, command.node, command.resume, by=returned, opinion=command.opinion)


def send_back(work: Work, token: Token, node: str, resume: Resume, *, by: Task | None, opinion: str = "") -> None:
    """Move a token back to a node and keep the resume point of a direct return.

    A direct return out of a parallel block replays, since the block is entered again from its split.
    """
    here = token.node
    leaves_block = work.version.place(node).scope != token.scope
    direct = resume == "direct" and by is not None and not leaves_block
    data = {"from": here, "to": node, "opinion": opinion, "resume": "direct" if direct else "replay"}
    work.happened("returned", here, **data, asked=resume, task=by.id if by else None)
    token = came_from(work, token, by)
    points = token.resume
    if direct and by is not None:
        guarded = {key: work.record.get(key) for key in work.human(token).guarded}
        points = (*points, ResumePoint(node, here, by.group_id, by.id, handled_since(work, node), guarded))
    go_to(work, token, node, "returned", by=by, resume=points if direct else ())


def take_back(work: Work, command: commands.TakeBack) -> None:
    """Undo the actor's last act. Fields that it wrote on the record stay.

    Raises: NotYourTask, CannotTakeBack, ActedMeanwhile with the name of who acted, TaskNotFound.
    """
    task = work.task(command.task_id)
    if work.actor is None or task.closed_by != work.actor:
        raise errors.NotYourTask(owner=work.name(task.assignee), owner_id=task.assignee)
    if task.vote is None and task.note != "returned":
        raise errors.CannotTakeBack() if task.is_live else meanwhile(work, task)
    group = work.groups[task.group_id]
    if group.state == "open":
        _take_back_vote(work, task, group)
    else:
        _take_back_move(work, task)


def _take_back_vote(work: Work, task: Task, group: SignGroup) -> None:
    others = [t for t in work.slots(task.group_id) if t.id != task.id]
    since = task.closed_rev or 0
    followers = [t for t in others if t.opened_by == task.id]
    _untouched(work, [t for t in others if t.state == "done" and (t.closed_rev or 0) > since])
    _untouched(work, followers)
    for follower in followers:
        after = None if group.mode == "sequence" and follower.seat != task.seat else task.id
        work.put(replace(follower, state="waiting", opened_at=None, opened_by=None, waits_for=after))
    again = reasked(work, task)
    work.put(again)
    announce(work, [again])
    work.happened("taken_back", task.node, task=task.id)


def _take_back_move(work: Work, task: Task) -> None:
    token = _token_moved_by(work, task)
    assert token.came_from is not None
    if token.came_from.touched_by is not None:
        by = token.came_from.touched_by
        raise errors.ActedMeanwhile(by=work.name(by), by_id=by)
    inside = {t.id for t in work.tokens_inside(token.scope)} | {token.id}
    groups = {g.id for g in work.groups.values() if g.state == "open" and g.token_id in inside}
    following = [t for t in work.tasks.values() if t.group_id in groups and t.id != task.id]
    _untouched(work, following)
    for handed in (t for t in following if t.given_by is not None):
        raise errors.ActedMeanwhile(by=work.name(handed.given_by), by_id=handed.given_by)
    resume = token.came_from.resume
    cancel_inside(work, token.scope, "taken_back")
    abandon(work, token, "taken_back")
    work.happened("taken_back", task.node, task=task.id, **{"from": token.node})
    token = replace(token, open=True, resume=resume, came_from=None, waits="moving", arrived=())
    work.put(token)
    work.send(token, Onward("place", task.node), "taken_back", reopen=task.id)


def _token_moved_by(work: Work, task: Task) -> Token:
    token = work.tokens.get(task.token_id)
    if token is None or token.came_from is None or token.came_from.task_id != task.id:
        raise errors.CannotTakeBack()
    if token.open:
        return token
    outer = work.token_in(outer_scope(token.scope))
    arm = token.scope.rpartition(".")[2]
    if outer is None or outer.epoch != token.split_epoch or arm not in outer.arrived:
        raise errors.CannotTakeBack()
    work.put(replace(outer, arrived=tuple(a for a in outer.arrived if a != arm)))
    return token


def _untouched(work: Work, tasks: list[Task]) -> None:
    for task in tasks:
        voted = task.vote is not None and task.closed_by is not None
        if voted or task.claimed_at or task.seen_at:
            by = task.closed_by if task.closed_by is not None else task.assignee
            raise errors.ActedMeanwhile(by=work.name(by), by_id=by)
