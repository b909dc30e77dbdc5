"""Reading where an instance stands, and writing what a step made of it, each row only if it is still as it was."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

import sqlalchemy as sa

from paidan.builder.flow.errors import InstanceNotFound, MovedOn, TaskNotFound
from paidan.builder.flow.state import FlowState, Instance, Row, RowId, SignGroup, Task, Token
from paidan.builder.flow.step import RowChange
from paidan.builder.flow.storing import column_names, from_row, to_row
from paidan.builder.flow.tables import candidates, groups, instances, tasks, tokens
from paidan.builder.flow.timing_rows import forget_timers
from paidan.kernel.database import Tx

R = TypeVar("R", Instance, Token, SignGroup, Task)

_TABLES: dict[type[Any], sa.Table] = {Instance: instances, Token: tokens, SignGroup: groups, Task: tasks}


def columns_of(kind: type[Any]) -> list[sa.Column[Any]]:
    """Return the columns that make up a row of the state, in the order `from_row` wants."""
    return [_TABLES[kind].c[name] for name in column_names(kind)]


def instance_of_task(tx: Tx, task_id: RowId) -> RowId:
    """Return the instance that a task belongs to. Raises TaskNotFound."""
    found = tx.value(sa.select(tasks.c.instance_id).where(tasks.c.id == task_id))
    if found is None:
        raise TaskNotFound(task=task_id)
    return int(found)


def record_of(tx: Tx, instance_id: RowId) -> tuple[str, RowId]:
    """Return object and record of an instance. Raises InstanceNotFound."""
    found = tx.first(sa.select(instances.c.object, instances.c.record_id).where(instances.c.id == instance_id))
    if found is None:
        raise InstanceNotFound(instance=instance_id)
    return found[0], found[1]


def load_state(tx: Tx, instance_id: RowId, task_id: RowId | None = None) -> FlowState:
    """Return what a step needs of an instance, see `FlowState`. Raises InstanceNotFound."""
    instance = tx.first(sa.select(*columns_of(Instance)).where(instances.c.id == instance_id))
    if instance is None:
        raise InstanceNotFound(instance=instance_id)
    named = None if task_id is None else _named(tx, instance_id, task_id)
    wanted = tokens.c.open == True  # noqa: E712
    if named:
        wanted = sa.or_(wanted, tokens.c.id == named[0])
    found = _read(tx, Token, tokens.c.instance_id == instance_id, wanted)
    group_ids = {p.group_id for t in found for p in t.resume} | ({named[1]} if named else set())
    of_groups = groups.c.state == "open"
    if group_ids:
        of_groups = sa.or_(of_groups, groups.c.id.in_(sorted(group_ids)))
    kept = _read(tx, SignGroup, groups.c.instance_id == instance_id, of_groups)
    slots = _read(tx, Task, tasks.c.group_id.in_([g.id for g in kept])) if kept else ()
    return FlowState(from_row(Instance, instance), found, kept, slots)


def _named(tx: Tx, instance_id: RowId, task_id: RowId) -> Any:
    one = sa.select(tasks.c.token_id, tasks.c.group_id)
    return tx.first(one.where(tasks.c.id == task_id, tasks.c.instance_id == instance_id))


def _read(tx: Tx, kind: type[R], *conditions: sa.ColumnElement[bool]) -> tuple[R, ...]:
    table = _TABLES[kind]
    rows = tx.all(sa.select(*columns_of(kind)).where(*conditions).order_by(table.c.id))
    return tuple(from_row(kind, row) for row in rows)


def write_changes(tx: Tx, changes: Sequence[RowChange], facts: dict[str, Any]) -> bool:
    """Write the rows of a step; False, with nothing written, when the instance was changed meanwhile.

    facts: object, record and flow of the instance, for columns that the engine does not know. Raises MovedOn.
    """
    for change in changes:
        row, was = change.row, change.was
        if was is None:
            tx.insert(_TABLES[type(row)], {**to_row(row), **_beside(row, facts)})
        elif isinstance(row, Instance):
            if not _update(tx, row, was, rev=was.rev):  # type: ignore[union-attr]
                return False
        elif isinstance(row, Task):
            if not _update(tx, row, was, state=was.state):  # type: ignore[union-attr]
                raise MovedOn
        else:
            _update(tx, row, was)
        if isinstance(row, Token) and isinstance(was, Token) and (not row.open or row.epoch != was.epoch):
            forget_timers(tx, row.id)
        if isinstance(row, Task):
            _list_candidates(tx, row, was)  # type: ignore[arg-type]
    return True


def _beside(row: Row, facts: dict[str, Any]) -> dict[str, Any]:
    if isinstance(row, Instance):
        return {"object": facts["object"], "flow_id": facts["flow_id"]}
    if isinstance(row, Task):
        return {"object": facts["object"], "record_id": facts["record_id"], "due_at": None}
    return {"timers": {}, "due_at": None} if isinstance(row, Token) else {}


def _update(tx: Tx, row: Row, was: Row, **guard: Any) -> bool:
    new, old = to_row(row), to_row(was)
    changed = {name: value for name, value in new.items() if value != old[name]}
    if not changed:
        return True
    return tx.update(_TABLES[type(row)], {"id": row.id, **guard}, changed) == 1


def _list_candidates(tx: Tx, row: Task, was: Task | None) -> None:
    before, after = _pool(was), _pool(row)
    if before == after:
        return
    if before:
        tx.execute(sa.delete(candidates).where(candidates.c.task_id == row.id))
    tx.insert_many(candidates, [{"task_id": row.id, "person_id": person} for person in sorted(after)])


def _pool(task: Task | None) -> frozenset[int]:
    if task is None or task.state != "open" or task.assignee is not None:
        return frozenset()
    return frozenset(task.candidates)
