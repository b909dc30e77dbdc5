"""Moving a slot to somebody else: for good, for an opinion, by an administrator, or because a person has left."""

from __future__ import annotations

from dataclasses import replace

from paidan.builder.flow import commands
from paidan.builder.flow.asking import new_task
from paidan.builder.flow.effects import NobodyFound, Notify
from paidan.builder.flow.groups import announce
from paidan.builder.flow.permitting import check_words, newcomer, offered, open_task, own_task, reason_given
from paidan.builder.flow.reopening import replace_owner
from paidan.builder.flow.signers import deeper
from paidan.builder.flow.state import PersonId, Task
from paidan.builder.flow.work import Work


def transfer(work: Work, command: commands.Transfer) -> None:
    """Give one's slot to another person. Raises: SamePerson, PersonDisabled, ActionNotOffered, and as `own_task`."""
    task = own_task(work, command.task_id)
    offered(work, task, "transfer")
    check_words(work, task, "transfer", command.opinion)
    newcomer(work, task, command.to)
    hand_to(work, task, command.to, "transfer", command.opinion)


def hand_to(work: Work, task: Task, to: PersonId, how: str, reason: str) -> Task:
    """Make somebody else the owner of a live task; it is new to them."""
    moved = work.touched(
        task,
        assignee=to,
        candidates=(),
        on_behalf_of=None,
        origin=how,
        given_by=task.assignee,
        opened_at=work.now if task.state == "open" else task.opened_at,
        claimed_at=None,
        seen_at=None,
    )
    work.put(moved)
    told = {"transfer": "transferred"}.get(how, "reassigned")
    work.happened(told, task.node, task=task.id, **{"from": list(task.holders)}, to=to, reason=reason)
    announce(work, [moved])
    return moved


def delegate(work: Work, command: commands.Delegate) -> None:
    """Let another person act first; the owner then confirms.

    Raises: SamePerson, PersonDisabled, TooDeep, ActionNotOffered, and as `own_task`.
    """
    task = own_task(work, command.task_id)
    offered(work, task, "delegate")
    check_words(work, task, "delegate", command.opinion)
    newcomer(work, task, command.to)
    depth = deeper(task)
    group = work.groups[task.group_id]
    given = new_task(
        work,
        group,
        role="delegate",
        seat=task.seat,
        seq=task.seq,
        assignee=command.to,
        origin="delegate",
        given_by=work.actor,
        depth=depth,
        draft=task.draft,
    )
    work.put(work.touched(task, state="waiting", waits_for=given.id))
    work.happened("delegated", task.node, task=task.id, to=command.to, reason=command.opinion)
    announce(work, [given])


def reassign(work: Work, command: commands.Reassign) -> None:
    """Move somebody's open task, as an administrator. Raises: ReasonRequired, SamePerson, PersonDisabled, TaskNotOpen."""
    reason_given(command.reason)
    task = open_task(work, command.task_id)
    newcomer(work, task, command.to)
    if task.assignee is not None:
        work.effects.append(_tell_old_owner(work, task))
    hand_to(work, task, command.to, "reassigned", command.reason)


def _tell_old_owner(work: Work, task: Task) -> Notify:
    label = work.version.label(task.node)
    return Notify(task.holders, "flow.notice.task_moved", task.node, {"node": label})


def person_left(work: Work, command: commands.PersonLeft) -> None:
    """Move every live task of a person who has left, by the policy of its node; each is listed."""
    for task in list(work.tasks.values()):
        if not task.is_live or command.person not in task.holders:
            continue
        if task.assignee is None:
            left = tuple(p for p in task.candidates if p != command.person)
            moved = replace(task, candidates=left)
        else:
            moved = replace_owner(work, task, command.person)
        work.put(moved)
        to = list(moved.holders)
        work.happened("reassigned", task.node, task=task.id, **{"from": [command.person]}, to=to, reason="person_left")
        work.effects.append(NobodyFound(task.node, moved.holders, "person_left"))
        if task.assignee is not None:
            announce(work, [moved])
