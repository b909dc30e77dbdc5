"""One task as its holder meets it: the record through the node's form, what may be done, and who else is asked.

What the node opens for editing is open to its holder, whatever the role says; for all else the role and the node must
both allow it. Who had a part in it earlier sees of the record what his role shows him now, perhaps nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from paidan.builder.actions.staff import names_of
from paidan.builder.flow import commands
from paidan.builder.flow.errors import TaskNotFound
from paidan.builder.flow.permissions import ADMINISTER_FLOWS
from paidan.builder.flow.plan import FlowVersion
from paidan.builder.flow.ports import RecordView
from paidan.builder.flow.returning import return_targets
from paidan.builder.flow.rows import load_state, record_of
from paidan.builder.flow.running import ports_for
from paidan.builder.flow.settings.human import MOVES, Action, HumanSettings
from paidan.builder.flow.state import FlowState, PersonId, RowId, Task
from paidan.builder.flow.step import step
from paidan.builder.flow.tables import tasks
from paidan.builder.flow.versions import version_of
from paidan.builder.flow.viewing import view_record
from paidan.builder.flow.work import Work
from paidan.builder.objects.field_types import Shape
from paidan.builder.objects.loading import model_of
from paidan.builder.records.querying import reach_query
from paidan.builder.records.reading import read_record
from paidan.builder.records.scoping import view_in
from paidan.kernel.actor import Actor
from paidan.kernel.clock import moment_text
from paidan.kernel.database import Tx
from paidan.kernel.errors import AppError
from paidan.platform.permissions.access import ALL, FieldRight, Grant, RowScope, access_of, holds

FORM_RIGHTS = {
    "hidden": FieldRight.HIDDEN,
    "masked": FieldRight.MASKED,
    "read": FieldRight.READ,
    "edit": FieldRight.EDIT,
    "required": FieldRight.EDIT,
}


def find_task(tx: Tx, task_id: RowId) -> tuple[FlowState, Task]:
    """Return a task with its instance, if the actor has or had a part in it or administers flows. Raises TaskNotFound."""
    instance_id = tx.value(sa.select(tasks.c.instance_id).where(tasks.c.id == task_id))
    if instance_id is None:
        raise TaskNotFound(task=task_id)
    state = load_state(tx, instance_id, task_id)
    task = next(t for t in state.tasks if t.id == task_id)
    me = tx.actor.id if tx.actor.kind == "person" else None
    part = {*task.candidates, task.assignee, task.closed_by, task.given_by, task.added_by}
    if (
        (me is not None and me in part)
        or tx.actor.kind == "service"
        or holds(access_of(tx.actor), ADMINISTER_FLOWS.key)
    ):
        return state, task
    raise TaskNotFound(task=task_id)


def show_task(tx: Tx, *, task_id: RowId) -> dict[str, Any]:
    """Return a task with its form. JSON-able. Raises TaskNotFound."""
    state, task = find_task(tx, task_id)
    version = version_of(tx, state.instance.version_id)
    object_key, record_id = record_of(tx, state.instance.id)
    settings = version.place(task.node).settings
    assert isinstance(settings, HumanSettings)
    holds_it = tx.actor.kind == "person" and task.state == "open" and tx.actor.id in task.holders
    reachable = tx.first(reach_query(view_in(tx), object_key, record_id).statement) is not None
    fields = form_rights(tx, object_key, settings, opened=holds_it) if reachable else {}
    people = names_of(tx, sorted(_people(state, task)))
    work = Work(version, state, view_record(tx, object_key, record_id), tx.now, ports_for(tx, object_key), tx.actor.id)
    mine = tx.actor.kind == "person" and tx.actor.id == task.assignee
    workable = task.state == "open" and state.instance.state == "active"
    token = next(t for t in state.tokens if t.id == task.token_id)
    targets = return_targets(work, token) if workable and mine else []
    slots = [t for t in state.tasks if t.group_id == task.group_id]
    return {
        "task": {**describe_task(task, version, people), "due_at": _due(tx, task_id)},
        "object": object_key,
        "record": _read_through(tx, object_key, record_id, fields) if reachable else None,
        "fields": fields,
        "draft": dict(task.draft) if mine else {},
        "actions": _actions(version, settings, task, targets) if workable and mine else [],
        "return_to": [{"node": node, "label": version.label(node)} for node in targets],
        "resume": list(settings.resume) if targets else [],
        "can": {
            "claim": workable and task.assignee is None and tx.actor.id in task.candidates,
            "release": workable and mine and bool(task.candidates),
            "take_back": _may_take_back(tx, version, state, work.record, task, object_key),
        },
        "instance": {"id": state.instance.id, "state": state.instance.state, "note": state.instance.note},
        "signers": [describe_task(t, version, people) for t in slots],
    }


def describe_task(task: Task, version: FlowVersion, people: dict[int, str]) -> dict[str, Any]:
    """Return what there is to know of a task and its people. JSON-able."""
    return {
        "id": task.id,
        "node": task.node,
        "label": version.label(task.node),
        "state": task.state,
        "role": task.role,
        "assignee": _named(task.assignee, people),
        "candidates": [_named(person, people) for person in task.candidates],
        "on_behalf_of": _named(task.on_behalf_of, people),
        "origin": task.origin,
        "given_by": _named(task.given_by, people),
        "added_by": _named(task.added_by, people),
        "opened_at": task.opened_at and moment_text(task.opened_at),
        "claimed_at": task.claimed_at and moment_text(task.claimed_at),
        "seen_at": task.seen_at and moment_text(task.seen_at),
        "closed_at": task.closed_at and moment_text(task.closed_at),
        "closed_by": _named(task.closed_by, people),
        "vote": task.vote,
        "opinion": task.opinion,
        "signature": task.signature,
        "note": task.note,
    }


def form_rights(tx: Tx, object_key: str, settings: HumanSettings, *, opened: bool) -> dict[str, str]:
    """Return the right to each field in the node's form: hidden, masked, read, edit or required.

    opened: for whoever holds the task, for whom the node opens fields beyond his role.
    """
    roles = view_in(tx).read_rights(object_key)
    found: dict[str, str] = {}
    for field in model_of(tx).object(object_key).fields.values():
        wanted = settings.form.right(field.key)
        if opened and wanted in ("edit", "required") and not field.type.computed:
            found[field.key] = wanted
            continue
        least = min(FORM_RIGHTS[wanted], FieldRight.READ, roles.right(field))
        found[field.key] = least.key
    return found


def _read_through(tx: Tx, object_key: str, record_id: RowId, fields: dict[str, str]) -> dict[str, Any]:
    """Read the record with the rights of the form, and no others."""
    rights = {key: min(FORM_RIGHTS[right], FieldRight.READ) for key, right in fields.items()}
    scope = RowScope("records", record_ids=frozenset({record_id}))
    form = Grant(object_key, frozenset({"read"}), scope, FieldRight.HIDDEN, rights)
    access = access_of(tx.actor)
    grants = {object_key: (form,), **_rows_grants(tx, object_key, rights)}
    reader = Actor(
        kind="person",
        id=tx.actor.id,
        name=tx.actor.name,
        source=tx.actor.source,
        language=tx.actor.language,
        access=replace(access, grants={**access.grants, **grants}),
    )
    return read_record(tx, object_key, record_id, actor=reader)


def _rows_grants(tx: Tx, object_key: str, rights: dict[str, FieldRight]) -> dict[str, tuple[Grant, ...]]:
    """Let the rows of a subform be seen with the field that holds them; they are reached through this record alone."""
    fields = model_of(tx).object(object_key).fields.values()
    children = [f for f in fields if f.type.shape is Shape.CHILDREN and rights[f.key] >= FieldRight.READ]
    names = [str(field.linked_object) for field in children]
    return {name: (Grant(name, frozenset({"read"}), ALL, FieldRight.READ),) for name in names}


def _actions(version: FlowVersion, settings: HumanSettings, task: Task, targets: list[str]) -> list[dict[str, Any]]:
    acts = version.place(task.node).type.acts
    if settings.buttons is None:
        offered: list[tuple[str, Action, dict[str, str]]] = [(action, action, {}) for action in (*acts, *MOVES)]
    else:
        known = [b for b in settings.buttons if b.action in acts or b.action in MOVES]
        offered = [(b.key, b.action, dict(b.label)) for b in known]
    return [
        {
            "key": key,
            "action": action,
            "label": label,
            "opinion_required": action in settings.opinion_for,
            "signature_required": action in settings.signature_for,
        }
        for key, action, label in offered
        if action != "return" or targets
    ]


def _may_take_back(
    tx: Tx, version: FlowVersion, state: FlowState, view: RecordView, task: Task, object_key: str
) -> bool:
    """Whether the actor could take his act back now: asked by trying, with nothing written."""
    if tx.actor.kind != "person" or task.closed_by != tx.actor.id or task.is_live:
        return False
    command = commands.TakeBack(task_id=task.id, actor=tx.actor.id)
    try:
        step(version, state, view, command, tx.now, ports_for(tx, object_key))
    except AppError:
        return False
    return True


def _due(tx: Tx, task_id: RowId) -> str | None:
    found = tx.value(sa.select(tasks.c.due_at).where(tasks.c.id == task_id))
    return None if found is None else moment_text(found)


def _people(state: FlowState, task: Task) -> set[PersonId]:
    slots: Iterable[Task] = (t for t in state.tasks if t.group_id == task.group_id)
    found: set[PersonId | None] = set()
    for one in slots:
        found |= {*one.candidates, one.assignee, one.on_behalf_of, one.given_by, one.added_by, one.closed_by}
    return {person for person in found if person is not None}


def _named(person: PersonId | None, people: dict[int, str]) -> dict[str, Any] | None:
    return None if person is None else {"id": person, "name": people.get(person, "")}


__all__ = ["Action", "describe_task", "find_task", "form_rights", "show_task"]
