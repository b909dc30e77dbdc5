"""Sub-flows: a node hands over to other records of their own, each with its own flow, and hears of their end.

A record of the sub-flow's object is made per hand-over, or per row of a subform; the flow named is started on it. The
node that waits goes on when the last has ended, with what came back when there was one.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from paidan.builder.flow import commands, errors
from paidan.builder.flow.carrying import acting_as_flow
from paidan.builder.flow.happening import FlowHandedOver, FlowInstanceChanged, FlowRecalled
from paidan.builder.flow.nodes.sub_flow import SubFlow, SubFlowSettings
from paidan.builder.flow.running import run_command, start_flow
from paidan.builder.flow.tables import instances, tokens
from paidan.builder.flow.versions import get_flow, version_of
from paidan.builder.flow.viewing import view_record
from paidan.builder.objects.loading import model_of
from paidan.builder.records.writing import create_record
from paidan.kernel.database import Tx
from paidan.kernel.errors import AppError

ENDED = ("completed", "rejected", "withdrawn", "terminated")
_OWN = frozenset({"number", "title", "status", "created_at", "updated_at", "created_by", "updated_by"})
"""Fields that a row does not give to the record made for it."""


def start_sub_flows(tx: Tx, event: FlowHandedOver) -> None:
    """Make the records of a sub-flow node and start their flows; what is refused is reported as `rejected`."""
    if event.to != SubFlow.name:
        return
    try:
        with tx.savepoint(), acting_as_flow(tx):
            for values in _values(tx, event):
                _start_one(tx, event, values)
    except AppError:
        _report(tx, event.instance, event.token, event.epoch, "rejected", {})
        return
    _report_if_over(tx, event.instance, event.token, event.epoch)


def _values(tx: Tx, event: FlowHandedOver) -> list[dict[str, Any]]:
    """Return the values of each record to make: the same for all, and with `per_row` what the rows share by field key."""
    given, per_row = dict(event.settings["values"]), event.settings.get("per_row")
    if not per_row:
        return [given]
    model = model_of(tx)
    assert event.object is not None
    assert event.record is not None
    child = model.object(str(model.object(event.object).field(per_row).linked_object))
    target = model.object(get_flow(tx, event.settings["flow"]).object)
    common = [k for k, f in child.fields.items() if f.column and not f.type.computed and k in target.fields]
    rows = view_record(tx, event.object, event.record).get(per_row) or []
    views = [view_record(tx, child.key, int(row["id"])) for row in rows]
    return [{**given, **{k: v.get(k) for k in common if k not in _OWN and v.get(k) is not None}} for v in views]


def _start_one(tx: Tx, event: FlowHandedOver, values: dict[str, Any]) -> None:
    flow = get_flow(tx, event.settings["flow"])
    record_id = create_record(tx, flow.object, values)
    same = sa.and_(instances.c.record_id == record_id, instances.c.flow_id == flow.id)
    running = tx.value(sa.select(instances.c.id).where(same))
    if running is None:
        running = start_flow(tx, flow.object, record_id, flow.key)
    parent = {"parent_instance": event.instance, "parent_token": event.token, "parent_epoch": event.epoch}
    tx.update(instances, {"id": running}, parent)


def hear_of_end(tx: Tx, event: FlowInstanceChanged) -> None:
    """Report to the node that waits for an instance once it, and all beside it, have ended."""
    if event.state not in ENDED:
        return
    columns = (instances.c.parent_instance, instances.c.parent_token, instances.c.parent_epoch)
    parent = tx.first(sa.select(*columns).where(instances.c.id == event.instance))
    if parent is not None and parent[0] is not None:
        _report_if_over(tx, *parent)


def end_recalled(tx: Tx, event: FlowRecalled) -> None:
    """End the sub-flows that a node started and no longer waits for."""
    for instance_id, _, _, state in _children(tx, event.token, event.epoch):
        if state not in ENDED:
            run_command(tx, commands.Terminate(reason="recalled"), instance_id)


def _children(tx: Tx, token_id: int, epoch: int) -> list[tuple[Any, ...]]:
    columns = (instances.c.id, instances.c.object, instances.c.record_id, instances.c.state)
    same = sa.and_(instances.c.parent_token == token_id, instances.c.parent_epoch == epoch)
    return tx.all(sa.select(*columns).where(same).order_by(instances.c.id))


def _report_if_over(tx: Tx, instance_id: int, token_id: int, epoch: int) -> None:
    children = _children(tx, token_id, epoch)
    if any(state not in ENDED for _, _, _, state in children):
        return
    completed = all(state == "completed" for _, _, _, state in children)
    sets = _brought_back(tx, instance_id, token_id, children) if completed else {}
    _report(tx, instance_id, token_id, epoch, "completed" if completed else "rejected", sets)


def _brought_back(tx: Tx, instance_id: int, token_id: int, children: list[tuple[Any, ...]]) -> dict[str, Any]:
    """Return the fields that come back: from the one record there was; several cannot be put into one field."""
    if len(children) != 1:
        return {}
    version_id = tx.value(sa.select(instances.c.version_id).where(instances.c.id == instance_id))
    node = tx.value(sa.select(tokens.c.node).where(tokens.c.id == token_id))
    settings = version_of(tx, version_id).place(node).settings
    if not isinstance(settings, SubFlowSettings):
        return {}
    _, object_key, record_id, _ = children[0]
    view = view_record(tx, object_key, record_id)
    return {ours: view.get(theirs) for ours, theirs in settings.back.items()}


def _report(tx: Tx, instance_id: int, token_id: int, epoch: int, outcome: str, sets: dict[str, Any]) -> None:
    command = commands.ExternalOutcome(token_id=token_id, epoch=epoch, outcome=outcome, sets=sets)
    try:
        run_command(tx, command, instance_id)
    except (errors.NoLongerWaiting, errors.NotActive):
        return  # it was not waited for, or no longer
