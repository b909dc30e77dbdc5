"""What can be asked about dispatch: an engineer's offers, orders that wait for a dispatcher, why somebody was chosen."""

from __future__ import annotations

from typing import Any

import orjson
import sqlalchemy as sa

from paidan.aftersales.dispatch.explaining import explain
from paidan.aftersales.dispatch.storing import from_json
from paidan.aftersales.dispatch.tables import decisions, offers, requests
from paidan.kernel.clock import moment_text
from paidan.kernel.database import Query
from paidan.platform.identity.tables import people

_OFFER = (
    offers.c.id, offers.c.object, offers.c.record_id, offers.c.engineer_id, people.c.name, offers.c.state, offers.c.by_hand,
    offers.c.offered_at, offers.c.answer_by, offers.c.answered_at, offers.c.reason, offers.c.comment, offers.c.decision_id,
)  # fmt: skip


def offers_of(engineer_id: int, state: str = "open") -> Query[dict[str, Any]]:
    """An engineer's offers in one state, newest first, 100 at most."""
    statement = _offers().where(offers.c.engineer_id == engineer_id, offers.c.state == state)
    return Query(statement.order_by(offers.c.offered_at.desc()).limit(100), _shown)


def offers_for(record_id: int) -> Query[dict[str, Any]]:
    """Everybody who was asked about an order, newest first."""
    return Query(_offers().where(offers.c.record_id == record_id).order_by(offers.c.id.desc()), _shown)


def decisions_for(record_id: int, language: str) -> Query[dict[str, Any]]:
    """The decisions about an order with their reasons in words, newest first."""
    table = decisions.c
    statement = (
        sa.select(table.id, table.at, table.made_by, table.winner_id, table.decision)
        .where(table.record_id == record_id)
        .order_by(table.id.desc())
        .limit(50)
    )
    return Query(statement, lambda *row: _decision(language, *row))


def waiting_orders() -> Query[dict[str, Any]]:
    """Orders for which nobody is left to ask, longest waiting first, 200 at most."""
    table = requests.c
    statement = sa.select(table.id, table.object, table.record_id, table.opened_at).where(table.state == "nobody")
    names = ("request", "object", "record", "opened_at")
    return Query(statement.order_by(table.opened_at).limit(200), lambda *row: dict(zip(names, row, strict=True)))


def _offers() -> sa.Select[Any]:
    return sa.select(*_OFFER).join_from(offers, people, people.c.id == offers.c.engineer_id, isouter=True)


def _shown(*row: Any) -> dict[str, Any]:
    names = (
        "id", "object", "record", "engineer", "engineer_name", "state", "by_hand", "offered_at", "answer_by", "answered_at",
        "reason", "comment", "decision",
    )  # fmt: skip
    shown = dict(zip(names, row, strict=True))
    for name in ("offered_at", "answer_by", "answered_at"):
        shown[name] = moment_text(shown[name]) if shown[name] else None
    return shown


def _decision(
    language: str, decision_id: int, at: Any, made_by: int | None, winner: int | None, data: Any
) -> dict[str, Any]:
    told = explain(from_json(orjson.dumps(data)), language) if data else []
    return {
        "id": decision_id,
        "at": moment_text(at),
        "made_by": made_by,
        "winner": winner,
        "told": told,
        "decision": data,
    }
