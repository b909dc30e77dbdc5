"""Sign groups from inside: which votes count, which slot opens next, and closing what has been decided."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from paidan.builder.flow.effects import Notify, Recall
from paidan.builder.flow.state import GroupState, SignGroup, Stood, Task, Token, Vote
from paidan.builder.flow.votes import Verdict, decide
from paidan.builder.flow.work import Work


def seats(work: Work, group: SignGroup) -> list[Task]:
    """Return the slots that have a vote and still count, in order."""
    found = [t for t in work.slots(group.id) if t.role == "seat" and t.state != "cancelled"]
    return sorted(found, key=lambda t: (t.seq, t.id))


def vote_of(work: Work, seat: Task) -> Vote | None:
    """Return what a seat says: agree once it and all signers after it agreed, reject once one of them rejected."""
    chain = [t for t in work.slots(seat.group_id) if t.seat == seat.id and t.role in ("seat", "after")]
    votes = [t.vote if t.state == "done" else None for t in chain if t.state != "cancelled"]
    if "reject" in votes:
        return "reject"
    return None if None in votes else "agree"


def verdict(work: Work, group: SignGroup) -> Verdict:
    """Return whether the group is decided by the votes it has."""
    votes = [vote_of(work, seat) for seat in seats(work, group)]
    return decide(group.mode, votes, percent=group.percent, veto=group.veto)


def standing(work: Work, task: Task) -> tuple[Stood, ...]:
    """Return how the other live slots of a task's group stand now, before the task's act changes them."""
    others = [t for t in work.slots(task.group_id) if t.is_live and t.id != task.id]
    return tuple(Stood(t.id, t.state == "open", t.waits_for) for t in others)


def open_task(work: Work, task: Task, by: Task | None = None) -> Task:
    """Open a waiting task; whoever holds it is told."""
    cause = by.id if by else None
    opened = replace(
        task, state="open", opened_at=work.now, seen_at=None, waits_for=None, waited_for=task.waits_for, opened_by=cause
    )
    work.put(opened)
    announce(work, [opened])
    return opened


def announce(work: Work, tasks: Iterable[Task]) -> None:
    """Tell of tasks that have just opened."""
    opened = [t for t in tasks if t.state == "open"]
    if not opened:
        return
    node = opened[0].node
    listed = [
        {"task": t.id, "people": list(t.holders), "origin": t.origin, "on_behalf_of": t.on_behalf_of} for t in opened
    ]
    work.happened("tasks_opened", node, tasks=listed)
    people = tuple(dict.fromkeys(p for t in opened for p in t.holders))
    if people:
        label = work.version.label(node)
        work.effects.append(Notify(people, "flow.notice.task_opened", node, {"node": label}))


def open_next(work: Work, group: SignGroup, by: Task | None = None) -> None:
    """In a sequence, open the next seat once no earlier one is at work."""
    if group.mode != "sequence":
        return
    slots = work.slots(group.id)
    if any(t.state == "open" for t in slots):
        return
    waiting = [t for t in seats(work, group) if t.state == "waiting" and t.waits_for is None]
    if waiting:
        open_task(work, waiting[0], by)


def release(work: Work, task: Task, by: Task | None = None) -> None:
    """Open what waited for a task that has just been acted on or taken away.

    A signer added after it opens only when it agreed; otherwise that signer is not asked, and whoever waited for them
    goes on. by: the act that is the cause, when it is not the task's own.
    """
    by = by or task
    for waiting in [t for t in work.slots(task.group_id) if t.waits_for == task.id and t.state == "waiting"]:
        if waiting.origin == "added_after" and task.vote != "agree":
            close_task(work, waiting, "not_needed", by)
            release(work, work.tasks[waiting.id], by)
        else:
            open_task(work, waiting, by)


def close_task(work: Work, task: Task, note: str, by: Task | None = None) -> None:
    """Cancel a task that nobody has to do any more, and say why."""
    work.put(
        replace(
            task,
            state="cancelled",
            closed_at=work.now,
            closed_by=work.actor,
            closed_by_task=by.id if by else None,
            closed_rev=work.instance.rev,
            note=note,
        )
    )
    work.happened("task_closed", task.node, task=task.id, people=list(task.holders), note=note)


def close_group(work: Work, group: SignGroup, state: GroupState, note: str, by: Task | None = None) -> None:
    """Close a group; its slots that are still live are cancelled and say who decided."""
    work.put(replace(group, state=state, decided_by=by.id if by else None))
    for task in work.slots(group.id):
        if task.is_live:
            close_task(work, task, note, by)


def abandon(work: Work, token: Token, note: str, by: Task | None = None) -> None:
    """Cancel what goes on at a token: its group, or what was handed over. Timers become void with the epoch."""
    group = work.open_group(token)
    if group is not None:
        close_group(work, group, "cancelled", note, by)
    if token.waits == "external":
        work.effects.append(Recall(token.id, token.epoch, token.node))


def cancel_inside(work: Work, scope: str, note: str, by: Task | None = None) -> None:
    """Close every token within a scope, with its tasks; the scope's own token stays."""
    for token in work.tokens_inside(scope):
        abandon(work, token, note, by)
        work.put(replace(token, open=False))
        work.happened("arm_cancelled", token.node, scope=token.scope, note=note)
