"""What can be done with flows: the names that other rooms use.

start_flow(tx, "work_order", record_id)              start the flow that fits a record
run_command(tx, Agree(task_id=…, opinion="…"))       let somebody act
report_outcome(tx, …, outcome="accepted")            report on what was handed over
report_event(tx, object_key, record_id, "paid")      tell waiting nodes that something happened
install_flow(tx, key=…, label=…, object_key=…, graph=…)   ship a flow
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from paidan.builder.flow import commands
from paidan.builder.flow.running import run_command, start_flow
from paidan.builder.flow.state import RowId
from paidan.builder.flow.tables import instances, tokens
from paidan.builder.flow.versions import (
    change_flow,
    create_flow,
    install_flow,
    publish_version,
    save_draft_version,
    version_of,
)
from paidan.kernel.database import Tx

__all__ = [
    "Waiting",
    "change_flow",
    "create_flow",
    "install_flow",
    "list_waiting",
    "publish_version",
    "report_event",
    "report_outcome",
    "run_command",
    "save_draft_version",
    "start_flow",
]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A token of a running instance that waits for somebody outside. `type` is that of its node, such as dispatch."""

    instance_id: RowId
    token_id: RowId
    epoch: int
    node: str
    type: str


def report_outcome(
    tx: Tx,
    *,
    instance_id: RowId,
    token_id: RowId,
    epoch: int,
    outcome: str,
    sets: Mapping[str, Any] | None = None,
) -> None:
    """Report what became of work that was handed over; `sets` are fields of the record that it brings back.

    Raises NoLongerWaiting when the token has moved on, OutcomeUnknown, NotActive, InstanceNotFound, RecordInvalid.
    """
    command = commands.ExternalOutcome(token_id=token_id, epoch=epoch, outcome=outcome, sets=dict(sets or {}))
    run_command(tx, command, instance_id)


def report_event(tx: Tx, object_key: str, record_id: RowId, event: str, sets: Mapping[str, Any] | None = None) -> int:
    """Tell the nodes of a record's running flows that wait for an event of this name; return how many there were."""
    found = [w for w in list_waiting(tx, object_key, record_id, waits="event") if event in _expected(tx, w)]
    for waiting in found:
        report_outcome(
            tx,
            instance_id=waiting.instance_id,
            token_id=waiting.token_id,
            epoch=waiting.epoch,
            outcome=event,
            sets=sets,
        )
    return len(found)


def list_waiting(
    tx: Tx, object_key: str, record_id: RowId, *, node_type: str | None = None, waits: str = "external"
) -> list[Waiting]:
    """Return where the running flows of a record wait for somebody outside, of one node type if given."""
    statement = (
        sa.select(instances.c.id, tokens.c.id, tokens.c.epoch, tokens.c.node, instances.c.version_id)
        .join_from(instances, tokens, tokens.c.instance_id == instances.c.id)
        .where(instances.c.record_id == record_id, instances.c.object == object_key, instances.c.state == "active")
        .where(tokens.c.open == True, tokens.c.waits == waits)  # noqa: E712
        .order_by(tokens.c.id)
    )
    found = [
        Waiting(instance_id, token_id, epoch, node, version_of(tx, version_id).place(node).type.name)
        for instance_id, token_id, epoch, node, version_id in tx.all(statement)
    ]
    return [one for one in found if node_type in (None, one.type)]


def _expected(tx: Tx, waiting: Waiting) -> tuple[str, ...]:
    version_id = tx.value(sa.select(instances.c.version_id).where(instances.c.id == waiting.instance_id))
    place = version_of(tx, version_id).place(waiting.node)
    expected: tuple[str, ...] = place.type.outcomes(place.settings)
    return expected
