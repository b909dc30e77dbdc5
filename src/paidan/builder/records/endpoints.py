"""Records over HTTP: lists, single records, writes, batches, history, groups."""

from __future__ import annotations

from typing import Any

import orjson
from fastapi import APIRouter, Query
from starlette.responses import Response

from paidan.builder.objects.errors import UnknownObject
from paidan.builder.records import batching, writing
from paidan.builder.records.errors import (
    ActionForbidden,
    BadCursor,
    BadQuery,
    EditConflict,
    FieldForbidden,
    RecordInTrash,
    RecordInvalid,
    RecordNotFound,
)
from paidan.builder.records.grouping import GroupQuestion, group_query
from paidan.builder.records.history import history_query
from paidan.builder.records.querying import CAP, ListQuestion, count_query, list_query, record_query
from paidan.builder.records.reading import get_record, read_record
from paidan.builder.records.schemas import BatchRequest, CreateRequest, GroupRequest, ListRequest, UpdateRequest
from paidan.builder.records.scoping import view_of
from paidan.kernel.database import Tx
from paidan.kernel.http import App, problems
from paidan.kernel.http.app import AppHandle, answer
from paidan.kernel.http.problems import describe

router = APIRouter(prefix="/api/records", tags=["records"])

_QUERY = problems(UnknownObject, ActionForbidden, BadQuery, BadCursor, FieldForbidden)
_WRITE = problems(RecordNotFound, ActionForbidden, RecordInvalid, EditConflict, RecordInTrash)


@router.get("/{object_key}", responses=_QUERY)
async def list_records(
    app: App,
    object_key: str,
    filter: str = Query("", max_length=20_000, description="A filter tree as JSON."),
    q: str = Query("", max_length=200, description="Words to find."),
    sort: str = Query("", max_length=200, description="Field keys, comma between, '-' before for descending."),
    fields: str | None = Query(None, max_length=5000, description="Field keys, comma between; none: all."),
    limit: int = Query(50, ge=1, le=200),
    after: str | None = Query(None, max_length=2000, description="The `next` of the page before."),
    trashed: bool = False,
    count: str = Query("capped", pattern="^(capped|exact|none)$"),
) -> Response:
    """Return one page of a list. `count.more` says that there are more than `count.value`."""
    asked = ListQuestion(
        object_key,
        _tree(filter),
        q,
        _keys(sort),
        None if fields is None else _keys(fields),
        limit,
        after,
        trashed,
    )
    return await _list(app, asked, count)


@router.post("/{object_key}/query", responses=_QUERY)
async def query_records(app: App, object_key: str, body: ListRequest) -> Response:
    """The same as the list, for filters too long for an address."""
    fields = None if body.fields is None else tuple(body.fields)
    asked = ListQuestion(
        object_key, body.filter, body.q, tuple(body.sort), fields, body.limit, body.after, body.trashed
    )
    return await _list(app, asked, body.count)


async def _list(app: AppHandle, asked: ListQuestion, count: str) -> Response:
    view = await view_of(app.product.database, app.actor)
    page = (await app.read(list_query(view, asked)))[0]
    body = b'{"records":' + page.records.encode() + b',"next":' + orjson.dumps(page.next)
    if count != "none" and not asked.after:
        found = (await app.read(count_query(view, asked, exact=count == "exact")))[0]
        more = count == "capped" and found > CAP
        body += b',"count":' + orjson.dumps({"value": min(found, CAP) if more else found, "more": more})
    return answer(body + b"}")


@router.post("/{object_key}/group", responses=_QUERY)
async def group_records(app: App, object_key: str, body: GroupRequest) -> Response:
    """Count and add up by fields."""
    view = await view_of(app.product.database, app.actor)
    asked = GroupQuestion(object_key, body.filter, body.q, tuple(body.by), tuple(body.measures), body.limit)
    found = (await app.read(group_query(view, asked)))[0]
    return answer(b'{"groups":' + found.encode() + b"}")


@router.get("/{object_key}/{record_id}", responses=problems(RecordNotFound, ActionForbidden))
async def read_one(app: App, object_key: str, record_id: int, trashed: bool = False) -> Response:
    """Return one record with its subforms."""
    return answer((await get_record(app.product.database, app.actor, object_key, record_id, trashed=trashed)).encode())


@router.post("/{object_key}", status_code=201, responses=_WRITE)
async def create_one(app: App, object_key: str, body: CreateRequest) -> Response:
    """Create a record and return it."""
    return await app.command(_create, 201, object_key=object_key, values=body.values)


@router.patch("/{object_key}/{record_id}", responses=_WRITE)
async def update_one(app: App, object_key: str, record_id: int, body: UpdateRequest) -> Response:
    """Change fields of a record and return it. With `rev`, edits of others are merged or a conflict is told."""
    return await app.command(
        _update, 200, object_key=object_key, record_id=record_id, values=body.values, base_rev=body.rev
    )


@router.delete("/{object_key}/{record_id}", status_code=204, responses=_WRITE)
async def trash_one(app: App, object_key: str, record_id: int) -> Response:
    """Put a record into the trash."""
    await app.write(writing.trash_record, object_key=object_key, record_id=record_id)
    return Response(status_code=204)


@router.post("/{object_key}/{record_id}/restore", responses=_WRITE)
async def restore_one(app: App, object_key: str, record_id: int) -> Response:
    """Bring a record back from the trash."""
    return await app.command(_restore, 200, object_key=object_key, record_id=record_id)


@router.get("/{object_key}/{record_id}/history", responses=problems(RecordNotFound, ActionForbidden))
async def read_history(app: App, object_key: str, record_id: int, before: int | None = None) -> Response:
    """Return what happened to a record, newest first."""
    view = await view_of(app.product.database, app.actor)
    if await app.find(record_query(view, object_key, record_id, trashed=True)) is None:
        raise RecordNotFound
    return answer({"entries": await app.read(history_query(view, object_key, record_id, before=before))})


@router.post("/{object_key}/batch", responses=_WRITE)
async def write_batch(app: App, object_key: str, body: BatchRequest) -> Response:
    """Create and change up to 500 records; every row has its own outcome."""
    language = app.language
    items = [item.model_dump() for item in body.items]
    return await app.command(
        batching.write_batch,
        200,
        object_key=object_key,
        items=items,
        all_or_nothing=body.all_or_nothing,
        describe=lambda error: describe(error, language),
    )


def _create(tx: Tx, *, object_key: str, values: dict[str, Any]) -> dict[str, Any]:
    record_id = writing.create_record(tx, object_key, values)
    return _seen(tx, object_key, record_id)


def _update(tx: Tx, *, object_key: str, record_id: int, values: dict[str, Any], base_rev: int | None) -> dict[str, Any]:
    writing.update_record(tx, object_key, record_id, values, base_rev=base_rev)
    return _seen(tx, object_key, record_id)


def _restore(tx: Tx, *, object_key: str, record_id: int) -> dict[str, Any]:
    writing.restore_record(tx, object_key, record_id)
    return _seen(tx, object_key, record_id)


def _seen(tx: Tx, object_key: str, record_id: int) -> dict[str, Any]:
    """The record as its writer sees it; only its id when his rights end with the writing."""
    try:
        return read_record(tx, object_key, record_id)
    except (RecordNotFound, ActionForbidden):
        return {"id": record_id}


def _keys(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _tree(text: str) -> dict[str, Any]:
    if not text:
        return {}
    try:
        tree = orjson.loads(text)
    except ValueError:
        raise BadQuery(problem="filter") from None
    if not isinstance(tree, dict):
        raise BadQuery(problem="filter")
    return tree
