"""Dispatch over HTTP: an engineer answers, a dispatcher assigns, everybody who may see an order sees why."""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from paidan.aftersales.dispatch import offering
from paidan.aftersales.dispatch.errors import NotAnEngineer, NotWaiting, NotYourOffer, OfferClosed, UnknownReason
from paidan.aftersales.dispatch.permissions import ASSIGN
from paidan.aftersales.dispatch.queries import decisions_for, offers_for, offers_of, waiting_orders
from paidan.builder.records.errors import RecordNotFound
from paidan.builder.records.guards import may_read_record
from paidan.kernel.http import App, problems
from paidan.kernel.http.app import answer
from paidan.platform.permissions.permission import require_of

router = APIRouter(prefix="/api/dispatch", tags=["dispatch"])


class RefuseRequest(BaseModel):
    """Why an engineer does not take an order."""

    model_config = ConfigDict(extra="forbid")

    reason: str = Field(max_length=30, description="One of: " + ", ".join(offering.REFUSALS))
    comment: str = Field("", max_length=500)


class AssignRequest(BaseModel):
    """Whom to send."""

    model_config = ConfigDict(extra="forbid")

    engineer: int


@router.get("/offers")
async def list_my_offers(app: App, state: str = "open") -> Response:
    """List what the signed-in engineer was offered."""
    return answer({"offers": await app.read(offers_of(app.require_person(), state))})


@router.post("/offers/{offer_id}/accept", responses=problems(NotYourOffer, OfferClosed))
async def accept_offer(app: App, offer_id: int) -> Response:
    """Take an order."""
    app.require_person()
    return await app.command(offering.accept, 200, offer_id=offer_id)


@router.post("/offers/{offer_id}/refuse", responses=problems(NotYourOffer, OfferClosed, UnknownReason))
async def refuse_offer(app: App, offer_id: int, body: RefuseRequest) -> Response:
    """Do not take an order; the next engineer is asked."""
    app.require_person()
    return await app.command(offering.refuse, 200, offer_id=offer_id, reason=body.reason, comment=body.comment)


@router.get("/waiting")
async def list_waiting(app: App) -> Response:
    """List the orders for which nobody is left to ask."""
    require_of(app.actor, ASSIGN, app.product.registry)
    return answer({"orders": await app.read(waiting_orders())})


@router.post("/orders/{record_id}/assign", responses=problems(NotWaiting, NotAnEngineer))
async def assign_order(app: App, record_id: int, body: AssignRequest) -> Response:
    """Ask an engineer by hand."""
    return await app.command(offering.assign, 200, record_id=record_id, engineer_id=body.engineer)


@router.post("/orders/{record_id}/again", responses=problems(NotWaiting))
async def dispatch_again(app: App, record_id: int) -> Response:
    """Let the engine look again."""
    return await app.command(offering.try_again, 200, record_id=record_id)


@router.get("/orders/{record_id}", responses=problems(RecordNotFound))
async def explain_order(app: App, record_id: int) -> Response:
    """Tell who was asked about an order, and why: every candidate, the first rule that removed each, each term."""
    app.require_person()
    if not await may_read_record(app.product, app.actor, "work_order", record_id):
        raise RecordNotFound
    return answer(
        {
            "offers": await app.read(offers_for(record_id)),
            "decisions": await app.read(decisions_for(record_id, app.language)),
        }
    )
