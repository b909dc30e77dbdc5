"""Offering: the flow hands an order over, engineers are asked one after the other, and the flow hears how it ended.

An engineer who refuses or lets the time run out is not asked again for this order. When nobody is left, the order waits
in the dispatchers' list with the reasons, and the flow goes on waiting.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from paidan.aftersales.dispatch.choosing import choose
from paidan.aftersales.dispatch.errors import (
    NotAnEngineer,
    NotWaiting,
    NotYourOffer,
    OfferClosed,
    UnknownReason,
)
from paidan.aftersales.dispatch.events import NobodyAvailable, OfferEnded, OrderAccepted, OrderOffered
from paidan.aftersales.dispatch.permissions import ASSIGN
from paidan.aftersales.dispatch.policies import Policy, current_policy
from paidan.aftersales.dispatch.tables import decisions, offers, requests
from paidan.builder.flow.happening import FlowHandedOver, FlowRecalled
from paidan.builder.flow.service import report_outcome
from paidan.builder.records.reading import find_ids, record_values
from paidan.builder.records.writing import WriteOptions, create_record, update_record
from paidan.kernel.actor import SYSTEM, Actor
from paidan.kernel.clock import moment_text
from paidan.kernel.database import Query, Tx
from paidan.kernel.errors import Forbidden
from paidan.kernel.timers import Timer, arm, disarm
from paidan.platform.identity.tables import people
from paidan.platform.notifications.notifying import notify
from paidan.platform.permissions.opening import grant_record_access, revoke_record_access
from paidan.platform.permissions.permission import require
from paidan.platform.permissions.queries import list_holder_ids, list_roles

TIMER = "dispatch.answer_due"
REFUSALS = ("too_far", "no_time", "no_skill", "no_parts", "unwell", "other")
BY_SYSTEM = WriteOptions(reach_opened=True, system_fields=True, check_required=False)


@dataclass(frozen=True, slots=True)
class Request:
    """An order that dispatch looks after."""

    id: int
    object: str
    record_id: int
    instance_id: int | None
    token_id: int | None
    epoch: int | None
    policy: str
    state: str


@dataclass(frozen=True, slots=True)
class Offer:
    """One engineer's being asked."""

    id: int
    request_id: int
    object: str
    record_id: int
    engineer_id: int
    state: str


def take_over(tx: Tx, event: FlowHandedOver) -> None:
    """A flow hands an order over: remember it and ask the best engineer."""
    if event.to != "dispatch" or event.object is None or event.record is None:
        return
    request = Request(
        tx.new_id(),
        event.object,
        event.record,
        event.instance,
        event.token,
        event.epoch,
        str(event.settings.get("policy") or "normal"),
        "nobody",
    )
    tx.insert(requests, {**_row(request), "opened_at": tx.now, "closed_at": None})
    _set(tx, request, status="dispatching", dispatched_at=None, engineer=None)
    ask_next(tx, request)


def ask_next(tx: Tx, request: Request) -> None:
    """Decide anew and ask the winner; nobody left: tell the dispatchers."""
    policy = current_policy(tx, request.policy)
    order = record_values(tx, request.object, request.record_id)
    decision_id, decision = choose(tx, order, request.id, policy)
    if decision.winner_id is None:
        tx.update(requests, {"id": request.id}, {"state": "nobody"})
        tx.announce(NobodyAvailable(object=request.object, record=request.record_id, decision=decision_id))
        notify(
            tx,
            dispatchers(tx),
            "dispatch.notice.nobody",
            {"order": order["title"] or order["number"]},
            request.object,
            request.record_id,
        )
        return
    _offer(tx, request, decision_id, decision.winner_id, policy, by_hand=False)


def accept(tx: Tx, *, offer_id: int) -> dict[str, Any]:
    """The engineer takes the order. Raises NotYourOffer, OfferClosed."""
    offer, request = _own_open(tx, offer_id)
    _close(tx, offer, "accepted")
    tx.update(requests, {"id": request.id}, {"state": "accepted", "closed_at": tx.now})
    name = name_of(tx, offer.engineer_id)
    tx.announce(
        OrderAccepted(
            object=offer.object, record=offer.record_id, offer=offer.id, engineer=offer.engineer_id, engineer_name=name
        )
    )
    _set(tx, request, status="accepted", accepted_at=tx.now, engineer=offer.engineer_id)
    _plan_visit(tx, request, offer.engineer_id)
    if request.instance_id is not None and request.token_id is not None:
        report_outcome(
            tx, instance_id=request.instance_id, token_id=request.token_id, epoch=request.epoch or 0, outcome="accepted"
        )
    return {"record": offer.record_id, "state": "accepted"}


def refuse(tx: Tx, *, offer_id: int, reason: str, comment: str = "") -> dict[str, Any]:
    """The engineer does not take it, with a reason; the next is asked. Raises NotYourOffer, OfferClosed, UnknownReason."""
    if reason not in REFUSALS:
        raise UnknownReason(reason=reason)
    offer, request = _own_open(tx, offer_id)
    _end(tx, offer, "refused", reason, comment)
    _ask_again(tx, request)
    return {"record": offer.record_id, "state": "refused"}


def answer_due(tx: Tx, timer: Timer) -> None:
    """The time to answer is over: the next is asked. A late timer finds the offer answered and does nothing."""
    offer = _find_offer(tx, int(timer.subject_id or 0))
    if offer is None or offer.state != "open":
        return
    request = tx.get(_requests(requests.c.id == offer.request_id))
    _end(tx, offer, "expired")
    _ask_again(tx, request)


def assign(tx: Tx, *, record_id: int, engineer_id: int) -> dict[str, Any]:
    """A dispatcher asks an engineer by hand, in the place of whoever was asked before.

    Raises PermissionMissing, NotWaiting, NotAnEngineer.
    """
    require(tx, ASSIGN)
    request = tx.find(_requests(requests.c.record_id == record_id, requests.c.state.in_(["offered", "nobody"])))
    if request is None:
        raise NotWaiting
    if not find_ids(tx, "engineer", person=engineer_id):
        raise NotAnEngineer(person=name_of(tx, engineer_id))
    _withdraw_open(tx, request)
    decision_id = tx.new_id()
    row = {"id": decision_id, "request_id": request.id, "record_id": record_id, "at": tx.now, "made_by": tx.actor.id}
    tx.insert(decisions, {**row, "winner_id": engineer_id, "decision": None})
    _offer(tx, request, decision_id, engineer_id, current_policy(tx, request.policy), by_hand=True)
    return {"record": record_id, "engineer": engineer_id}


def try_again(tx: Tx, *, record_id: int) -> dict[str, Any]:
    """Let the engine look again at an order that nobody could take. Raises PermissionMissing, NotWaiting."""
    require(tx, ASSIGN)
    request = tx.find(_requests(requests.c.record_id == record_id, requests.c.state == "nobody"))
    if request is None:
        raise NotWaiting
    ask_next(tx, request)
    return {"record": record_id}


def recall(tx: Tx, event: FlowRecalled) -> None:
    """The flow takes the order back: whoever was asked is told that it is over."""
    found = tx.read(
        _requests(
            requests.c.instance_id == event.instance,
            requests.c.token_id == event.token,
            requests.c.state.in_(["offered", "nobody"]),
        )
    )
    for request in found:
        _withdraw_open(tx, request)
        tx.update(requests, {"id": request.id}, {"state": "recalled", "closed_at": tx.now})


def dispatchers(tx: Tx) -> list[int]:
    """Return the people who may assign by hand."""
    holding = [role.key for role in tx.read(list_roles()) if ASSIGN.key in role.features or "*" in role.features]
    return tx.read(list_holder_ids(holding))


def name_of(tx: Tx, person_id: int) -> str:
    """Return a person's name."""
    return str(tx.value(sa.select(people.c.name).where(people.c.id == person_id)) or "")


def _offer(tx: Tx, request: Request, decision_id: int, engineer_id: int, policy: Policy, *, by_hand: bool) -> None:
    answer_by = tx.now + timedelta(minutes=policy.accept_minutes) if policy.accept_minutes else None
    offer_id = tx.new_id()
    row = {
        "id": offer_id,
        "request_id": request.id,
        "decision_id": decision_id,
        "object": request.object,
        "record_id": request.record_id,
        "engineer_id": engineer_id,
        "state": "open",
        "by_hand": by_hand,
        "offered_at": tx.now,
        "answer_by": answer_by,
        "answered_at": None,
        "reason": "",
        "comment": "",
    }
    tx.insert(offers, row)
    tx.update(requests, {"id": request.id}, {"state": "offered"})
    about = {"object": request.object, "record": request.record_id}
    grant_record_access(
        tx, object_key=request.object, record_id=request.record_id, person_id=engineer_id, reason=f"offer:{offer_id}"
    )
    if answer_by is not None:
        arm(tx, TIMER, answer_by, subject_id=offer_id, **about)  # type: ignore[arg-type]
    tx.announce(
        OrderOffered(
            object=request.object,
            record=request.record_id,
            offer=offer_id,
            engineer=engineer_id,
            engineer_name=name_of(tx, engineer_id),
            decision=decision_id,
            by_hand=by_hand,
            answer_by=moment_text(answer_by) if answer_by else None,
        )
    )
    _set(tx, request, status="assigned", dispatched_at=tx.now)
    order = record_values(tx, request.object, request.record_id)
    notify(
        tx,
        [engineer_id],
        "dispatch.notice.offered",
        {"order": order["title"] or order["number"]},
        request.object,
        request.record_id,
    )


def _ask_again(tx: Tx, request: Request) -> None:
    _set(tx, request, status="dispatching")
    ask_next(tx, request)


def _own_open(tx: Tx, offer_id: int) -> tuple[Offer, Request]:
    offer = _find_offer(tx, offer_id)
    if offer is None or (tx.actor.kind == "person" and offer.engineer_id != tx.actor.id):
        raise NotYourOffer
    if tx.actor.kind not in ("person", "service"):
        raise Forbidden
    if offer.state != "open":
        raise OfferClosed
    return offer, tx.get(_requests(requests.c.id == offer.request_id))


def _withdraw_open(tx: Tx, request: Request) -> None:
    open_offers = sa.select(offers.c.id).where(offers.c.request_id == request.id, offers.c.state == "open")
    for (offer_id,) in tx.all(open_offers):
        offer = _find_offer(tx, offer_id)
        if offer is not None:
            _end(tx, offer, "withdrawn")


def _end(tx: Tx, offer: Offer, state: str, reason: str = "", comment: str = "") -> None:
    _close(tx, offer, state, reason, comment)
    revoke_record_access(tx, record_id=offer.record_id, reason=f"offer:{offer.id}", person_id=offer.engineer_id)
    name = name_of(tx, offer.engineer_id)
    facts = {"offer": offer.id, "engineer": offer.engineer_id, "engineer_name": name, "state": state}
    tx.announce(OfferEnded(object=offer.object, record=offer.record_id, reason=reason, comment=comment, **facts))  # type: ignore[arg-type]


def _close(tx: Tx, offer: Offer, state: str, reason: str = "", comment: str = "") -> None:
    """Answer an offer once: of two who are quick at once, one finds it closed. Raises OfferClosed."""
    values = {"state": state, "answered_at": tx.now, "reason": reason, "comment": comment[:500]}
    if not tx.update(offers, {"id": offer.id, "state": "open"}, values):
        raise OfferClosed
    disarm(tx, kind=TIMER, subject_id=offer.id)


@contextmanager
def _as_product(tx: Tx) -> Iterator[None]:
    """What dispatch writes, it writes in the product's own name."""
    actor = tx.actor
    tx.actor = Actor(kind="service", name=SYSTEM.name, language=actor.language, source="dispatch")
    try:
        yield
    finally:
        tx.actor = actor


def _plan_visit(tx: Tx, request: Request, engineer_id: int) -> None:
    """An order that was accepted has a visit, which the engineer checks in to."""
    if request.object != "work_order":
        return
    order = record_values(tx, request.object, request.record_id)
    planned = {"planned_from": order["promised_from"], "planned_until": order["promised_until"], "team": order["team"]}
    with _as_product(tx):
        create_record(tx, "visit", {"work_order": order.id, "engineer": engineer_id, **planned}, options=BY_SYSTEM)


def _set(tx: Tx, request: Request, **values: Any) -> None:
    """Write what dispatch knows onto the order."""
    known = record_values(tx, request.object, request.record_id).object.fields
    with _as_product(tx):
        update_record(
            tx, request.object, request.record_id, {k: v for k, v in values.items() if k in known}, options=BY_SYSTEM
        )


def _requests(*conditions: Any) -> Query[Request]:
    table = requests.c
    columns = (
        table.id,
        table.object,
        table.record_id,
        table.instance_id,
        table.token_id,
        table.epoch,
        table.policy,
        table.state,
    )
    return Query(sa.select(*columns).where(*conditions).order_by(table.id.desc()), Request)


def _find_offer(tx: Tx, offer_id: int) -> Offer | None:
    table = offers.c
    columns = (table.id, table.request_id, table.object, table.record_id, table.engineer_id, table.state)
    return tx.find(Query(sa.select(*columns).where(table.id == offer_id), Offer))


def _row(request: Request) -> dict[str, Any]:
    return {
        "id": request.id,
        "object": request.object,
        "record_id": request.record_id,
        "instance_id": request.instance_id,
        "token_id": request.token_id,
        "epoch": request.epoch,
        "policy": request.policy,
        "state": request.state,
    }
