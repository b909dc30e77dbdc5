"""API tokens: a key with which a program acts as a person, within scopes.

A scope is "*", "read" (everything the person may read), a feature permission such as "identity.manage", or
"<object>:<action>" where the action may be "*". A token never may more than its person. It is shown once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from paidan.kernel.database import Query, Tx
from paidan.kernel.errors import NotFound
from paidan.platform.identity.errors import PersonUnknown, TokenExpiryPast
from paidan.platform.identity.events import TokenCreated, TokenRevoked
from paidan.platform.identity.opaque import digest, new_token
from paidan.platform.identity.queries import find_person
from paidan.platform.identity.rights import CREATE_TOKENS, MANAGE_IDENTITY, rights_of
from paidan.platform.identity.tables import api_tokens, people, permission_version

PREFIX = "pdt_"
"""What every API token begins with, so that scanners of leaked secrets can find it."""
USED_EVERY = timedelta(minutes=1)
_SHOWN = 10


@dataclass(frozen=True, slots=True)
class ApiToken:
    """One API token without its secret; `beginning` is its first characters."""

    id: int
    name: str
    beginning: str
    person_id: int
    person_name: str
    scopes: list[str]
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True)
class LiveToken:
    """What a request needs to know of its token, read in one go."""

    id: int
    person_id: int
    scopes: list[str]
    expires_at: datetime | None
    last_used_at: datetime | None
    revoked_at: datetime | None
    name: str
    language: str
    active: bool
    version: int


_LIVE = (
    sa.select(
        api_tokens.c.id, api_tokens.c.person_id, api_tokens.c.scopes, api_tokens.c.expires_at,
        api_tokens.c.last_used_at, api_tokens.c.revoked_at, people.c.name, people.c.language, people.c.active,
        sa.select(permission_version.c.version).where(permission_version.c.id == 1).scalar_subquery(),
    )
    .join_from(api_tokens, people, people.c.id == api_tokens.c.person_id)
    .where(api_tokens.c.token_hash == sa.bindparam("token_hash"))
)  # fmt: skip


def find_live_token(token: str) -> Query[LiveToken]:
    """The token, its person and the permission version; one indexed read."""
    return Query(_LIVE, LiveToken, {"token_hash": digest(token)})


def list_tokens(person_id: int | None = None) -> Query[ApiToken]:
    """The tokens of a person, or everybody's; the newest first, revoked ones too."""
    columns = (
        api_tokens.c.id, api_tokens.c.name, api_tokens.c.beginning, api_tokens.c.person_id, people.c.name,
        api_tokens.c.scopes, api_tokens.c.created_at, api_tokens.c.expires_at, api_tokens.c.last_used_at,
        api_tokens.c.revoked_at,
    )  # fmt: skip
    statement = sa.select(*columns).join_from(api_tokens, people, people.c.id == api_tokens.c.person_id)
    if person_id is not None:
        statement = statement.where(api_tokens.c.person_id == person_id)
    return Query(statement.order_by(api_tokens.c.id.desc()), ApiToken)


def create_token(
    tx: Tx, *, name: str, person_id: int, scopes: Sequence[str], expires_at: datetime | None = None
) -> tuple[int, str]:
    """Make a token that acts as a person; returns its id and the token itself, which is not to be had again.

    One's own needs `identity.tokens`, another's `identity.manage` and power over them. Raises Forbidden,
    PersonUnknown, ScopeUnknown, TokenExpiryPast.
    """
    _require(tx, person_id)
    person = tx.find(find_person(person_id))
    if person is None or not person.active:
        raise PersonUnknown(id=person_id)
    if expires_at is not None and expires_at <= tx.now:
        raise TokenExpiryPast
    rights_of(tx.registry).check_scopes(tx, scopes)
    token_id, token = tx.new_id(), new_token(PREFIX)
    tx.insert(
        api_tokens,
        {
            "id": token_id,
            "token_hash": digest(token),
            "beginning": token[:_SHOWN],
            "name": name.strip(),
            "person_id": person_id,
            "scopes": sorted(set(scopes)),
            "created_at": tx.now,
            "created_by": tx.actor.id,
            "expires_at": expires_at,
        },
    )
    tx.announce(TokenCreated(record=person_id, token_id=token_id, name=name.strip(), scopes=sorted(set(scopes))))
    return token_id, token


def revoke_token(tx: Tx, *, token_id: int) -> None:
    """Make a token useless from now on: one's own, or with `identity.manage` anybody's. Raises NotFound."""
    table = api_tokens
    row = tx.first(sa.select(table.c.person_id, table.c.name, table.c.revoked_at).where(table.c.id == token_id))
    if row is None:
        raise NotFound
    person_id, name, revoked_at = row
    if not (tx.actor.kind == "person" and tx.actor.id == person_id):
        rights_of(tx.registry).require(tx, MANAGE_IDENTITY)
    if revoked_at is None:
        tx.update(table, {"id": token_id}, {"revoked_at": tx.now})
        tx.announce(TokenRevoked(record=person_id, token_id=token_id, name=name))


def note_token_used(tx: Tx, *, token_id: int) -> None:
    """Write down that a token was used."""
    tx.update(api_tokens, {"id": token_id}, {"last_used_at": tx.now})


def _require(tx: Tx, person_id: int) -> None:
    rights = rights_of(tx.registry)
    if tx.actor.kind == "person" and tx.actor.id == person_id:
        rights.require(tx, CREATE_TOKENS)
        return
    rights.require(tx, MANAGE_IDENTITY)
    rights.require_power_over(tx, person_id)
