"""What a designer asks for: flows described, drafts saved with what the checks find, dry runs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from paidan.builder.flow import errors
from paidan.builder.flow.graph import FlowGraph
from paidan.builder.flow.happening import plain
from paidan.builder.flow.permissions import MANAGE_FLOWS
from paidan.builder.flow.plan import compile_flow
from paidan.builder.flow.running import ports_for
from paidan.builder.flow.schemas import SimulateRequest
from paidan.builder.flow.simulate import Answer, simulate
from paidan.builder.flow.tables import versions
from paidan.builder.flow.trail import hide_values
from paidan.builder.flow.versions import (
    Flow,
    Version,
    change_flow,
    check_graph,
    create_flow,
    describe_finding,
    find_flow,
    find_version,
    get_flow,
    node_types,
    publish_version,
    read_graph,
    save_draft_version,
)
from paidan.builder.flow.viewing import view_record
from paidan.builder.records.errors import RecordNotFound
from paidan.builder.records.querying import reach_query
from paidan.builder.records.scoping import view_in
from paidan.kernel.clock import moment_text
from paidan.kernel.database import Database, Query, Tx
from paidan.platform.permissions.permission import require


def describe_flow(flow: Flow) -> dict[str, Any]:
    """Return what clients are told of a flow. JSON-able."""
    return {
        "key": flow.key,
        "label": flow.label,
        "object": flow.object,
        "state": flow.state,
        "starts": flow.starts,
        "start_when": flow.start_when,
        "position": flow.position,
        "shipped": flow.shipped_hash is not None,
    }


def _describe_version(version: Version) -> dict[str, Any]:
    return {"number": version.number, "hash": version.hash, "state": version.state, "graph": version.graph}


async def read_flow(database: Database, key: str) -> dict[str, Any]:
    """Return a flow with its versions, newest first. Raises FlowNotFound."""
    flow = await _find(database, key)
    columns = ("number", "hash", "state", "saved_at", "saved_by", "published_at", "published_by")
    statement = sa.select(*(versions.c[name] for name in columns)).where(versions.c.flow_id == flow.id)

    def into(*row: Any) -> dict[str, Any]:
        found = dict(zip(columns, row, strict=True))
        moments = {name: found[name] and moment_text(found[name]) for name in ("saved_at", "published_at")}
        return {**found, **moments}

    listed = await database.read(Query(statement.order_by(versions.c.number.desc()), into))
    return {**describe_flow(flow), "versions": listed}


async def read_drawing(database: Database, key: str, number: int) -> dict[str, Any]:
    """Return one version with its drawing. Raises FlowNotFound, VersionNotFound."""
    flow = await _find(database, key)
    found = await database.find(find_version(flow.id, number=number))
    if found is None:
        raise errors.VersionNotFound(number=number)
    return _describe_version(found)


async def _find(database: Database, key: str) -> Flow:
    flow = await database.find(find_flow(key))
    if flow is None:
        raise errors.FlowNotFound(flow=key)
    return flow


def add_flow(tx: Tx, *, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Add a flow, see `create_flow`."""
    return describe_flow(create_flow(tx, **facts))


def alter_flow(tx: Tx, *, key: str, changes: Mapping[str, Any]) -> dict[str, Any]:
    """Change a flow, see `change_flow`."""
    kept = {name: value for name, value in changes.items() if value is not None or name == "start_when"}
    return describe_flow(change_flow(tx, key=key, changes=kept))


def save_draft(tx: Tx, *, key: str, graph: Mapping[str, Any], base_hash: str | None) -> dict[str, Any]:
    """Keep a draft and say what the checks find, see `save_draft_version`."""
    version = save_draft_version(tx, flow_key=key, graph=graph, base_hash=base_hash)
    return {**_describe_version(version), **check_drawing(tx, key=key, graph=graph)}


def check_drawing(tx: Tx, *, key: str, graph: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the checks find in a drawing. Raises FlowNotFound, GraphInvalid, PermissionMissing."""
    require(tx, MANAGE_FLOWS)
    found = check_graph(tx, get_flow(tx, key), read_graph(graph))
    return {"findings": [describe_finding(one) for one in found]}


def publish(tx: Tx, *, key: str) -> dict[str, Any]:
    """Publish the draft, see `publish_version`."""
    version = publish_version(tx, flow_key=key)
    return {"number": version.number, "hash": version.hash, "state": version.state}


def dry_run(tx: Tx, *, key: str, asked: SimulateRequest) -> dict[str, Any]:
    """Walk a record that the designer may read through a drawing. JSON-able.

    Raises FlowNotFound, VersionNotFound, GraphInvalid, RecordNotFound, PermissionMissing, and refusals of the engine.
    """
    require(tx, MANAGE_FLOWS)
    flow = get_flow(tx, key)
    if tx.first(reach_query(view_in(tx), flow.object, asked.record).statement) is None:
        raise RecordNotFound
    version = compile_flow(0, _drawing(tx, flow, asked), node_types(tx.registry))
    if not version.start:
        raise errors.GraphInvalid(where="root", problem={"zh-CN": "没有开始节点", "en": "there is no start node"})
    view = view_record(tx, flow.object, asked.record)
    answers = {node: Answer(**one.model_dump()) for node, one in asked.answers.items()}
    run = simulate(version, view, tx.now, ports_for(tx, flow.object), initiator=asked.initiator, answers=answers)
    shown = {field for field, right in _readable(tx, flow.object).items() if right}
    return {
        "outcome": run.outcome,
        "path": [{"node": node, "label": version.label(node)} for node in run.path],
        "stops": [
            {"node": s.node, "waits": s.waits, "people": list(s.people), "missing": list(s.missing)} for s in run.stops
        ],
        "events": [
            {"kind": e.kind, "node": e.node, "facts": hide_values(plain(dict(e.data)), shown)} for e in run.events
        ],
        "values": {name: plain(value) for name, value in run.values.items() if name in shown},
    }


def _drawing(tx: Tx, flow: Flow, asked: SimulateRequest) -> FlowGraph:
    if asked.graph is not None:
        return read_graph(asked.graph)
    if asked.number is not None:
        found = tx.find(find_version(flow.id, number=asked.number))
    else:
        found = tx.find(find_version(flow.id, state="draft")) or tx.find(find_version(flow.id, state="published"))
    if found is None:
        raise errors.VersionNotFound(number=asked.number or 0)
    return read_graph(found.graph)


def _readable(tx: Tx, object_key: str) -> dict[str, bool]:
    rights = view_in(tx).read_rights(object_key)
    names = {field.key for field in rights.readable()}
    return {key: key in names for key in rights.object.fields}
