"""Asking more people at a node: before one's own slot, beside it, or after it; and taking that back."""

from __future__ import annotations

from dataclasses import replace

from paidan.builder.flow import commands, errors
from paidan.builder.flow.asking import new_task
from paidan.builder.flow.deciding import settle
from paidan.builder.flow.groups import announce, close_task, open_task
from paidan.builder.flow.permitting import check_words, meanwhile, newcomer, offered, own_task
from paidan.builder.flow.settings.human import Action
from paidan.builder.flow.state import Task
from paidan.builder.flow.work import Work

DEEPEST = 5
ACTION: dict[str, Action] = {"before": "add_before", "parallel": "add_parallel", "after": "add_after"}


def deeper(task: Task) -> int:
    """Return the depth of a slot added by the owner of a task. Raises: TooDeep."""
    if task.depth >= DEEPEST:
        raise errors.TooDeep(most=DEEPEST)
    return task.depth + 1


def add_signer(work: Work, command: commands.AddSigner) -> None:
    """Ask one more person. Raises: SamePerson, PersonDisabled, TooDeep, ActionNotOffered, and as `own_task`."""
    task = own_task(work, command.task_id)
    action = ACTION[command.place]
    offered(work, task, action)
    check_words(work, task, action, command.opinion)
    newcomer(work, task, command.person)
    work.put(work.touched(task))
    added = _add(work, task, command)
    work.happened(
        "signer_added",
        task.node,
        task=task.id,
        added=added.id,
        person=command.person,
        place=command.place,
        opinion=command.opinion,
    )
    announce(work, [added])
    settle(work, task.group_id, None)


def _add(work: Work, task: Task, command: commands.AddSigner) -> Task:
    facts: dict[str, object] = {
        "assignee": command.person,
        "added_by": work.actor,
        "given_by": work.actor,
        "depth": deeper(task),
        "origin": f"added_{command.place}",
        "seq": task.seq,
    }
    group = work.groups[task.group_id]
    if command.place == "parallel":
        return new_task(work, group, **facts)
    if command.place == "before":
        added = new_task(work, group, **facts, role="before", seat=task.seat)
        work.put(work.touched(task, state="waiting", waits_for=added.id))
        return added
    return _add_after(work, task, facts)


def _add_after(work: Work, task: Task, facts: dict[str, object]) -> Task:
    """Put a slot at the end of the chain that follows a task; whoever waited for that end waits for the new slot.

    A slot after one without a vote has none either: it gives its opinion before the seat itself is asked.
    """
    last = task
    while following := [t for t in _waiting_on(work, last) if t.origin == "added_after"]:
        last = following[0]
    has_vote = task.role in ("seat", "after")
    role = "after" if has_vote else task.role
    group = work.groups[task.group_id]
    waiting = _waiting_on(work, last)
    added = new_task(work, group, **facts, role=role, seat=task.seat, state="waiting", waits_for=last.id)
    for other in waiting:
        work.put(replace(other, waits_for=added.id))
    return added


def _waiting_on(work: Work, task: Task) -> list[Task]:
    return [t for t in work.slots(task.group_id) if t.state == "waiting" and t.waits_for == task.id]


def remove_signer(work: Work, command: commands.RemoveSigner) -> None:
    """Take back a slot that the actor added; whoever waited for it goes on.

    Raises: TaskNotOpen once it was acted on, NotAddedByYou, LastSigner, TaskNotFound.
    """
    task = work.task(command.task_id)
    if not task.is_live:
        raise meanwhile(work, task)
    if task.added_by is None or task.added_by != work.actor:
        raise errors.NotAddedByYou(by=work.name(task.added_by), by_id=task.added_by)
    _unchain(work, task)
    work.happened("signer_removed", task.node, task=task.id, person=task.assignee)
    if not any(t.is_live for t in work.slots(task.group_id)):
        raise errors.LastSigner()
    settle(work, task.group_id, None)


def _unchain(work: Work, task: Task) -> None:
    """Close a slot, and with a seat all that belongs to it. What followed it follows what it waited for, or opens."""
    slots = work.slots(task.group_id)
    parts = [t for t in slots if t.is_live and (t.id == task.id or (task.role == "seat" and t.seat == task.id))]
    for part in parts:
        close_task(work, work.touched(part), "removed")
    ahead = work.tasks.get(task.waits_for or 0)
    following = [t for part in parts for t in _waiting_on(work, part)]
    for other in following:
        if ahead is not None and ahead.is_live:
            work.put(replace(other, waits_for=ahead.id))
        else:
            opener = work.tasks.get(task.opened_by or 0)
            open_task(work, replace(other, waits_for=task.waited_for), opener)
