"""What flows do when others speak: records come to be, change, go to the trash and return; people leave; timers fire."""

from __future__ import annotations

import sqlalchemy as sa

from paidan.builder.flow import commands
from paidan.builder.flow.running import first_fitting, own_changes, run_command, start_flow
from paidan.builder.flow.tables import candidates, flows, instances, tasks, versions
from paidan.builder.flow.timing_rows import KIND
from paidan.builder.flow.viewing import view_record
from paidan.builder.objects.loading import model_of
from paidan.builder.records.events import RecordCreated, RecordRestored, RecordTrashed, RecordUpdated
from paidan.kernel.database import Tx
from paidan.kernel.timers.timer import Timer, TimerKind
from paidan.platform.identity.events import PersonDisabled

TRASHED = "record_trashed"
"""The note of an instance that stands still because its record is in the trash."""


def start_with_record(tx: Tx, event: RecordCreated) -> None:
    """Start the flow of a new record, unless it came in silently."""
    if tx.silent or event.object is None or event.record is None or not _has_flow(tx, event.object):
        return
    flow = first_fitting(tx, event.object, view_record(tx, event.object, event.record))
    if flow is not None:
        start_flow(tx, event.object, event.record, flow.key)


def _has_flow(tx: Tx, object_key: str) -> bool:
    published = sa.select(versions.c.id).where(versions.c.flow_id == flows.c.id, versions.c.state == "published")
    active = sa.and_(flows.c.object == object_key, flows.c.state == "active", flows.c.starts == "created")
    return tx.first(sa.select(flows.c.id).where(active, sa.exists(published))) is not None


def look_at_change(tx: Tx, event: RecordUpdated) -> None:
    """Let the running instances of a record look at what changed; what one changed itself it looks at when it is done."""
    if event.object is None or event.record is None:
        return
    running = _instances_of(tx, event.record, "active")
    if not running:
        return
    by_id = {str(field.id): key for key, field in model_of(tx).object(event.object).fields.items()}
    fields = frozenset(by_id[field_id] for field_id in event.diff if field_id in by_id)
    for instance_id in running:
        own = own_changes(tx, instance_id)
        if own is not None:
            own.fields |= fields
        elif fields:
            run_command(tx, commands.RecordChanged(fields=fields), instance_id)


def hold_trashed(tx: Tx, event: RecordTrashed) -> None:
    """Let the instances of a record in the trash stand still."""
    for instance_id in _instances_of(tx, event.record, "active"):
        run_command(tx, commands.Suspend(reason=TRASHED), instance_id)


def go_on_restored(tx: Tx, event: RecordRestored) -> None:
    """Let the instances go on that stood still because of the trash."""
    for instance_id in _instances_of(tx, event.record, "suspended", note=TRASHED):
        run_command(tx, commands.Unsuspend(reason=TRASHED), instance_id)


def _instances_of(tx: Tx, record_id: int | None, state: str, note: str | None = None) -> list[int]:
    statement = sa.select(instances.c.id).where(instances.c.record_id == record_id, instances.c.state == state)
    if note is not None:
        statement = statement.where(instances.c.note == note)
    return [row[0] for row in tx.all(statement.order_by(instances.c.id))]


def move_tasks_of(tx: Tx, event: PersonDisabled) -> None:
    """Move every live task of a person who has left, by the policies of the nodes."""
    if event.record is None:
        return
    owned = sa.select(tasks.c.instance_id).where(
        tasks.c.assignee == event.record, tasks.c.state.in_(("open", "waiting"))
    )
    offered = sa.select(tasks.c.instance_id).join(candidates, candidates.c.task_id == tasks.c.id)
    offered = offered.where(candidates.c.person_id == event.record)
    for row in tx.all(sa.union(owned, offered)):
        run_command(tx, commands.PersonLeft(person=event.record), row[0])


def fire(tx: Tx, timer: Timer) -> None:
    """Let the time at a node do what it is for."""
    name = timer.payload["timer"]
    command = commands.TimerFired(token_id=timer.subject_id or 0, epoch=timer.epoch, timer=name)
    run_command(tx, command, timer.payload["instance"])


NODE_TIMER = TimerKind(KIND, fire)
