"""Running instances: one command, one step, written, told and carried out within one transaction.

The record is locked first, then the instance is read, so that everybody who touches both does it in the same order.
The instance is written only if its revision is still the one that the step saw; if not, the step is taken again on
what is there now. A command that arrives for an instance while its step is being carried out waits for the end of it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from paidan.builder.flow import commands, errors
from paidan.builder.flow.carrying import Carrier, OwnChanges
from paidan.builder.flow.conditions import evaluate
from paidan.builder.flow.happening import FlowInstanceChanged, told
from paidan.builder.flow.hours import Hours
from paidan.builder.flow.plan import FlowVersion
from paidan.builder.flow.ports import Ports, RecordView
from paidan.builder.flow.rows import instance_of_task, load_state, record_of, write_changes
from paidan.builder.flow.settings.timers import AroundField
from paidan.builder.flow.staffing import Staff
from paidan.builder.flow.state import RowId, Task
from paidan.builder.flow.step import StepResult, step
from paidan.builder.flow.tables import flows, instances
from paidan.builder.flow.timing import timers_of
from paidan.builder.flow.timing_rows import share_due
from paidan.builder.flow.versions import Flow, get_flow, list_flows, published_version, version_of
from paidan.builder.flow.viewing import preview, read_fields, view_record
from paidan.kernel.database import Tx

TRIES = 3
MOST_FOLLOWING = 50
"""Steps that one command may draw after it; more means that what the flow sets keeps setting it off."""
_BUSY = "flow.busy"


@dataclass(frozen=True, slots=True)
class Known:
    """What the service knows of an instance beside its rows."""

    instance_id: RowId
    object: str
    record_id: RowId
    flow_id: RowId
    flow_key: str


def start_flow(
    tx: Tx,
    object_key: str,
    record_id: RowId,
    flow_key: str | None = None,
    *,
    initiator: int | None = None,
) -> RowId:
    """Start a flow over a record and return the instance's id.

    flow_key None: the first flow of the object that starts with its records and fits this one. initiator None: the
    person who acts, if one does.
    Raises FlowNotFound, WrongObject, NoPublishedVersion, AlreadyStarted, RecordNotFound, and what the record refuses.
    """
    view = view_record(tx, object_key, record_id, lock=True)
    flow = get_flow(tx, flow_key) if flow_key else first_fitting(tx, object_key, view)
    if flow is None:
        raise errors.FlowNotFound(flow=object_key)
    if flow.object != object_key:
        raise errors.WrongObject(flow=flow.label)
    if _runs(tx, flow.id, record_id):
        raise errors.AlreadyStarted
    if initiator is None and tx.actor.kind == "person":
        initiator = tx.actor.id
    version = version_of(tx, published_version(tx, flow).id)
    known = Known(tx.new_id(), object_key, record_id, flow.id, flow.key)
    command = commands.Start(actor=_person(tx), instance_id=known.instance_id, initiator=initiator)
    with _Turn(tx, known.instance_id) as turn:
        result = step(version, None, view, command, tx.now, ports_of(tx, known))
        write_changes(tx, result.changes, _facts(known))
        changed = FlowInstanceChanged(
            object=object_key, record=record_id, instance=known.instance_id, flow=flow.key, state="active"
        )
        tx.announce(changed)
        _carry(tx, known, version, result, turn)
        _follow(tx, known, turn)
    return known.instance_id


def first_fitting(tx: Tx, object_key: str, view: RecordView) -> Flow | None:
    """Return the flow that a new record starts, None when there is none for it."""
    for flow in tx.read(list_flows(object_key, active=True)):
        if flow.starts != "created":
            continue
        if flow.start_when is None or evaluate(tx, object_key, flow.start_when, view).holds:
            return flow
    return None


def run_command(
    tx: Tx, command: commands.Command, instance_id: RowId | None = None, task_id: RowId | None = None
) -> StepResult | None:
    """Carry out a command on an instance, named by itself or by the task that the command is about.

    The actor is the person who acts, unless the command names one. Returns None when the instance is in the midst of a
    step: the command then follows it. Raises TaskNotFound, InstanceNotFound, MovedOn, the refusals of the step, and
    what the record refuses.
    """
    task_id = getattr(command, "task_id", task_id)
    if instance_id is None:
        assert task_id is not None, "a command names a task or an instance"
        instance_id = instance_of_task(tx, task_id)
    waiting = tx.memo.setdefault(_BUSY, {}).get(instance_id)
    if command.actor is None:
        command = replace(command, actor=_person(tx))
    if waiting is not None:
        waiting.commands.append(command)
        return None
    known = _known(tx, instance_id)
    with _Turn(tx, instance_id) as turn:
        result = _run(tx, known, command, turn)
        _follow(tx, known, turn)
    return result


class _Turn:
    """One instance being worked on: what has to follow, and what the flow itself changed on the record."""

    def __init__(self, tx: Tx, instance_id: RowId) -> None:
        self.tx, self.instance_id = tx, instance_id
        self.commands: list[commands.Command] = []
        self.own = OwnChanges()
        self.steps = 0

    def __enter__(self) -> _Turn:
        self.tx.memo.setdefault(_BUSY, {})[self.instance_id] = self
        return self

    def __exit__(self, *_: object) -> None:
        self.tx.memo.get(_BUSY, {}).pop(self.instance_id, None)


def own_changes(tx: Tx, instance_id: RowId) -> OwnChanges | None:
    """Return where an instance in the midst of its step notes its own changes of the record; None when it is at rest."""
    turn = tx.memo.get(_BUSY, {}).get(instance_id)
    return turn.own if turn else None


def _known(tx: Tx, instance_id: RowId) -> Known:
    object_key, record_id = record_of(tx, instance_id)
    named = sa.select(flows.c.id, flows.c.key).join_from(instances, flows, flows.c.id == instances.c.flow_id)
    flow = tx.first(named.where(instances.c.id == instance_id))
    assert flow is not None, "an instance has its flow"
    return Known(instance_id, object_key, record_id, flow[0], flow[1])


def _run(tx: Tx, known: Known, command: commands.Command, turn: _Turn) -> StepResult:
    view = view_record(tx, known.object, known.record_id, lock=True)
    command = _read_values(tx, known, view, command)
    for _ in range(TRIES):
        state = load_state(tx, known.instance_id, getattr(command, "task_id", None))
        version = version_of(tx, state.instance.version_id)
        result = step(version, state, view, command, tx.now, ports_of(tx, known))
        if write_changes(tx, result.changes, _facts(known)):
            _carry(tx, known, version, result, turn)
            return result
    raise errors.MovedOn


def _read_values(tx: Tx, known: Known, view: RecordView, command: commands.Command) -> commands.Command:
    """Let what a form brings have the form of the record's values, so that only real changes count as such."""
    if isinstance(command, commands.Act) and command.fields:
        return replace(command, fields=read_fields(tx, known.object, view, command.fields))
    return command


def ports_of(tx: Tx, known: Known) -> Ports:
    """Return what a step may ask about an instance."""
    return ports_for(tx, known.object)


def ports_for(tx: Tx, object_key: str) -> Ports:
    """Return what a step may ask about records of an object."""
    return Ports(
        new_id=tx.new_id,
        evaluate=lambda expression, view: evaluate(tx, object_key, expression, view),
        people=Staff(tx, object_key),
        calendars=Hours(tx),
        preview=lambda view, values: preview(tx, object_key, view, values),
    )


def _carry(tx: Tx, known: Known, version: FlowVersion, result: StepResult, turn: _Turn) -> None:
    """Tell what a step tells, and do what it asks for."""
    for event in result.events:
        about = {"object_key": known.object, "record_id": known.record_id, "instance_id": known.instance_id}
        tx.announce(told(event, label=version.label(event.node), **about))  # type: ignore[arg-type]
    carrier = Carrier(tx, known.object, known.record_id, known.instance_id, known.flow_key, version, result)
    carrier.open_and_close()
    carrier.carry_out()
    opened = [c.row for c in result.changes if isinstance(c.row, Task) and c.was is None]
    if any(timers_of(version.place(task.node)) for task in opened):
        share_due(tx, known.instance_id)
    changed = turn.own.take()
    if changed and _minds(version, result, changed):
        turn.commands.append(commands.RecordChanged(fields=changed))


def _minds(version: FlowVersion, result: StepResult, changed: frozenset[str]) -> bool:
    """Whether fields that the step itself set may matter to where the instance stands now."""
    if result.state.instance.state != "active":
        return False
    for token in result.state.tokens:
        if not token.open:
            continue
        timers = timers_of(version.place(token.node)).values()
        around = {when.field for when in timers if isinstance(when, AroundField)}
        if token.waits == "event" or around & changed:
            return True
    return False


def _follow(tx: Tx, known: Known, turn: _Turn) -> None:
    """Do what arrived while the step was carried out. A chain that does not end is held for an administrator."""
    while turn.commands:
        turn.steps += 1
        command = turn.commands.pop(0)
        if turn.steps > MOST_FOLLOWING:
            turn.commands.clear()
            command = commands.Suspend(reason="loop")
        try:
            _run(tx, known, command, turn)
        except (errors.NoLongerWaiting, errors.NotActive):
            continue  # what came before it in this transaction has moved the instance on


def _facts(known: Known) -> dict[str, Any]:
    return {"object": known.object, "record_id": known.record_id, "flow_id": known.flow_id}


def _runs(tx: Tx, flow_id: RowId, record_id: RowId) -> bool:
    live = instances.c.state.in_(("active", "suspended", "stopped"))
    same = sa.select(instances.c.id).where(instances.c.record_id == record_id, instances.c.flow_id == flow_id, live)
    return tx.first(same) is not None


def _person(tx: Tx) -> int | None:
    return tx.actor.id if tx.actor.kind == "person" else None
