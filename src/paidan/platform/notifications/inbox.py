"""The inbox: what a person was told, worded when it is read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from paidan.kernel.clock import moment_text
from paidan.kernel.database import Query, Tx
from paidan.kernel.database.reading import first_column
from paidan.kernel.errors import Forbidden, NotFound
from paidan.kernel.live import publish
from paidan.kernel.registry import Registry
from paidan.platform.notifications.errors import TemplateUnknown
from paidan.platform.notifications.links import record_path
from paidan.platform.notifications.rendering import Reader, render
from paidan.platform.notifications.tables import notifications
from paidan.platform.notifications.templates import IN_APP, get_template
from paidan.platform.notifications.texts import Edited, words_in_force


@dataclass(frozen=True, slots=True)
class Notification:
    """One message in an inbox; moments UTC."""

    id: int
    kind: str
    template: str
    params: dict[str, Any]
    object: str | None
    record: int | None
    created_at: datetime
    read_at: datetime | None


_COLUMNS = tuple(notifications.c[name] for name in Notification.__slots__)
COUNTED = 1000
"""Unread notifications are counted up to here."""


def list_notifications(
    person_id: int, *, unread: bool = False, before: int | None = None, limit: int = 30
) -> Query[Notification]:
    """A person's notifications, newest first, those with a lower id than `before`."""
    statement = sa.select(*_COLUMNS).where(notifications.c.person_id == person_id)
    if unread:
        statement = statement.where(notifications.c.read_at.is_(None))
    if before is not None:
        statement = statement.where(notifications.c.id < before)
    return Query(statement.order_by(notifications.c.id.desc()).limit(limit), Notification)


def count_unread(person_id: int) -> Query[int]:
    """How many notifications a person has not read, counted up to 1,000."""
    mine = (notifications.c.person_id == person_id, notifications.c.read_at.is_(None))
    some = sa.select(notifications.c.id).where(*mine).limit(COUNTED).subquery()
    return Query(sa.select(sa.func.count()).select_from(some), first_column)


def mark_read(tx: Tx, *, notification_ids: Sequence[int]) -> int:
    """Mark the actor's notifications as read; returns how many were unread. Raises NotFound for one not theirs."""
    person_id = _person(tx)
    mine = (notifications.c.person_id == person_id, notifications.c.id.in_(list(notification_ids)))
    known = tx.value(sa.select(sa.func.count()).select_from(notifications).where(*mine))
    if known != len(set(notification_ids)):
        raise NotFound
    return _mark(tx, person_id, *mine)


def mark_all_read(tx: Tx, *, up_to: int | None = None) -> int:
    """Mark all of the actor's notifications as read, with `up_to` those up to an id. Returns how many were unread."""
    person_id = _person(tx)
    mine = [notifications.c.person_id == person_id]
    if up_to is not None:
        mine.append(notifications.c.id <= up_to)
    return _mark(tx, person_id, *mine)


def describe_notification(
    registry: Registry, edited: Edited, item: Notification, reader: Reader, name: str
) -> dict[str, Any]:
    """Return a notification in the words of its reader, who has a name. JSON-able.

    One whose template is gone says only what it is about.
    """
    href = record_path(item.object, item.record)
    try:
        template = get_template(registry, item.template, item.params)
    except TemplateUnknown:
        title, body = "", ""
    else:
        words = words_in_force(template, edited, IN_APP, reader.language)
        given = {"recipient": name, "link": href, **item.params}
        filled = render(words, template.all_variables, given, reader)
        title, body = filled.subject, filled.body
    return {
        "id": item.id,
        "kind": item.kind,
        "title": title,
        "body": body,
        "at": moment_text(item.created_at),
        "read": item.read_at is not None,
        "object": item.object,
        "record": item.record,
        "href": href,
    }


def _mark(tx: Tx, person_id: int, *chosen: sa.ColumnElement[bool]) -> int:
    statement = sa.update(notifications).where(notifications.c.read_at.is_(None), *chosen).values(read_at=tx.now)
    marked = tx.execute(statement)
    if marked:
        publish(tx, f"person/{person_id}")
    return marked


def _person(tx: Tx) -> int:
    if tx.actor.kind != "person" or tx.actor.id is None:
        raise Forbidden
    return tx.actor.id
