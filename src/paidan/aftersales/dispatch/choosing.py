"""Choosing: an order's facts and everybody's day go into the pure engine; its decision is stored with its reasons."""

from __future__ import annotations

from datetime import datetime

import orjson
import sqlalchemy as sa

from paidan.aftersales.dispatch.decision import Decision, decide
from paidan.aftersales.dispatch.policies import Policy
from paidan.aftersales.dispatch.problem import Job, SkillNeed
from paidan.aftersales.dispatch.staff import USUAL_MINUTES, day_of, place_of, read_pool
from paidan.aftersales.dispatch.storing import to_json
from paidan.aftersales.dispatch.tables import decisions, offers
from paidan.builder.objects.loading import model_of
from paidan.builder.records.reading import Stored
from paidan.kernel.database import Tx

PRIORITY = {"urgent": 1, "high": 2, "normal": 3, "low": 4}


def choose(tx: Tx, order: Stored, request_id: int, policy: Policy) -> tuple[int, Decision]:
    """Decide who should go, store the decision, and return its id with it."""
    moment = max(order["promised_from"] or tx.now, tx.now)
    pool = read_pool(tx, day_of(tx, moment))
    decision = decide(pool, job_of(tx, order, moment), policy.rules, at=tx.now, seed=request_id)
    decision_id = tx.new_id()
    tx.insert(
        decisions,
        {
            "id": decision_id,
            "request_id": request_id,
            "record_id": order.id,
            "at": tx.now,
            "made_by": None,
            "winner_id": decision.winner_id,
            "decision": orjson.loads(to_json(decision)),
        },
    )
    return decision_id, decision


def job_of(tx: Tx, order: Stored, moment: datetime) -> Job:
    """Put an order into the engine's words."""
    lat, lng = place_of((order["address"] or {}).get("location"))
    skill = order["required_skill"]
    return Job(
        order_id=order.id,
        planned_on=day_of(tx, moment).on,
        minutes=int(order["estimated_minutes"] or USUAL_MINUTES),
        needs=(SkillNeed(skill, int(order["required_level"] or 1)),) if skill else (),
        region_id=order["region"],
        lat=lat,
        lng=lng,
        window_from=order["promised_from"],
        window_until=order["promised_until"],
        deadline=None,
        priority=PRIORITY.get(order.choice("priority") or "normal", 3),
        refused_ids=frozenset(_said_no(tx, order.id)),
        last_engineer_id=_last_at(tx, order, "asset"),
        known_engineer_ids=frozenset(i for i in (_last_at(tx, order, "customer"),) if i is not None),
    )


def _said_no(tx: Tx, record_id: int) -> list[int]:
    """Those who refused this order or did not answer."""
    asked = sa.select(offers.c.engineer_id).where(
        offers.c.record_id == record_id, offers.c.state.in_(["refused", "expired"])
    )
    return [row[0] for row in tx.all(asked)]


def _last_at(tx: Tx, order: Stored, link: str) -> int | None:
    """Who did the newest finished order of the same asset or customer."""
    target = order[link]
    if target is None:
        return None
    kind = model_of(tx).object(order.object.key)
    engineer, table = kind.column("engineer"), kind.table
    statement = (
        sa.select(engineer)
        .where(kind.column(link) == target, engineer.is_not(None), table.c.id != order.id, table.c.deleted_at.is_(None))
        .order_by(table.c.created_at.desc())
        .limit(1)
    )
    found: int | None = tx.value(statement)
    return found
