"""What a customer does with his order by link: write, urge, confirm, dispute, rate.

The product writes for him, after it checked the link and the stage; the order's row is locked first.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from html import escape
from typing import Any

import sqlalchemy as sa

from paidan.aftersales.portal import events
from paidan.aftersales.portal.errors import NotNow, RatedAlready, TextMissing, UrgedTooSoon
from paidan.aftersales.portal.linking import ORDER
from paidan.builder.flow.service import list_waiting, report_outcome
from paidan.builder.records import create_record, record_values, update_record
from paidan.builder.records.reading import Stored
from paidan.builder.records.writing import WriteOptions
from paidan.kernel.database import Tx
from paidan.kernel.events.tables import events as event_table
from paidan.platform.files.errors import FileUnknown
from paidan.platform.files.tables import files
from paidan.platform.notifications.notifying import notify
from paidan.platform.permissions.errors import LinkOver
from paidan.platform.permissions.links import CustomerLink, open_link
from paidan.platform.permissions.queries import list_holder_ids

URGE_PAUSE = timedelta(minutes=30)
OVER = ("closed", "cancelled")
_OWN = WriteOptions(system_fields=True, reach_opened=True)


def open_order(tx: Tx, token: str, *, lock: bool = False) -> tuple[CustomerLink, Stored]:
    """Return a link with its order. Raises LinkOver, the same for whatever is wrong."""
    link = open_link(tx, token)
    if link.object != ORDER or "read" not in link.actions:
        raise LinkOver
    order = record_values(tx, ORDER, link.record_id, lock=lock)
    if order.deleted:
        raise LinkOver
    return link, order


def allowed(tx: Tx, order: Stored) -> dict[str, bool]:
    """Say what the customer can do now."""
    category = order.status_category() or "new"
    is_done = category in ("resolved", "closed")
    return {
        "add": category not in OVER,
        "urge": category not in (*OVER, "resolved") and _may_urge_at(order, tx) <= tx.now,
        "confirm": category == "resolved",
        "dispute": category == "resolved",
        "rate": is_done and _times_rated(tx, order) < 2,
    }


def write_message(tx: Tx, token: str, *, text: str, file_ids: Sequence[int] = ()) -> dict[str, Any]:
    """Send a message with files handed in by this link. Raises LinkOver, NotNow, TextMissing, FileUnknown."""
    link, order = open_order(tx, token, lock=True)
    if not allowed(tx, order)["add"]:
        raise NotNow
    if not text.strip() and not file_ids:
        raise TextMissing
    message_id = _say(tx, link, text.strip(), _own_files(tx, link, file_ids))
    _tell(tx, order, "portal.wrote", text)
    return {"id": message_id}


def urge(tx: Tx, token: str) -> dict[str, Any]:
    """Ask for haste, at most every 30 minutes. Raises LinkOver, NotNow, UrgedTooSoon."""
    _, order = open_order(tx, token, lock=True)
    if order.status_category() in (*OVER, "resolved"):
        raise NotNow
    wait = _may_urge_at(order, tx) - tx.now
    if wait > timedelta():
        seconds = round(wait.total_seconds())
        raise UrgedTooSoon(seconds=seconds, minutes=-(-seconds // 60))
    count = (order["urged_count"] or 0) + 1
    update_record(tx, ORDER, order.id, {"urged_count": count, "last_urged_at": tx.now}, options=_OWN)
    tx.announce(events.CustomerUrged(object=ORDER, record=order.id, count=count))
    _tell(tx, order, "portal.urged", order["title"] or "")
    return {"urged_count": count}


def confirm(tx: Tx, token: str) -> dict[str, Any]:
    """Confirm that the work is done, which closes the order. Raises LinkOver, NotNow."""
    _, order = open_order(tx, token, lock=True)
    _require_resolved(order)
    tx.announce(events.CustomerConfirmed(object=ORDER, record=order.id))
    if not _report(tx, order, "confirmed"):
        update_record(tx, ORDER, order.id, {"status": "closed"}, options=_OWN)
    return {}


def dispute(tx: Tx, token: str, *, reason: str) -> dict[str, Any]:
    """Say that it is not done, which reopens the order. Raises LinkOver, NotNow, TextMissing."""
    link, order = open_order(tx, token, lock=True)
    _require_resolved(order)
    if not reason.strip():
        raise TextMissing
    count = (order["reopened_count"] or 0) + 1
    update_record(tx, ORDER, order.id, {"reopened_count": count}, options=_OWN)
    _say(tx, link, reason.strip(), [])
    tx.announce(events.CustomerDisputed(object=ORDER, record=order.id, reason=reason.strip()))
    if not _report(tx, order, "disputed"):
        update_record(tx, ORDER, order.id, {"status": "accepted"}, options=_OWN)
    _tell(tx, order, "portal.disputed", reason)
    return {}


def rate(tx: Tx, token: str, *, score: int, reasons: Sequence[str] = (), comment: str = "") -> dict[str, Any]:
    """Rate the service once, and change it once. Raises LinkOver, NotNow, RatedAlready, RecordInvalid."""
    _, order = open_order(tx, token, lock=True)
    if order.status_category() not in ("resolved", "closed"):
        raise NotNow
    if _times_rated(tx, order) >= 2:
        raise RatedAlready
    given = {"csat_score": score, "csat_reasons": list(reasons), "csat_comment": comment or None, "csat_at": tx.now}
    update_record(tx, ORDER, order.id, given, options=_OWN)
    tx.announce(events.CustomerRated(object=ORDER, record=order.id, score=score))
    return {"score": score}


def _require_resolved(order: Stored) -> None:
    if order.status_category() != "resolved":
        raise NotNow


def _report(tx: Tx, order: Stored, outcome: str) -> bool:
    """Tell the flows that wait for the customer; False when none does."""
    waiting = list_waiting(tx, ORDER, order.id, node_type="external")
    for one in waiting:
        report_outcome(tx, instance_id=one.instance_id, token_id=one.token_id, epoch=one.epoch, outcome=outcome)
    return bool(waiting)


def _may_urge_at(order: Stored, tx: Tx) -> Any:
    last = order["last_urged_at"]
    return tx.now if last is None else last + URGE_PAUSE


def _times_rated(tx: Tx, order: Stored) -> int:
    if order["csat_at"] is None:
        return 0
    mine = (event_table.c.record == order.id, event_table.c.kind == events.CustomerRated.kind)
    return max(1, int(tx.value(sa.select(sa.func.count()).select_from(event_table).where(*mine))))


def _say(tx: Tx, link: CustomerLink, text: str, file_ids: list[int]) -> int:
    values = {
        "work_order": link.record_id,
        "body": escape(text).replace("\n", "<br>") or "📎",
        "visibility": "public",
        "direction": "in",
        "channel": "portal",
        "author_name": link.contact_name or None,
        "files": file_ids,
    }
    message_id = create_record(tx, "message", values)
    tx.announce(events.CustomerWrote(object=ORDER, record=link.record_id, message=message_id))
    return message_id


def _own_files(tx: Tx, link: CustomerLink, file_ids: Sequence[int]) -> list[int]:
    mine = (files.c.uploaded_by_kind == "customer", files.c.uploaded_by_id == link.record_id)
    statement = sa.select(files.c.id).where(files.c.id.in_(list(file_ids)), files.c.attached_record.is_(None), *mine)
    own = {row[0] for row in tx.all(statement)}
    for file_id in file_ids:
        if file_id not in own:
            raise FileUnknown(id=file_id)
    return list(file_ids)


def _tell(tx: Tx, order: Stored, template: str, text: str) -> None:
    people = [order["engineer"]] if order["engineer"] else tx.read(list_holder_ids(["dispatcher"]))
    notify(tx, people, template, {"number": order["number"], "text": text[:500]}, object=ORDER, record=order.id)
