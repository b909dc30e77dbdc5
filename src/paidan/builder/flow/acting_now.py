"""What people do over HTTP with tasks and instances: who may, then the command, then how things stand."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from paidan.builder.flow import commands, errors
from paidan.builder.flow.permissions import ADMINISTER_FLOWS
from paidan.builder.flow.rows import record_of
from paidan.builder.flow.running import run_command, start_flow
from paidan.builder.flow.state import RowId
from paidan.builder.flow.tables import instances, tasks
from paidan.builder.flow.task_form import find_task
from paidan.builder.records.errors import RecordNotFound
from paidan.builder.records.lookups import TxLookup
from paidan.builder.records.querying import reach_query
from paidan.builder.records.scoping import view_in
from paidan.kernel.database import Tx
from paidan.kernel.errors import Unauthenticated
from paidan.platform.files.tables import files
from paidan.platform.identity.tables import people
from paidan.platform.permissions.permission import require

SIGNATURE_FIELD = "flow.signature"
"""Where signatures of opinions are attached: to the record, under a name that no field has."""


def act_on_task(tx: Tx, *, command: commands.TaskCommand, person: int | None = None) -> dict[str, Any]:
    """Carry out what somebody does with a task that they have or had a part in. person: another who is named in it.

    Raises TaskNotFound, PersonUnknown, SignatureUnknown, and what the command refuses.
    """
    _require_person(tx)
    state, task = find_task(tx, command.task_id)
    if person is not None:
        _require_known(tx, person)
    signature = getattr(command, "signature", None)
    if signature is not None:
        object_key, record_id = record_of(tx, state.instance.id)
        _attach_signature(tx, object_key, record_id, int(signature))
    run_command(tx, command, state.instance.id)
    return how_it_stands(tx, state.instance.id, task.id)


def act_on_instance(tx: Tx, *, instance_id: RowId, command: commands.Command) -> dict[str, Any]:
    """Carry out what the initiator or a reader of the record asks of an instance.

    Raises InstanceNotFound, and what the command refuses.
    """
    _require_person(tx)
    object_key, record_id = record_of(tx, instance_id)
    if tx.first(reach_query(view_in(tx), object_key, record_id).statement) is None and not _is_initiator(
        tx, instance_id
    ):
        raise errors.InstanceNotFound(instance=instance_id)
    run_command(tx, command, instance_id)
    return how_it_stands(tx, instance_id)


def administer(tx: Tx, *, instance_id: RowId, command: commands.Command, person: int | None = None) -> dict[str, Any]:
    """Carry out what an administrator of flows decides.

    Raises PermissionMissing, InstanceNotFound, TaskNotFound, PersonUnknown, and what the command refuses.
    """
    require(tx, ADMINISTER_FLOWS)
    record_of(tx, instance_id)
    if person is not None:
        _require_known(tx, person)
    run_command(tx, command, instance_id)
    return how_it_stands(tx, instance_id)


def start_by_hand(tx: Tx, *, object_key: str, record_id: RowId, flow_key: str | None) -> dict[str, Any]:
    """Start a flow over a record that the actor may change. Raises RecordNotFound, and as `start_flow`."""
    _require_person(tx)
    if tx.first(reach_query(view_in(tx), object_key, record_id, "update").statement) is None:
        raise RecordNotFound
    return how_it_stands(tx, start_flow(tx, object_key, record_id, flow_key))


def how_it_stands(tx: Tx, instance_id: RowId, task_id: RowId | None = None) -> dict[str, Any]:
    """Return the state of an instance, of the task, and which open tasks of it the actor now has. JSON-able."""
    state = tx.first(
        sa.select(instances.c.state, instances.c.note, instances.c.rev).where(instances.c.id == instance_id)
    )
    assert state is not None
    mine = sa.select(tasks.c.id).where(tasks.c.instance_id == instance_id, tasks.c.state == "open")
    mine = mine.where(tasks.c.assignee == (tx.actor.id or 0)).order_by(tasks.c.id)
    found: dict[str, Any] = {
        "instance": {"id": instance_id, "state": state[0], "note": state[1], "rev": state[2]},
        "my_tasks": [row[0] for row in tx.all(mine)],
    }
    if task_id is not None:
        row = tx.first(sa.select(tasks.c.state, tasks.c.assignee, tasks.c.note).where(tasks.c.id == task_id))
        assert row is not None
        found["task"] = {"id": task_id, "state": row[0], "assignee": row[1], "note": row[2]}
    return found


def _require_person(tx: Tx) -> None:
    """Customers have their own ways; tasks and instances are for people of the company."""
    if tx.actor.kind != "person" or tx.actor.id is None:
        raise Unauthenticated


def _is_initiator(tx: Tx, instance_id: RowId) -> bool:
    initiator = tx.value(sa.select(instances.c.initiator).where(instances.c.id == instance_id))
    return tx.actor.kind == "person" and initiator is not None and initiator == tx.actor.id


def _require_known(tx: Tx, person: int) -> None:
    if tx.first(sa.select(people.c.id).where(people.c.id == person)) is None:
        raise errors.PersonUnknown(person=person)


def _attach_signature(tx: Tx, object_key: str, record_id: RowId, file_id: int) -> None:
    if TxLookup(tx).file(file_id) is None:
        raise errors.SignatureUnknown
    attached = {"attached_object": object_key, "attached_record": record_id, "attached_field": SIGNATURE_FIELD}
    tx.update(files, {"id": file_id}, attached)
