"""Who may act on a task now, and with what: the checks that every act on a task begins with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from paidan.builder.flow import errors
from paidan.builder.flow.places import blank
from paidan.builder.flow.settings.human import Action, Button
from paidan.builder.flow.state import PersonId, RowId, Task
from paidan.builder.flow.work import Work
from paidan.kernel.i18n.catalogue import load_catalogue


def open_task(work: Work, task_id: RowId) -> Task:
    """Return a task that can be acted on. Raises: TaskNotFound, TaskNotOpen with what happened meanwhile."""
    task = work.task(task_id)
    if task.state != "open":
        raise meanwhile(work, task)
    return task


def meanwhile(work: Work, task: Task) -> errors.TaskNotOpen:
    """Return the refusal that tells what became of a task."""
    how = task.note or task.state
    known = load_catalogue()
    return errors.TaskNotOpen(
        how=how,
        what=known.get(f"flow.meanwhile.{how}", known["flow.meanwhile.cancelled"]),
        by=work.name(task.closed_by),
        by_id=task.closed_by,
        at=task.closed_at,
    )


def own_task(work: Work, task_id: RowId) -> Task:
    """Return an open task that the actor holds. Raises: TaskNotFound, TaskNotOpen, NotYourTask, ClaimFirst."""
    task = open_task(work, task_id)
    if work.actor is None or work.actor not in task.holders:
        raise errors.NotYourTask(owner=work.name(task.assignee), owner_id=task.assignee)
    if task.assignee is None:
        raise errors.ClaimFirst()
    work.on_behalf_of = task.on_behalf_of
    return task


def offered(work: Work, task: Task, action: Action, button: str | None = None) -> Button:
    """Return the button of an action. Raises: ActionNotOffered."""
    acts = work.place_of(task).type.acts
    known = action in acts or action not in ("complete", "agree", "reject")
    found = work.human(task).button(action, button) if known else None
    if found is None:
        raise errors.ActionNotOffered(action=action)
    return found


def check_words(work: Work, task: Task, action: Action, opinion: str, signature: str | None = None) -> None:
    """Check that the opinion and signature that the node wants are there. Raises: OpinionRequired, SignatureRequired."""
    settings = work.human(task)
    if action in settings.opinion_for and not opinion.strip():
        raise errors.OpinionRequired(action=action)
    if action in settings.signature_for and not signature:
        raise errors.SignatureRequired(action=action)


def check_fields(work: Work, task: Task, values: Mapping[str, Any]) -> None:
    """Check that the node lets its handler write these fields. Raises: FieldNotEditable."""
    form = work.human(task).form
    for key in values:
        if not form.may_edit(key):
            raise errors.FieldNotEditable(field=key)


def fill_in(work: Work, task: Task, fields: Mapping[str, Any], *, complete: bool) -> list[str]:
    """Write the draft and the fields given onto the record and return the keys that changed.

    Raises: FieldNotEditable; with `complete`, RequiredFields.
    """
    values = {**task.draft, **fields}
    check_fields(work, task, values)
    changed = {key: value for key, value in values.items() if work.record.get(key) != value}
    work.set_fields(changed, "form", task.node)
    if complete:
        form = work.human(task).form
        missing = [k for k, right in form.fields.items() if right == "required" and blank(work.record.get(k))]
        if missing:
            raise errors.RequiredFields(keys=missing, fields_listed=", ".join(missing))
    return sorted(changed)


def usable(work: Work, person: PersonId) -> None:
    """Check that somebody named in a command has an account. Raises: PersonDisabled."""
    if work.ports.people.standing(person).state == "disabled":
        raise errors.PersonDisabled(person=work.name(person), person_id=person)


def newcomer(work: Work, task: Task, person: PersonId) -> None:
    """Check that a person has no live slot in the task's group yet. Raises: SamePerson, PersonDisabled."""
    others = [t for t in work.slots(task.group_id) if t.is_live and t.id != task.id]
    if person == task.assignee or any(person in t.holders for t in others):
        raise errors.SamePerson(person=work.name(person), person_id=person)
    usable(work, person)


def reason_given(reason: str) -> None:
    """Check that an administrator's act says why. Raises: ReasonRequired."""
    if not reason.strip():
        raise errors.ReasonRequired()
