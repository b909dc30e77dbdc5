"""Designing flows over HTTP: drawings, checks, publishing, dry runs, and what there is to draw with."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from starlette.responses import Response

from paidan.builder.actions.action_type import describe_actions
from paidan.builder.flow import designing, errors
from paidan.builder.flow.permissions import MANAGE_FLOWS
from paidan.builder.flow.schemas import (
    DraftVersionRequest,
    FlowChangeRequest,
    FlowRequest,
    GraphRequest,
    SimulateRequest,
)
from paidan.builder.flow.versions import list_flows, node_types
from paidan.builder.objects.errors import UnknownObject
from paidan.builder.records.errors import RecordNotFound
from paidan.kernel.http import App, problems
from paidan.kernel.http.app import answer
from paidan.platform.permissions.errors import PermissionMissing
from paidan.platform.permissions.permission import require_of

router = APIRouter()

Key = Annotated[str, Path(max_length=40)]
Number = Annotated[int, Path(ge=1, lt=2**31)]
_DESIGN = problems(PermissionMissing, errors.FlowNotFound)


@router.get("/palette", responses=problems(PermissionMissing))
async def read_palette(app: App) -> Response:
    """Return what can be drawn: node types and action types, each with the JSON schema of its settings."""
    require_of(app.actor, MANAGE_FLOWS)
    registry = app.product.registry
    return answer({"nodes": node_types(registry).palette(), "actions": describe_actions(registry)})


@router.get("/flows", responses=problems(PermissionMissing))
async def read_flows(app: App, object: Annotated[str | None, Query(max_length=40)] = None) -> Response:
    """Return the flows, of one object if given."""
    require_of(app.actor, MANAGE_FLOWS)
    return answer({"flows": [designing.describe_flow(one) for one in await app.read(list_flows(object))]})


@router.post("/flows", status_code=201, responses=_DESIGN | problems(errors.FlowKeyTaken, UnknownObject))
async def create_flow(app: App, body: FlowRequest) -> Response:
    """Add a flow, without a drawing yet."""
    return await app.command(designing.add_flow, 201, facts=_given(body.model_dump()))


@router.get("/flows/{key}", responses=_DESIGN)
async def read_flow(app: App, key: Key) -> Response:
    """Return a flow and its versions, without drawings."""
    require_of(app.actor, MANAGE_FLOWS)
    return answer(await designing.read_flow(app.product.database, key))


@router.patch("/flows/{key}", responses=_DESIGN | problems(errors.GraphInvalid))
async def change_flow(app: App, key: Key, body: FlowChangeRequest) -> Response:
    """Change how a flow is called and when it starts; an empty `start_when` means every record."""
    changes = body.model_dump(exclude_unset=True)
    return await app.command(designing.alter_flow, 200, key=key, changes=changes)


@router.get("/flows/{key}/versions/{number}", responses=_DESIGN | problems(errors.VersionNotFound))
async def read_version(app: App, key: Key, number: Number) -> Response:
    """Return one version with its drawing."""
    require_of(app.actor, MANAGE_FLOWS)
    return answer(await designing.read_drawing(app.product.database, key, number))


@router.put("/flows/{key}/draft", responses=_DESIGN | problems(errors.GraphInvalid, errors.DraftChanged))
async def save_draft(app: App, key: Key, body: DraftVersionRequest) -> Response:
    """Keep a drawing as the draft, and say what the checks find in it."""
    return await app.command(designing.save_draft, 200, key=key, graph=body.graph, base_hash=body.base_hash)


@router.post("/flows/{key}/check", responses=_DESIGN | problems(errors.GraphInvalid))
async def check(app: App, key: Key, body: GraphRequest) -> Response:
    """Say what the publishing checks find in a drawing."""
    return answer(await app.write(designing.check_drawing, key=key, graph=body.graph))


@router.post("/flows/{key}/publish", responses=_DESIGN | problems(errors.NothingToPublish, errors.NotPublishable))
async def publish(app: App, key: Key) -> Response:
    """Publish the draft; what runs already stays on its version."""
    return await app.command(designing.publish, 200, key=key)


@router.post(
    "/flows/{key}/simulate",
    responses=_DESIGN | problems(RecordNotFound, errors.GraphInvalid, errors.VersionNotFound, errors.OutcomeUnknown),
)
async def simulate(app: App, key: Key, body: SimulateRequest) -> Response:
    """Walk a real record through a drawing, with nobody asked and nothing written."""
    return answer(await app.write(designing.dry_run, key=key, asked=body))


def _given(values: dict[str, Any]) -> dict[str, Any]:
    object_key = values.pop("object")
    return {**values, "object_key": object_key}
