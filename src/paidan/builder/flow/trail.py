"""The flow beside a record: where it stands, who is to act, and the way it has come, with the reason for each branch."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from paidan.builder.flow.rows import columns_of
from paidan.builder.flow.state import PersonId, Task, Token
from paidan.builder.flow.storing import from_row
from paidan.builder.flow.tables import flows, instances, tasks, tokens
from paidan.builder.flow.task_form import describe_task
from paidan.builder.flow.versions import read_version
from paidan.builder.records.errors import RecordNotFound
from paidan.builder.records.querying import reach_query
from paidan.builder.records.scoping import Viewpoint, view_of
from paidan.kernel.actor import Actor
from paidan.kernel.clock import moment_text
from paidan.kernel.database import Database, Query
from paidan.kernel.database.reading import as_tuple
from paidan.kernel.events.tables import events
from paidan.platform.identity.tables import people
from paidan.platform.permissions.access import FieldRight

MOST = 500
"""Events of a record's flows that are shown, the newest."""


async def read_trail(database: Database, actor: Actor, object_key: str, record_id: int) -> dict[str, Any]:
    """Return everything about the flows of a record that its reader may know. JSON-able. Raises RecordNotFound."""
    view = await view_of(database, actor)
    if await database.find(reach_query(view, object_key, record_id)) is None:
        raise RecordNotFound
    found = await database.read(_instances(object_key, record_id))
    shown = [await _instance(database, row) for row in found]
    return {"instances": shown, "path": await _path(database, view, object_key, record_id)}


def _instances(object_key: str, record_id: int) -> Query[tuple[Any, ...]]:
    columns = ("id", "version_id", "state", "note", "initiator", "started_at", "ended_at")
    statement = (
        sa.select(*(instances.c[name] for name in columns), flows.c.key, flows.c.label, people.c.name)
        .join_from(instances, flows, flows.c.id == instances.c.flow_id)
        .outerjoin(people, people.c.id == instances.c.initiator)
        .where(instances.c.record_id == record_id, instances.c.object == object_key)
        .order_by(instances.c.id.desc())
    )
    return Query(statement, as_tuple)


async def _instance(database: Database, row: tuple[Any, ...]) -> dict[str, Any]:
    instance_id, version_id, state, note, initiator, started_at, ended_at, key, label, name = row
    version = await read_version(database, version_id)
    of_instance = sa.and_(tasks.c.instance_id == instance_id, tasks.c.state.in_(("open", "waiting")))
    live_rows = await database.read(
        Query(sa.select(*columns_of(Task), tasks.c.due_at).where(of_instance).order_by(tasks.c.id), as_tuple)
    )
    live = [(from_row(Task, row[:-1]), row[-1]) for row in live_rows]
    resting = sa.and_(tokens.c.instance_id == instance_id, tokens.c.open == True, tokens.c.waits != "arms")  # noqa: E712
    token_rows = await database.read(Query(sa.select(*columns_of(Token)).where(resting), as_tuple))
    standing = [from_row(Token, row) for row in token_rows]
    named = await _names(database, [task for task, _ in live])
    return {
        "id": instance_id,
        "flow": {"key": key, "label": label},
        "state": state,
        "note": note,
        "initiator": None if initiator is None else {"id": initiator, "name": name or ""},
        "started_at": moment_text(started_at),
        "ended_at": None if ended_at is None else moment_text(ended_at),
        "at": [
            {
                "node": token.node,
                "label": version.label(token.node),
                "type": version.place(token.node).type.name,
                "waits": token.waits,
                "since": moment_text(token.entered_at),
            }
            for token in standing
        ],
        "tasks": [
            {**describe_task(task, version, named), "opinion": "", "due_at": due and moment_text(due)}
            for task, due in live
        ],
    }


async def _names(database: Database, live: list[Task]) -> dict[int, str]:
    wanted: set[PersonId | None] = set()
    for task in live:
        wanted |= {*task.candidates, task.assignee, task.on_behalf_of, task.given_by, task.added_by}
    ids = sorted(person for person in wanted if person is not None)
    if not ids:
        return {}
    rows = await database.read(Query(sa.select(people.c.id, people.c.name).where(people.c.id.in_(ids)), as_tuple))
    return dict(rows)


async def _path(database: Database, view: Viewpoint, object_key: str, record_id: int) -> list[dict[str, Any]]:
    """Return the flow's events of a record, oldest first."""
    table = events.c
    statement = (
        sa.select(table.id, table.at, table.kind, table.actor_kind, table.actor_id, table.actor_name, table.data)
        .where(table.record == record_id, table.object == object_key, table.kind.startswith("flow."))
        .where(table.kind.not_in(INNER))
        .order_by(table.id.desc())
        .limit(MOST)
    )
    rights = view.read_rights(object_key)
    readable = {f.key for f in rights.object.fields.values() if rights.right(f) >= FieldRight.READ}
    rows = await database.read(Query(statement, as_tuple))
    return [_step(row, readable) for row in reversed(rows)]


INNER = (
    "flow.instance_changed",
    "flow.work_handed_over",
    "flow.work_recalled",
    "flow.actions_due",
)
"""Calls to other rooms; people read the facts beside them."""


def _step(row: tuple[Any, ...], readable: set[str]) -> dict[str, Any]:
    event_id, at, kind, actor_kind, actor_id, actor_name, data = row
    shown = {
        "id": event_id,
        "at": moment_text(at),
        "kind": kind.removeprefix("flow."),
        "actor": {"kind": actor_kind, "id": actor_id, "name": actor_name},
        "instance": data.get("instance"),
        "node": data.get("node", ""),
        "label": data.get("label", {}),
        "on_behalf_of": data.get("on_behalf_of"),
        "facts": data.get("facts", {}),
    }
    if data.get("_why"):
        shown["why"] = hide_values(data["_why"], readable)
    return shown


def hide_values(why: Any, readable: set[str]) -> Any:
    """Return reasons without the values of fields that the reader may not see."""
    if isinstance(why, list):
        return [hide_values(one, readable) for one in why]
    if not isinstance(why, dict):
        return why
    if "field" in why and "value" in why and isinstance(why["field"], list):
        return why if why["field"][0] in readable else {**why, "value": "***"}
    return {key: hide_values(one, readable) for key, one in why.items()}
