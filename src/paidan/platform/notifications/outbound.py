"""Outbound: messages that leave the house, written in the transaction that has something to say.

Sending happens after the commit, elsewhere. A row is the whole truth about a message: where it goes, how often it was
tried, and why it was not sent.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from paidan.kernel.database import Query, Tx
from paidan.kernel.errors import NotFound
from paidan.platform.notifications.addresses import check_address
from paidan.platform.notifications.errors import MessageNotRetriable
from paidan.platform.notifications.permissions import MANAGE
from paidan.platform.notifications.rendering import one_line, storable
from paidan.platform.notifications.tables import outbound_messages
from paidan.platform.notifications.templates import EMAIL, get_template
from paidan.platform.permissions.permission import require

WAKE = "outbound messages"
"""Under this the memo of a transaction says that something is waiting to be sent."""


@dataclass(frozen=True, slots=True)
class OutboundMessage:
    """A message on its way. Moments UTC; `reason` for not_sent and failed."""

    id: int
    channel: str
    state: str
    reason: str | None
    error: str | None
    address: str
    person_id: int | None
    template: str
    params: dict[str, Any]
    language: str | None
    subject: str | None
    object: str | None
    record: int | None
    in_reply_to: str | None
    file_ids: list[int]
    attempts: int
    due_at: datetime
    lease: str | None
    created_at: datetime
    sent_at: datetime | None


_COLUMNS = tuple(outbound_messages.c[name] for name in OutboundMessage.__slots__)


def send_mail(
    tx: Tx,
    to: str,
    template: str,
    params: Mapping[str, Any],
    *,
    language: str = "zh-CN",
    object: str | None = None,
    record: int | None = None,
    in_reply_to: str | None = None,
    file_ids: Sequence[int] = (),
) -> int | None:
    """Send a mail to anybody, such as a customer; returns the id of the message, None in a silent transaction.

    `params["link"]` fills `{链接}`. `in_reply_to` is the Message-ID of a mail that this one answers. Whoever calls has
    checked that the recipient may have the files. Raises TemplateUnknown, AddressInvalid.
    """
    return send_message(
        tx, EMAIL, to, template, params,
        language=language, object=object, record=record, in_reply_to=in_reply_to, file_ids=file_ids,
    )  # fmt: skip


def send_message(tx: Tx, channel: str, to: str, template: str, params: Mapping[str, Any], **facts: Any) -> int | None:
    """The same by any channel that a `MessageChannel` serves."""
    get_template(tx.registry, template, params)
    address = check_address(channel, to)
    if tx.silent:
        return None
    return enqueue(tx, channel, address, template, params=params, **facts)


def enqueue(
    tx: Tx,
    channel: str,
    address: str,
    template: str,
    *,
    params: Mapping[str, Any],
    refused: str | None = None,
    **facts: Any,
) -> int:
    """Write the row of a message to be sent, or with `refused` of one that nobody will try to send."""
    message_id = tx.new_id()
    row: dict[str, Any] = {
        "id": message_id,
        "channel": channel,
        "state": "not_sent" if refused else "waiting",
        "reason": refused,
        "address": address,
        "template": template,
        "params": storable(params),
        "attempts": 0,
        "due_at": tx.now,
        "created_at": tx.now,
        **{name: facts.get(name) for name in ("person_id", "language", "object", "record")},
        "in_reply_to": one_line(facts["in_reply_to"]) if facts.get("in_reply_to") else None,
        "file_ids": list(facts.get("file_ids") or ()),
    }
    tx.insert(outbound_messages, row)
    tx.memo[WAKE] = True
    return message_id


def retry_message(tx: Tx, *, message_id: int) -> OutboundMessage:
    """Try a message again that was not sent or failed. Raises Forbidden, NotFound, MessageNotRetriable."""
    require(tx, MANAGE)
    if tx.find(find_outbound(message_id)) is None:
        raise NotFound
    stopped = (outbound_messages.c.id == message_id, outbound_messages.c.state.in_(["not_sent", "failed"]))
    again = {"state": "waiting", "reason": None, "error": None, "attempts": 0, "due_at": tx.now}
    if not tx.execute(sa.update(outbound_messages).where(*stopped).values(**again)):
        raise MessageNotRetriable
    tx.memo[WAKE] = True
    return tx.get(find_outbound(message_id))


def find_outbound(message_id: int) -> Query[OutboundMessage]:
    """The message with an id."""
    return Query(sa.select(*_COLUMNS).where(outbound_messages.c.id == message_id), OutboundMessage)


def list_outbound(
    *, state: str | None = None, record: int | None = None, before: int | None = None, limit: int = 50
) -> Query[OutboundMessage]:
    """Messages, newest first, those with a lower id than `before`."""
    statement = sa.select(*_COLUMNS).order_by(outbound_messages.c.id.desc()).limit(limit)
    chosen = {"state": state, "record": record}
    statement = statement.where(*(outbound_messages.c[name] == v for name, v in chosen.items() if v is not None))
    if before is not None:
        statement = statement.where(outbound_messages.c.id < before)
    return Query(statement, OutboundMessage, slow=record is None)


def select_messages(*chosen: sa.ColumnElement[bool], limit: int) -> Query[OutboundMessage]:
    """Messages that fit, the one due longest first."""
    statement = sa.select(*_COLUMNS).where(*chosen).order_by(outbound_messages.c.due_at).limit(limit)
    return Query(statement, OutboundMessage)
