"""Promises over HTTP: whoever may read a record sees its clocks and their ledgers; administrators shape the policies."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from paidan.aftersales.sla import errors
from paidan.aftersales.sla.keeping import list_policies, save_policy
from paidan.aftersales.sla.permissions import MANAGE
from paidan.aftersales.sla.queries import Read, clocks_for, describe_clock, describe_ledger
from paidan.aftersales.sla.schemas import PolicyBody
from paidan.builder.records.errors import RecordNotFound
from paidan.builder.records.guards import may_read_record
from paidan.kernel.http import App, problems
from paidan.kernel.http.app import answer
from paidan.platform.permissions.errors import PermissionMissing
from paidan.platform.permissions.permission import require_of

router = APIRouter(prefix="/api/sla", tags=["sla"])


@router.get("/records/{object_key}/{record_id}", responses=problems(RecordNotFound))
async def show_clocks(app: App, object_key: str, record_id: int) -> Response:
    """Tell how the promises to a record stand: due, used, paused, broken, and why this policy applies."""
    found = await _clocks(app, object_key, record_id)
    return answer({"clocks": [describe_clock(one, app.now, app.language) for one in found]})


@router.get("/records/{object_key}/{record_id}/ledger", responses=problems(RecordNotFound))
async def show_ledger(app: App, object_key: str, record_id: int) -> Response:
    """Tell where every second of the promises to a record went."""
    found = await _clocks(app, object_key, record_id)
    return answer({"clocks": [describe_ledger(one, app.now, app.language) for one in found]})


@router.get("/policies", responses=problems(PermissionMissing))
async def list_current_policies(app: App) -> Response:
    """List the policies in their current versions, in the order in which they are tried."""
    require_of(app.actor, MANAGE, app.product.registry)
    return answer({"policies": await app.read(list_policies())})


@router.post(
    "/policies",
    status_code=201,
    responses=problems(
        PermissionMissing, errors.NoPromisesFor, errors.CalendarMissing, errors.PolicyPromisesNothing,
        errors.PolicyNameMissing, errors.TargetOutOfRange, errors.CategoryCannotPause, errors.PercentOutOfRange,
        errors.EscalationUnclear, errors.ResolutionBeforeResponse, errors.ResolutionBeforeArrival,
    ),
)  # fmt: skip
async def save_new_version(app: App, body: PolicyBody) -> Response:
    """Make a policy, or a new version of the one with this key; running clocks keep the version they have."""
    return await app.command(save_policy, 201, draft=body.draft())


async def _clocks(app: App, object_key: str, record_id: int) -> list[Read]:
    app.require_person()
    if not await may_read_record(app.product, app.actor, object_key, record_id):
        raise RecordNotFound
    return await clocks_for(app.product.database, record_id)
