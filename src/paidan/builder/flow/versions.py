"""Flows and their versions: drawing, checking, publishing, shipping.

A flow has one draft at most and one published version at most. A published version never changes; instances stay with
the version that they were started on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from pydantic import ValidationError

from paidan.builder.flow import errors
from paidan.builder.flow.checks import Finding, check_flow
from paidan.builder.flow.conditions import problems_of
from paidan.builder.flow.directory import Installed
from paidan.builder.flow.graph import Expression, FlowGraph
from paidan.builder.flow.happening import FlowPublished
from paidan.builder.flow.nodetype import NodeType, NodeTypes
from paidan.builder.flow.permissions import MANAGE_FLOWS
from paidan.builder.flow.plan import FlowVersion, compile_flow
from paidan.builder.flow.tables import flows, versions
from paidan.builder.objects.loading import model_of
from paidan.kernel.database import Database, Query, Tx
from paidan.kernel.i18n import LANGUAGES, Label
from paidan.kernel.registry import Registry
from paidan.platform.permissions.permission import require

DEEPEST = 80
LARGEST = 50_000
"""Levels and values that a drawing's JSON may have."""


@dataclass(frozen=True, slots=True)
class Flow:
    """A flow. `starts`: created or called; `start_when`: which new records it is for, None for all of its object."""

    id: int
    key: str
    label: Label
    object: str
    state: str
    starts: str
    start_when: Expression | None
    position: int
    shipped_hash: str | None


@dataclass(frozen=True, slots=True)
class Version:
    """One state of a flow's drawing."""

    id: int
    flow_id: int
    number: int
    graph: dict[str, Any]
    hash: str
    state: str


_FLOW = tuple(flows.c[name] for name in Flow.__slots__)
_VERSION = tuple(versions.c[name] for name in Version.__slots__)


def find_flow(key: str) -> Query[Flow]:
    """The flow with a key."""
    return Query(sa.select(*_FLOW).where(flows.c.key == key), Flow)


def list_flows(object_key: str | None = None, *, active: bool = False) -> Query[Flow]:
    """The flows, of one object if given, in their order."""
    statement = sa.select(*_FLOW).order_by(flows.c.position, flows.c.id)
    if object_key is not None:
        statement = statement.where(flows.c.object == object_key)
    return Query(statement.where(flows.c.state == "active") if active else statement, Flow)


def find_version(flow_id: int, *, state: str | None = None, number: int | None = None) -> Query[Version]:
    """The newest version of a flow, in a state or of a number if given."""
    statement = sa.select(*_VERSION).where(versions.c.flow_id == flow_id).order_by(versions.c.number.desc())
    if state is not None:
        statement = statement.where(versions.c.state == state)
    return Query(statement if number is None else statement.where(versions.c.number == number), Version)


def get_flow(tx: Tx, key: str) -> Flow:
    """Return a flow. Raises FlowNotFound."""
    found = tx.find(find_flow(key))
    if found is None:
        raise errors.FlowNotFound(flow=key)
    return found


def node_types(registry: Registry) -> NodeTypes:
    """Return the node types of the product."""
    found: NodeTypes = registry.memory.get("flow node types") or NodeTypes.of(registry.all(NodeType))  # type: ignore[type-abstract]
    registry.memory["flow node types"] = found
    return found


def version_of(tx: Tx, version_id: int) -> FlowVersion:
    """Return a published version ready to be walked; compiled once per process. Raises VersionNotFound."""
    kept: dict[int, FlowVersion] = tx.registry.memory.setdefault("flow versions", {})
    found = kept.get(version_id)
    if found is None:
        row = tx.first(sa.select(*_VERSION).where(versions.c.id == version_id))
        if row is None:
            raise errors.VersionNotFound(number=version_id)
        stored = Version(*row)
        found = compile_flow(version_id, FlowGraph.model_validate(stored.graph), node_types(tx.registry))
        if stored.state != "draft":
            kept[version_id] = found
    return found


async def read_version(database: Database, version_id: int) -> FlowVersion:
    """The same as `version_of` outside a transaction. Raises VersionNotFound."""
    kept: dict[int, FlowVersion] = database.registry.memory.setdefault("flow versions", {})
    found = kept.get(version_id)
    if found is None:
        stored = await database.find(Query(sa.select(*_VERSION).where(versions.c.id == version_id), Version))
        if stored is None:
            raise errors.VersionNotFound(number=version_id)
        found = compile_flow(version_id, FlowGraph.model_validate(stored.graph), node_types(database.registry))
        kept[version_id] = found
    return found


def published_version(tx: Tx, flow: Flow) -> Version:
    """Return the published version of a flow. Raises NoPublishedVersion."""
    found = tx.find(find_version(flow.id, state="published"))
    if found is None:
        raise errors.NoPublishedVersion(flow=flow.label)
    return found


def read_graph(raw: Mapping[str, Any]) -> FlowGraph:
    """Read a drawing. Raises GraphInvalid."""
    _require_shallow(raw)
    try:
        return FlowGraph.model_validate(raw)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise errors.GraphInvalid(where=where or "root", problem=first["msg"]) from error


def _require_shallow(raw: Any) -> None:
    """Refuse drawings nested or large beyond what anybody draws, before anything walks through them."""
    waiting, parts = [(raw, 1)], 0
    while waiting:
        part, depth = waiting.pop()
        parts += 1
        if depth > DEEPEST or parts > LARGEST:
            raise errors.GraphInvalid(
                where="root", problem={"zh-CN": "流程图太大或嵌套太深", "en": "too large or too deep"}
            )
        if isinstance(part, Mapping):
            waiting += [(one, depth + 1) for one in part.values()]
        elif isinstance(part, list | tuple):
            waiting += [(one, depth + 1) for one in part]


def create_flow(
    tx: Tx,
    *,
    key: str,
    label: Label,
    object_key: str,
    starts: str = "created",
    start_when: Expression | None = None,
) -> Flow:
    """Add a flow without a drawing. Raises FlowKeyTaken, UnknownObject, PermissionMissing, GraphInvalid."""
    require(tx, MANAGE_FLOWS)
    if tx.find(find_flow(key)) is not None:
        raise errors.FlowKeyTaken(key=key)
    model = model_of(tx)
    model.object(object_key)
    if start_when is not None and (problems := problems_of(model, object_key, start_when)):
        raise errors.GraphInvalid(where="start_when", problem=problems[0])
    position = tx.value(sa.select(sa.func.count()).select_from(flows))
    values = {"key": key, "label": label, "object": object_key, "starts": starts, "start_when": start_when}
    row = {"id": tx.new_id(), "state": "active", "position": position, "shipped_hash": None, **values}
    tx.insert(flows, {**row, "created_at": tx.now})
    return get_flow(tx, key)


def change_flow(tx: Tx, *, key: str, changes: Mapping[str, Any]) -> Flow:
    """Change label, state, starts, start_when or position of a flow; running instances go on.

    Raises FlowNotFound, PermissionMissing, GraphInvalid.
    """
    require(tx, MANAGE_FLOWS)
    flow = get_flow(tx, key)
    condition = changes.get("start_when")
    if condition is not None and (problems := problems_of(model_of(tx), flow.object, condition)):
        raise errors.GraphInvalid(where="start_when", problem=problems[0])
    if changes:
        tx.update(flows, {"id": flow.id}, changes)
    return get_flow(tx, key)


def save_draft_version(tx: Tx, *, flow_key: str, graph: Mapping[str, Any], base_hash: str | None = None) -> Version:
    """Keep a drawing as the flow's draft; it may be wrong in any way but its form.

    base_hash: that of the draft which the designer had before him. Raises FlowNotFound, GraphInvalid, DraftChanged,
    PermissionMissing.
    """
    require(tx, MANAGE_FLOWS)
    flow = get_flow(tx, flow_key)
    drawn = read_graph(graph)
    draft = tx.find(find_version(flow.id, state="draft"))
    if base_hash is not None and draft is not None and draft.hash != base_hash:
        raise errors.DraftChanged
    return _keep_draft(tx, flow, drawn, draft)


def _keep_draft(tx: Tx, flow: Flow, graph: FlowGraph, draft: Version | None) -> Version:
    saved_by = tx.actor.id if tx.actor.kind == "person" else None
    content: dict[str, Any] = {"graph": graph.model_dump(mode="json"), "hash": graph.content_hash()}
    content |= {"saved_at": tx.now, "saved_by": saved_by}
    if draft is not None:
        tx.update(versions, {"id": draft.id}, content)
    else:
        newest = tx.find(find_version(flow.id))
        number = newest.number + 1 if newest else 1
        row = {"id": tx.new_id(), "flow_id": flow.id, "number": number, "state": "draft", **content}
        tx.insert(versions, {**row, "published_at": None, "published_by": None})
    return tx.get(find_version(flow.id, state="draft"))


def check_graph(tx: Tx, flow: Flow, graph: FlowGraph) -> list[Finding]:
    """Return everything that the publishing checks find in a drawing."""
    return check_flow(graph, node_types(tx.registry), Installed(tx, flow.object))


def describe_finding(finding: Finding) -> dict[str, Any]:
    """Return a finding with its sentence in every language. JSON-able."""
    sentence = {language: finding.sentence(language) for language in LANGUAGES}
    return {"node": finding.node, "severity": finding.severity, "code": finding.code, "sentence": sentence}


def publish_version(tx: Tx, *, flow_key: str) -> Version:
    """Publish the flow's draft; from now on it is what new instances walk.

    Raises FlowNotFound, NothingToPublish, NotPublishable with what the checks found, PermissionMissing.
    """
    require(tx, MANAGE_FLOWS)
    flow = get_flow(tx, flow_key)
    draft = tx.find(find_version(flow.id, state="draft"))
    if draft is None:
        raise errors.NothingToPublish
    _require_sound(tx, flow, read_graph(draft.graph))
    tx.update(versions, {"flow_id": flow.id, "state": "published"}, {"state": "retired"})
    published_by = tx.actor.id if tx.actor.kind == "person" else None
    published = {"state": "published", "published_at": tx.now, "published_by": published_by}
    tx.update(versions, {"id": draft.id, "state": "draft"}, published)
    tx.announce(FlowPublished(record=flow.id, key=flow.key, number=draft.number, hash=draft.hash))
    return tx.get(find_version(flow.id, number=draft.number))


def _require_sound(tx: Tx, flow: Flow, graph: FlowGraph) -> None:
    findings = check_graph(tx, flow, graph)
    wrong = [one for one in findings if one.severity == "error"]
    if wrong:
        first = {language: wrong[0].sentence(language) for language in LANGUAGES}
        raise errors.NotPublishable(count=len(wrong), first=first, findings=[describe_finding(one) for one in findings])


def install_flow(
    tx: Tx,
    *,
    key: str,
    label: Label,
    object_key: str,
    graph: Mapping[str, Any] | FlowGraph,
    starts: str = "created",
    start_when: Expression | None = None,
) -> Version | None:
    """Ship a flow: publish it where it was never shipped, and its newer drawing where nobody has drawn their own since.

    Does nothing, and returns None, while the drawing is the one shipped last. Where an administrator has published a
    version of his own, the newer drawing becomes the draft, or is left aside when there is a draft already.
    Raises UnknownObject, GraphInvalid, NotPublishable.
    """
    drawn = graph if isinstance(graph, FlowGraph) else read_graph(graph)
    shipped = drawn.content_hash()
    flow = tx.find(find_flow(key))
    if flow is None:
        flow = create_flow(tx, key=key, label=label, object_key=object_key, starts=starts, start_when=start_when)
    if flow.shipped_hash == shipped:
        return None
    current = tx.find(find_version(flow.id, state="published"))
    draft = tx.find(find_version(flow.id, state="draft"))
    untouched = current is None or current.hash == flow.shipped_hash
    tx.update(flows, {"id": flow.id}, {"shipped_hash": shipped})
    if draft is not None:
        return None
    kept = _keep_draft(tx, flow, drawn, None)
    return publish_version(tx, flow_key=key) if untouched else kept
