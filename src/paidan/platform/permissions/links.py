"""Signed links for customers: whoever holds one may see named fields of one record, and do named things with it.

The token has 144 random bits and is stored as a digest. The contact's phone number is kept only as a digest salted
with the token, so that it cannot be guessed from a stolen database; it serves to ask for the number before something
grave is done by link.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from paidan.kernel.actor import Actor
from paidan.kernel.clock import moment_text
from paidan.kernel.database import Query, Tx
from paidan.platform.identity.opaque import digest, new_token
from paidan.platform.permissions.access import FieldRight, customer_access
from paidan.platform.permissions.errors import LinkOver
from paidan.platform.permissions.events import CustomerLinkIssued, CustomerLinkRevoked
from paidan.platform.permissions.tables import customer_links

_BITS = 144
_LASTS = timedelta(days=90)
_USED_EVERY = timedelta(minutes=1)
_PHONE_DIGITS = 11


@dataclass(frozen=True, slots=True)
class CustomerLink:
    """A link given to one contact for one record. `fields` maps field keys to rights by their keys."""

    id: int
    object: str
    record_id: int
    purpose: str
    contact_name: str
    phone_hash: str | None
    language: str
    actions: list[str]
    fields: dict[str, str]
    expires_at: datetime
    revoked_at: datetime | None
    last_used_at: datetime | None


_COLUMNS = (
    customer_links.c.id, customer_links.c.object, customer_links.c.record_id, customer_links.c.purpose,
    customer_links.c.contact_name, customer_links.c.phone_hash, customer_links.c.language, customer_links.c.actions,
    customer_links.c.fields, customer_links.c.expires_at, customer_links.c.revoked_at, customer_links.c.last_used_at,
)  # fmt: skip


def find_link(token: str) -> Query[CustomerLink]:
    """The link with a token, even one that is over: see `check_link`."""
    return Query(sa.select(*_COLUMNS).where(customer_links.c.token_hash == digest(token)), CustomerLink)


def list_links(record_id: int) -> Query[CustomerLink]:
    """The links given out for a record, the newest first."""
    statement = sa.select(*_COLUMNS).where(customer_links.c.record_id == record_id)
    return Query(statement.order_by(customer_links.c.id.desc()), CustomerLink)


def issue_link(
    tx: Tx,
    *,
    object_key: str,
    record_id: int,
    purpose: str,
    fields: Mapping[str, FieldRight],
    actions: Iterable[str] = ("read",),
    contact_name: str = "",
    phone: str | None = None,
    language: str = "",
    expires_at: datetime | None = None,
) -> str:
    """Give out a link and return its token, which is not to be had again. It lasts 90 days unless told.

    Asks for no permission: whoever calls has decided that the contact may see the record.
    """
    link_id, token = tx.new_id(), new_token(bits=_BITS)
    ends = expires_at or tx.now + _LASTS
    tx.insert(
        customer_links,
        {
            "id": link_id,
            "token_hash": digest(token),
            "object": object_key,
            "record_id": record_id,
            "purpose": purpose,
            "contact_name": contact_name,
            "phone_hash": _phone_digest(token, phone) if phone else None,
            "language": language,
            "actions": sorted(set(actions)),
            "fields": {key: right.key for key, right in fields.items()},
            "created_at": tx.now,
            "created_by": tx.actor.id if tx.actor.kind == "person" else None,
            "expires_at": ends,
        },
    )
    tx.announce(
        CustomerLinkIssued(
            object=object_key, record=record_id, link_id=link_id, purpose=purpose, expires_at=moment_text(ends)
        )
    )
    return token


def revoke_links(tx: Tx, *, record_id: int, purpose: str | None = None) -> int:
    """Withdraw the links of a record, all or those for one purpose; returns how many there were."""
    open_links = [
        link for link in tx.read(list_links(record_id)) if link.revoked_at is None and purpose in (None, link.purpose)
    ]
    for link in open_links:
        revoke_link(tx, link)
    return len(open_links)


def revoke_link(tx: Tx, link: CustomerLink) -> None:
    """Withdraw one link."""
    tx.update(customer_links, {"id": link.id}, {"revoked_at": tx.now})
    tx.announce(CustomerLinkRevoked(object=link.object, record=link.record_id, link_id=link.id, purpose=link.purpose))


def check_link(link: CustomerLink | None, now: datetime) -> CustomerLink:
    """Return the link if it still opens anything. Raises LinkOver, the same for unknown, expired and withdrawn."""
    if link is None or link.revoked_at is not None or link.expires_at <= now:
        raise LinkOver
    return link


def open_link(tx: Tx, token: str) -> CustomerLink:
    """Find a link that is to be used now, and write down that it was. Raises LinkOver."""
    link = check_link(tx.find(find_link(token)), tx.now)
    if link.last_used_at is None or tx.now - link.last_used_at >= _USED_EVERY:
        tx.update(customer_links, {"id": link.id}, {"last_used_at": tx.now})
    return link


def customer_actor(link: CustomerLink, language: str = "") -> Actor:
    """Return the customer that a link stands for: bound to its record, its actions and its fields."""
    fields = {key: FieldRight.of(right) for key, right in link.fields.items()}
    access = customer_access(link.object, frozenset({link.record_id}), actions=frozenset(link.actions), fields=fields)
    return Actor(
        kind="customer",
        id=link.record_id,
        name=link.contact_name,
        language=link.language or language or "zh-CN",
        source="portal",
        access=access,
    )


def phone_fits(link: CustomerLink, token: str, phone: str) -> bool:
    """Whether a phone number is the one that the link was given to."""
    return link.phone_hash is not None and hmac.compare_digest(link.phone_hash, _phone_digest(token, phone))


def _phone_digest(token: str, phone: str) -> str:
    digits = "".join(sign for sign in phone if sign.isdigit())[-_PHONE_DIGITS:]
    return hashlib.sha256(f"{token}\0{digits}".encode()).hexdigest()
