"""Sending: messages that are waiting leave the house, beside the requests and outside any transaction.

A process claims messages by writing a lease into their rows, each row only if nobody else was faster; so any number of
processes may send. One that dies leaves leases that run out. A message whose answer was lost is sent again under the
same id. What fails is tried again after a growing pause, ten times over two hours and more; then it is kept as failed.
"""

from __future__ import annotations

import asyncio
import uuid
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
import structlog

from paidan.kernel.database import Tx
from paidan.kernel.product import Background, Product
from paidan.platform.files.queries import list_files
from paidan.platform.files.store import ContentLost
from paidan.platform.files.uploading import read_content
from paidan.platform.identity.queries import Person, find_person
from paidan.platform.notifications.channel import (
    Attachment,
    MessageChannel,
    OutgoingMessage,
    TryLater,
    Undeliverable,
)
from paidan.platform.notifications.errors import TemplateUnknown
from paidan.platform.notifications.events import MessageFailed, MessageSent
from paidan.platform.notifications.links import record_path
from paidan.platform.notifications.outbound import WAKE, OutboundMessage, select_messages
from paidan.platform.notifications.rendering import Reader, one_line, render, to_html
from paidan.platform.notifications.tables import outbound_messages
from paidan.platform.notifications.templates import get_template
from paidan.platform.notifications.texts import by_place, list_edited, words_in_force

log = structlog.get_logger("paidan.messages")

TRIES = 10
LEASE = timedelta(minutes=5)
SEND_SECONDS = 240.0
"""A try ends before its lease does."""
CLAIMED = 8
IDLE_SECONDS = 3.0
_FIRST_PAUSE, _LONGEST_PAUSE = 30, 3600


class Sender(Background):
    """Sends what is waiting; woken by commits and every few seconds."""

    name = "notifications.sender"

    async def run(self, product: Product) -> None:
        """Send for ever."""
        loop, wake = asyncio.get_running_loop(), asyncio.Event()

        def on_commit(tx: Tx) -> None:
            if tx.memo.get(WAKE) and not loop.is_closed():
                loop.call_soon_threadsafe(wake.set)

        product.database.on_commit.append(on_commit)
        try:
            while True:
                wake.clear()
                if not await send_due(product):
                    await _wait(wake)
        finally:
            product.database.on_commit.remove(on_commit)


async def send_due(product: Product) -> int:
    """Send some of what is due now; returns how many messages were looked at."""
    now = product.database.clock.now()
    if not await product.database.read(select_messages(_due(now), limit=1)):
        return 0
    channels = {channel.name: channel for channel in product.registry.all(MessageChannel)}  # type: ignore[type-abstract]
    missing = {name: reason for name, channel in channels.items() if (reason := channel.missing(product))}
    claimed = await product.database.write(claim, known=frozenset(channels), missing=missing)
    await asyncio.gather(*(_send(product, channels[message.channel], message) for message in claimed[0]))
    return len(claimed[0]) + claimed[1]


def claim(
    tx: Tx, *, known: frozenset[str], missing: dict[str, str], limit: int = CLAIMED
) -> tuple[list[OutboundMessage], int]:
    """Take messages that are due for this process; those that no channel can send are put aside with the reason.

    Returns the claimed ones and how many were put aside.
    """
    lease, aside = uuid.uuid4().hex, 0
    claimed: list[OutboundMessage] = []
    for message in tx.read(select_messages(_due(tx.now), limit=limit)):
        mine = sa.update(outbound_messages).where(outbound_messages.c.id == message.id, _due(tx.now))
        reason = missing.get(message.channel) if message.channel in known else f"no_channel_{message.channel}"
        if reason:
            aside += tx.execute(mine.values(state="not_sent", reason=reason, lease=None))
        elif message.attempts >= TRIES:  # every process that took it died
            aside += tx.execute(mine.values(state="failed", reason="gave_up", lease=None))
        else:
            taken: dict[str, Any] = {"lease": lease, "attempts": message.attempts + 1}
            if tx.execute(mine.values(state="sending", due_at=tx.now + LEASE, **taken)):
                claimed.append(replace(message, **taken))
    return claimed, aside


def settle_sent(tx: Tx, *, message: OutboundMessage, subject: str) -> bool:
    """The other side has taken the message; False when the lease had run out and another process has it."""
    done = _settle(tx, message, {"state": "sent", "sent_at": tx.now, "subject": subject, "error": None})
    if done:
        tx.announce(MessageSent(**_facts(message)))
    return done


def settle_failed(tx: Tx, *, message: OutboundMessage, error: str, for_good: bool) -> bool:
    """The message did not get through: put it off, or give it up after the last try or a refusal for good."""
    if message.attempts < TRIES and not for_good:
        pause = min(_FIRST_PAUSE * 2 ** (message.attempts - 1), _LONGEST_PAUSE)
        put_off = {"state": "waiting", "due_at": tx.now + timedelta(seconds=pause), "error": error[:1000]}
        return _settle(tx, message, put_off)
    reason = "refused" if for_good else "gave_up"
    done = _settle(tx, message, {"state": "failed", "reason": reason, "error": error[:1000]})
    if done:
        tx.announce(MessageFailed(reason=reason, **_facts(message)))
    return done


async def prepare(product: Product, message: OutboundMessage) -> OutgoingMessage:
    """Make the words of a message for its reader. Raises Undeliverable, TryLater."""
    try:
        template = get_template(product.registry, message.template, message.params)
    except TemplateUnknown as error:
        raise Undeliverable(f"no template {message.template}") from error
    reader, name = await _reader(product, message)
    edited = by_place(await product.database.read(list_edited([template.key])))
    base = product.settings.base_url
    path = record_path(message.object, message.record) if message.person_id is not None else None
    given = {"recipient": name, "link": f"{base}{path}" if path else "", **message.params}
    words = render(
        words_in_force(template, edited, message.channel, reader.language), template.all_variables, given, reader
    )
    return OutgoingMessage(
        id=message.id,
        address=message.address,
        words=words,
        language=reader.language,
        at=message.created_at,
        html=to_html(words, reader.language, base),
        in_reply_to=message.in_reply_to,
        attachments=await _attachments(product, message),
    )


async def _send(product: Product, channel: MessageChannel, message: OutboundMessage) -> None:
    try:
        outgoing = await prepare(product, message)
        async with asyncio.timeout(SEND_SECONDS):
            await channel.send(product, outgoing)
    except (TryLater, Undeliverable) as error:
        for_good = isinstance(error, Undeliverable)
        log.warning("message.not_sent", message_id=message.id, channel=message.channel, error=str(error)[:300])
        await product.database.write(settle_failed, message=message, error=one_line(str(error)), for_good=for_good)
    except Exception as error:
        log.exception("message.failed", message_id=message.id, channel=message.channel)
        await product.database.write(settle_failed, message=message, error=repr(error), for_good=False)
    else:
        await product.database.write(settle_sent, message=message, subject=outgoing.words.subject)


async def _reader(product: Product, message: OutboundMessage) -> tuple[Reader, str]:
    person: Person | None = None
    if message.person_id is not None:
        person = next(iter(await product.database.read(find_person(message.person_id))), None)
    settings = product.settings
    language = message.language or (person.language if person else "") or settings.language
    zone = (person.time_zone if person else "") or settings.time_zone
    return Reader(language, ZoneInfo(zone)), person.name if person else ""


async def _attachments(product: Product, message: OutboundMessage) -> tuple[Attachment, ...]:
    if not message.file_ids:
        return ()
    found = await product.database.read(list_files(message.file_ids))
    try:
        return tuple([Attachment(file.name, file.media_type, await read_content(product, file)) for file in found])
    except ContentLost as error:
        raise TryLater(f"content {error.params['sha256']} cannot be read") from error


def _due(now: object) -> sa.ColumnElement[bool]:
    return sa.and_(outbound_messages.c.state.in_(["waiting", "sending"]), outbound_messages.c.due_at <= now)


def _facts(message: OutboundMessage) -> dict[str, Any]:
    about = {"object": message.object, "record": message.record}
    return {**about, "message_id": message.id, "channel": message.channel, "template": message.template}


def _settle(tx: Tx, message: OutboundMessage, values: dict[str, object]) -> bool:
    mine = (outbound_messages.c.id == message.id, outbound_messages.c.lease == message.lease)
    return tx.execute(sa.update(outbound_messages).where(*mine).values(**values, lease=None)) == 1


async def _wait(event: asyncio.Event) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(IDLE_SECONDS):  # wait_for would swallow being cancelled together with the event
            await event.wait()
