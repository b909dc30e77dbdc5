"""The inbox: what one person has to do, may take, and has done, over all objects.

A task tells of its record only what its reader may see there; where the record is no longer open to them, only that it
was theirs.
"""

from __future__ import annotations

import base64
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

import orjson
import sqlalchemy as sa

from paidan.builder.flow.tables import candidates, instances, tasks
from paidan.builder.flow.versions import read_version
from paidan.builder.records.errors import BadCursor
from paidan.builder.records.scoping import Viewpoint, view_of
from paidan.kernel.actor import Actor
from paidan.kernel.clock import moment_text
from paidan.kernel.database import Database, Moment, Query
from paidan.kernel.database.reading import as_tuple

Tab = Literal["open", "pool", "done"]
Sort = Literal["newest", "due"]
NEVER = datetime(9999, 12, 31, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class InboxQuestion:
    """What is asked of an inbox. after: the marker of the page before. object: only tasks of this object."""

    tab: Tab = "open"
    sort: Sort = "newest"
    object: str | None = None
    limit: int = 50
    after: str | None = None


@dataclass(frozen=True, slots=True)
class _Line:
    id: int
    instance_id: int
    version_id: int
    object: str
    record_id: int
    node: str
    state: str
    assignee: int | None
    origin: str
    on_behalf_of: int | None
    opened_at: datetime | None
    due_at: datetime | None
    seen_at: datetime | None
    closed_at: datetime | None
    vote: str | None
    note: str


_COLUMNS = tuple((instances if name == "version_id" else tasks).c[name] for name in _Line.__slots__)


async def read_inbox(database: Database, actor: Actor, asked: InboxQuestion) -> dict[str, Any]:
    """Return a page of a person's tasks, with the marker of the next page. JSON-able. Raises BadCursor."""
    assert actor.id is not None
    lines = await database.read(_page(actor.id, asked))
    shown, more = lines[: asked.limit], len(lines) > asked.limit
    records = await _records(database, actor, {(one.object, one.record_id) for one in shown})
    described = [await _describe(database, one, records) for one in shown]
    return {"tasks": described, "next": _marker(asked, shown[-1]) if more else None}


async def count_inbox(database: Database, person_id: int) -> dict[str, int]:
    """Return how many tasks a person has open, how many of these are overdue, and how many may be taken."""
    now = database.clock.now()
    late = sa.func.sum(sa.case((tasks.c.due_at <= now, 1), else_=0))
    mine = _live(sa.select(sa.func.count(), late)).where(tasks.c.assignee == person_id)
    pool = _offered(_live(sa.select(sa.func.count())), person_id)
    held, overdue = (await database.read(Query(mine, as_tuple)))[0]
    offered = (await database.read(Query(pool, as_tuple)))[0][0]
    return {"open": held, "overdue": int(overdue or 0), "pool": offered}


def _page(person_id: int, asked: InboxQuestion) -> Query[_Line]:
    statement: Any = sa.select(*_COLUMNS)
    if asked.tab == "done":
        own = sa.and_(tasks.c.closed_by == person_id, sa.or_(tasks.c.state == "done", tasks.c.note == "returned"))
        statement = statement.join_from(tasks, instances, instances.c.id == tasks.c.instance_id).where(own)
    elif asked.tab == "pool":
        statement = _offered(_live(statement), person_id)
    else:
        statement = _live(statement).where(tasks.c.assignee == person_id)
    if asked.object is not None:
        statement = statement.where(tasks.c.object == asked.object)
    column, descending = _order(asked)
    if asked.after:
        at, task_id = _read_marker(asked.after)
        beyond = column < at if descending else column > at
        later = tasks.c.id < task_id if descending else tasks.c.id > task_id
        statement = statement.where(sa.or_(beyond, sa.and_(column == at, later)))
    order = (column.desc(), tasks.c.id.desc()) if descending else (column.asc(), tasks.c.id.asc())
    return Query(statement.order_by(*order).limit(asked.limit + 1), _Line)


def _live(statement: Any) -> Any:
    """Open tasks of instances that are going on."""
    joined = statement.join_from(tasks, instances, instances.c.id == tasks.c.instance_id)
    return joined.where(tasks.c.state == "open", instances.c.state == "active")


def _offered(statement: Any, person_id: int) -> Any:
    offered = sa.select(candidates.c.task_id).where(candidates.c.person_id == person_id)
    return statement.where(tasks.c.id.in_(offered), tasks.c.assignee.is_(None))


def _order(asked: InboxQuestion) -> tuple[Any, bool]:
    if asked.tab == "done":
        return tasks.c.closed_at, True
    if asked.sort == "due":
        return sa.func.coalesce(tasks.c.due_at, sa.literal(NEVER, Moment), type_=Moment), False
    return tasks.c.opened_at, True


def _marker(asked: InboxQuestion, last: _Line) -> str:
    at = last.closed_at if asked.tab == "done" else (last.due_at or NEVER) if asked.sort == "due" else last.opened_at
    assert at is not None
    return base64.urlsafe_b64encode(orjson.dumps([at.isoformat(), last.id])).decode().rstrip("=")


def _read_marker(marker: str) -> tuple[datetime, int]:
    try:
        at, task_id = orjson.loads(base64.urlsafe_b64decode(marker + "=" * (-len(marker) % 4)))
        moment = datetime.fromisoformat(at)
        if moment.tzinfo is None or not isinstance(task_id, int):
            raise BadCursor
        return moment, task_id
    except (ValueError, TypeError):
        raise BadCursor from None


async def _records(database: Database, actor: Actor, wanted: Iterable[tuple[str, int]]) -> dict[int, dict[str, Any]]:
    """Return number, title and status of the records that the actor may read, by id."""
    by_object: dict[str, list[int]] = defaultdict(list)
    for object_key, record_id in sorted(wanted):
        by_object[object_key].append(record_id)
    view = await view_of(database, actor)
    found: dict[int, dict[str, Any]] = {}
    for object_key, ids in by_object.items():
        if object_key in view.model.objects:
            for row in await database.read(_record_query(view, object_key, ids)):
                found[row["id"]] = row
    return found


def _record_query(view: Viewpoint, object_key: str, ids: list[int]) -> Query[dict[str, Any]]:
    rights = view.read_rights(object_key)
    object_type, table = rights.object, rights.object.table
    named = [
        object_type.column(key) if key in object_type.fields else sa.null() for key in ("number", "title", "status")
    ]
    statement = sa.select(table.c.id, *named).where(table.c.id.in_(ids), table.c.deleted_at.is_(None))
    reach = rights.rows(table)
    status = object_type.fields.get("status")

    def into(record_id: int, number: Any, title: Any, choice_id: Any) -> dict[str, Any]:
        choice = status.choice(choice_id) if status and choice_id is not None else None
        known = {"key": choice.key, "label": choice.label, "category": choice.category} if choice else None
        return {"id": record_id, "number": number, "title": title, "status": known}

    return Query(statement if reach is None else statement.where(reach), into)


async def _describe(database: Database, line: _Line, records: dict[int, dict[str, Any]]) -> dict[str, Any]:
    version = await read_version(database, line.version_id)
    return {
        "id": line.id,
        "instance": line.instance_id,
        "object": line.object,
        "record": records.get(line.record_id, {"id": line.record_id, "number": None, "title": None, "status": None}),
        "node": line.node,
        "label": version.label(line.node),
        "state": line.state,
        "claimable": line.state == "open" and line.assignee is None,
        "origin": line.origin,
        "on_behalf_of": line.on_behalf_of,
        "opened_at": _text(line.opened_at),
        "due_at": _text(line.due_at),
        "overdue": line.state == "open" and line.due_at is not None and line.due_at <= database.clock.now(),
        "seen": line.seen_at is not None,
        "closed_at": _text(line.closed_at),
        "vote": line.vote,
        "note": line.note,
    }


def _text(at: datetime | None) -> str | None:
    return None if at is None else moment_text(at)
