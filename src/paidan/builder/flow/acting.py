"""Acting on one's task: taking it, keeping a draft, handing in, voting."""

from __future__ import annotations

from paidan.builder.flow import commands, errors
from paidan.builder.flow.deciding import settle, touch
from paidan.builder.flow.effects import Notify
from paidan.builder.flow.groups import release, standing
from paidan.builder.flow.permitting import check_fields, check_words, fill_in, offered, open_task, own_task
from paidan.builder.flow.settings.human import Action
from paidan.builder.flow.state import Task
from paidan.builder.flow.work import Work

ACTS: dict[type[commands.Act], tuple[Action, str]] = {
    commands.Complete: ("complete", "completed"),
    commands.Agree: ("agree", "agreed"),
    commands.Reject: ("reject", "rejected"),
}


def claim(work: Work, command: commands.Claim) -> None:
    """Make the actor the owner of a task from the pool. Raises: NotYourTask, AlreadyClaimed, TaskNotOpen."""
    task = open_task(work, command.task_id)
    if work.actor is None or work.actor not in (*task.candidates, task.assignee):
        raise errors.NotYourTask(owner=work.name(task.assignee), owner_id=task.assignee)
    if task.assignee is not None:
        raise errors.AlreadyClaimed(by=work.name(task.assignee), by_id=task.assignee, at=task.claimed_at)
    work.put(work.touched(task, assignee=work.actor, claimed_at=work.now))
    work.happened("claimed", task.node, task=task.id)


def put_back(work: Work, command: commands.Release) -> None:
    """Put a claimed task back into its pool; its draft stays with it. Raises: CannotRelease, and as `own_task`."""
    task = own_task(work, command.task_id)
    if not task.candidates:
        raise errors.CannotRelease()
    work.put(work.touched(task, assignee=None, claimed_at=None, seen_at=None))
    work.happened("released", task.node, task=task.id)
    others = tuple(p for p in task.candidates if p != work.actor)
    if others:
        label = work.version.label(task.node)
        work.effects.append(Notify(others, "flow.notice.task_opened", task.node, {"node": label}))


def see(work: Work, command: commands.See) -> None:
    """Note that the owner has opened the task; a candidate who only looks leaves no trace."""
    task = open_task(work, command.task_id)
    if task.assignee == work.actor and task.seen_at is None:
        work.put(work.touched(task, seen_at=work.now))


def save_draft(work: Work, command: commands.SaveDraft) -> None:
    """Keep values in the task. The trail shows nothing. Raises: FieldNotEditable, and as `own_task`."""
    task = own_task(work, command.task_id)
    check_fields(work, task, command.draft)
    work.put(work.touched(task, draft=dict(command.draft), seen_at=task.seen_at or work.now))


def act(work: Work, command: commands.Act) -> None:
    """Hand in, agree or reject: check, write the form, vote, and let the group decide.

    Raises: ActionNotOffered, OpinionRequired, SignatureRequired, FieldNotEditable, RequiredFields, and as `own_task`.
    """
    action, told = ACTS[type(command)]
    task = own_task(work, command.task_id)
    button = offered(work, task, action, command.button)
    check_words(work, task, action, command.opinion, command.signature)
    has_vote = task.role in ("seat", "after")
    changed = fill_in(work, task, command.fields, complete=has_vote and action != "reject")
    work.set_fields(button.sets, "flow", task.node)
    done = work.touched(
        task,
        state="done",
        vote="reject" if action == "reject" else "agree",
        opinion=command.opinion,
        signature=command.signature,
        draft={},
        closed_at=work.now,
        closed_by=work.actor,
        closed_rev=work.instance.rev,
        note="",
    )
    work.put(done)
    work.happened(
        told,
        task.node,
        task=task.id,
        role=task.role,
        opinion=command.opinion,
        signature=command.signature,
        button=button.key,
        fields=changed,
    )
    after_act(work, done)


def after_act(work: Work, done: Task) -> None:
    """Let what waited for a task open, then let its group decide."""
    stood = standing(work, done)
    touch(work, done)
    release(work, done)
    settle(work, done.group_id, done, stood)
