"""Opening a group again as it stood: when its returner gets the instance back directly, or an act is taken back."""

from __future__ import annotations

from dataclasses import replace

from paidan.builder.flow.assigning import administrators, substitutes
from paidan.builder.flow.groups import announce
from paidan.builder.flow.state import PersonId, SignGroup, Stood, Task, Token
from paidan.builder.flow.work import Reopen, Work


def reopen_group(work: Work, token: Token, reopen: Reopen, *, hold_others: bool) -> SignGroup:
    """Open the group of a closed task again at this entry of a token: votes cast stay, the task is asked again.

    The other slots come back as they stood. With `hold_others`, slots that were open wait until the task has been
    acted on, so that at first one person has the instance again.
    """
    task = work.task(reopen.task_id)
    group = replace(work.groups[task.group_id], state="open", decided_by=None, token_id=token.id, epoch=token.epoch)
    work.put(group)
    first = _ask_again(work, token, task, "returned" if hold_others else "taken_back")
    holder = task if hold_others else None
    announce(work, [first, *[restore(work, token, slot, holder) for slot in reopen.stood]])
    return group


def _ask_again(work: Work, token: Token, task: Task, origin: str) -> Task:
    again = replace(reasked(work, task), token_id=token.id, epoch=token.epoch, origin=origin)
    again = present_owner(work, again)
    work.put(again)
    return again


def reasked(work: Work, task: Task) -> Task:
    """Return a task that was acted on as open and new, with nothing said yet."""
    return replace(
        task,
        state="open",
        opened_at=work.now,
        seen_at=None,
        vote=None,
        opinion="",
        signature=None,
        closed_at=None,
        closed_by=None,
        closed_by_task=None,
        closed_rev=None,
        note="",
    )


def closed_by(work: Work, task: Task) -> list[Task]:
    """Return the slots of a task's group that its own act had closed."""
    return [t for t in work.slots(task.group_id) if t.state == "cancelled" and t.closed_by_task == task.id]


def restore(work: Work, token: Token, stood: Stood, holder: Task | None = None) -> Task:
    """Bring a slot back as it stood; one that was open waits for the holder, where there is one."""
    restored = replace(
        work.task(stood.task_id),
        state="open" if stood.open and holder is None else "waiting",
        waits_for=holder.id if holder and stood.open else stood.waits_for,
        vote=None,
        token_id=token.id,
        epoch=token.epoch,
        closed_at=None,
        closed_by=None,
        closed_by_task=None,
        closed_rev=None,
        note="",
    )
    restored = present_owner(work, restored)
    work.put(restored)
    return restored


def present_owner(work: Work, task: Task) -> Task:
    """Return the task with an owner who still has an account, by the policy of its node, else an administrator."""
    owner = task.assignee
    if owner is None or work.ports.people.standing(owner).state != "disabled":
        return task
    return replace_owner(work, task, owner)


def replace_owner(work: Work, task: Task, owner: PersonId) -> Task:
    """Return the task in the hands of whom the node's policy names instead of its owner, else an administrator."""
    taken = {p for t in work.slots(task.group_id) if t.is_live for p in t.holders}
    for found in substitutes(work, work.human(task).policies.disabled, owner):
        if found.person not in taken:
            return replace(
                task, assignee=found.person, origin=found.origin, on_behalf_of=owner, claimed_at=None, seen_at=None
            )
    return replace(
        task,
        assignee=None,
        candidates=administrators(work),
        origin="administrator",
        on_behalf_of=owner,
        claimed_at=None,
        seen_at=None,
    )
