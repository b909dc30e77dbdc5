"""Notifying: telling people of the company something, in their inbox and by the channels they want.

Everything is written with the change that it tells of; what leaves the house leaves after the commit (`sending`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa

from paidan.kernel.database import Tx
from paidan.platform.identity.tables import people
from paidan.platform.notifications.addresses import is_address
from paidan.platform.notifications.events import NotificationSent
from paidan.platform.notifications.outbound import enqueue
from paidan.platform.notifications.preferences import wanted_channels
from paidan.platform.notifications.rendering import storable
from paidan.platform.notifications.tables import notifications
from paidan.platform.notifications.templates import EMAIL, SMS, MessageTemplate, get_template


def notify(
    tx: Tx,
    person_ids: Iterable[int],
    template: str,
    params: Mapping[str, Any],
    object: str | None = None,
    record: int | None = None,
) -> list[int]:
    """Tell people something; returns the ids of the notifications.

    `template` is the key of a `MessageTemplate` or of a sentence in the catalogue; `params` are JSON-able, labels among
    them shown in each reader's language; `object` and `record` say what it is about. Each person is told once; disabled
    ones are not. Nothing happens in a silent transaction. Raises TemplateUnknown.
    """
    found = get_template(tx.registry, template, params)
    wanted = list(dict.fromkeys(person_ids))
    if tx.silent or not wanted:
        return []
    contact = sa.select(people.c.id, people.c.email, people.c.phone).where(
        people.c.id.in_(wanted), people.c.active == 1
    )
    contacts = {row[0]: {EMAIL: row[1], SMS: row[2]} for row in tx.all(contact)}
    present = [person_id for person_id in wanted if person_id in contacts]
    made = _fill_inboxes(tx, present, found, params, object, record)
    for person_id, channels in wanted_channels(tx, present, found.kind).items():
        for channel in channels:
            address = contacts[person_id].get(channel, "")
            if address:
                fits = is_address(channel, address)
                facts: dict[str, Any] = {"person_id": person_id, "params": params, "object": object, "record": record}
                enqueue(tx, channel, address, template, refused=None if fits else "address_invalid", **facts)
    return made


def _fill_inboxes(
    tx: Tx,
    person_ids: list[int],
    template: MessageTemplate,
    params: Mapping[str, Any],
    object_key: str | None,
    record: int | None,
) -> list[int]:
    common = {"kind": template.kind, "template": template.key, "params": storable(params), "created_at": tx.now}
    about = {"object": object_key, "record": record}
    rows: list[dict[str, Any]] = [
        {"id": tx.new_id(), "person_id": person_id, **common, **about} for person_id in person_ids
    ]
    tx.insert_many(notifications, rows)
    for row in rows:
        tx.announce(NotificationSent(record=row["person_id"], notification_id=row["id"], template=template.key))
    return [row["id"] for row in rows]
