"""Returning to an earlier node, and taking one's own act back."""

from __future__ import annotations

from dataclasses import replace

from paidan.builder.flow import commands, errors
from paidan.builder.flow.deciding import came_from, touch
from paidan.builder.flow.groups import abandon, announce, cancel_inside, standing
from paidan.builder.flow.leaving import go_to, handled_since
from paidan.builder.flow.permitting import check_words, meanwhile, offered, own_task
from paidan.builder.flow.places import Onward, encloses, outer_scope
from paidan.builder.flow.reopening import closed_by, reasked, restore
from paidan.builder.flow.state import Resume, ResumePoint, SignGroup, Stood, Task, Token
from paidan.builder.flow.work import Reopen, Work


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
    returned = work.touched(
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
    token = came_from(work, token, by, standing(work, by) if by else ())
    points = token.resume
    if direct and by is not None:
        points = (*points, _resume_point(work, token, node, by))
    go_to(work, token, node, "returned", by=by, resume=points if direct else ())


def _resume_point(work: Work, token: Token, node: str, by: Task) -> ResumePoint:
    return ResumePoint(
        at_node=node,
        node=token.node,
        group_id=by.group_id,
        task_id=by.id,
        stood=standing(work, by),
        since=handled_since(work, node),
        guarded={key: work.record.get(key) for key in work.human(token).guarded},
    )


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
    followers = [t for t in others if t.opened_by == task.id and t.is_live]
    _untouched(work, task, [*(t for t in others if t.state == "done"), *followers])
    for follower in followers:
        waits = replace(follower, state="waiting", opened_at=None, opened_by=None, waits_for=follower.waited_for)
        work.put(waits)
    for closed in closed_by(work, task):
        restore(work, work.tokens[group.token_id], Stood(closed.id, False, closed.waits_for))
    again = replace(reasked(work, task), token_id=group.token_id, epoch=group.epoch)
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
    _untouched(work, task, following)
    came = token.came_from
    cancel_inside(work, token.scope, "taken_back")
    abandon(work, token, "taken_back")
    work.happened("taken_back", task.node, task=task.id, **{"from": token.node})
    token = replace(token, open=True, resume=came.resume, came_from=None, waits="moving", arrived=())
    work.put(token)
    work.send(token, Onward("place", task.node), "taken_back", Reopen(task.id, came.stood))


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


def _untouched(work: Work, task: Task, others: list[Task]) -> None:
    """Check that nobody has done anything with other tasks since one was acted on. Raises: ActedMeanwhile."""
    since = task.closed_rev or 0
    for other in others:
        if other.touched_rev is not None and other.touched_rev > since:
            by = other.touched_by
            raise errors.ActedMeanwhile(by=work.name(by), by_id=by)
