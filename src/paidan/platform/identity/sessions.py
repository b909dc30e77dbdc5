"""Sessions: a browser in which somebody signed in, known by an opaque token.

A session ends after `settings.session_hours` without use, when its person signs out or is disabled, when the password
changes, or when it is revoked from another place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from paidan.kernel.database import Query, Tx
from paidan.kernel.database.reading import first_column
from paidan.kernel.errors import NotFound
from paidan.platform.identity.events import SessionsEnded, SessionStarted
from paidan.platform.identity.opaque import digest, new_token
from paidan.platform.identity.tables import people, permission_version, sessions

SEEN_EVERY = timedelta(minutes=1)
"""How much later a session must be used again before that is written down."""
_KEPT_FOR = timedelta(days=30)
_LONGEST_AGENT = 300


@dataclass(frozen=True, slots=True)
class Session:
    """One session as its owner sees it."""

    id: int
    created_at: datetime
    last_seen_at: datetime
    expires_at: datetime
    user_agent: str
    address: str


@dataclass(frozen=True, slots=True)
class LiveSession:
    """What a request needs to know of its session, read in one go."""

    id: int
    person_id: int
    last_seen_at: datetime
    expires_at: datetime
    ended_at: datetime | None
    end_reason: str | None
    name: str
    language: str
    active: bool
    version: int


@dataclass(frozen=True, slots=True)
class StartedSession:
    """A session that has just begun; `token` is not to be had again."""

    id: int
    person_id: int
    token: str


_LIVE = (
    sa.select(
        sessions.c.id, sessions.c.person_id, sessions.c.last_seen_at, sessions.c.expires_at, sessions.c.ended_at,
        sessions.c.end_reason, people.c.name, people.c.language, people.c.active,
        sa.select(permission_version.c.version).where(permission_version.c.id == 1).scalar_subquery(),
    )
    .join_from(sessions, people, people.c.id == sessions.c.person_id)
    .where(sessions.c.token_hash == sa.bindparam("token_hash"))
)  # fmt: skip


def find_live_session(token: str) -> Query[LiveSession]:
    """The session with a token, its person and the permission version; one indexed read."""
    return Query(_LIVE, LiveSession, {"token_hash": digest(token)})


def list_sessions(person_id: int, *, now: datetime) -> Query[Session]:
    """The sessions of a person that are still open, the last used first."""
    columns = (
        sessions.c.id, sessions.c.created_at, sessions.c.last_seen_at, sessions.c.expires_at, sessions.c.user_agent,
        sessions.c.address,
    )  # fmt: skip
    statement = sa.select(*columns).where(
        sessions.c.person_id == person_id, sessions.c.ended_at.is_(None), sessions.c.expires_at > now
    )
    return Query(statement.order_by(sessions.c.last_seen_at.desc(), sessions.c.id), Session)


def start_session(tx: Tx, *, person_id: int, hours: int, address: str = "", user_agent: str = "") -> StartedSession:
    """Begin a session for somebody whose password was checked, and forget the old ones of theirs."""
    _forget_old(tx, person_id)
    started = StartedSession(tx.new_id(), person_id, new_token())
    tx.insert(
        sessions,
        {
            "id": started.id,
            "token_hash": digest(started.token),
            "person_id": person_id,
            "created_at": tx.now,
            "last_seen_at": tx.now,
            "expires_at": tx.now + timedelta(hours=hours),
            "user_agent": user_agent[:_LONGEST_AGENT],
            "address": address,
            "ended_at": None,
            "end_reason": None,
        },
    )
    tx.announce(
        SessionStarted(record=person_id, session_id=started.id, address=address, user_agent=user_agent[:_LONGEST_AGENT])
    )
    return started


def keep_session(tx: Tx, *, session_id: int, hours: int) -> None:
    """Write down that a session was used, so that it goes on."""
    tx.update(sessions, {"id": session_id}, {"last_seen_at": tx.now, "expires_at": tx.now + timedelta(hours=hours)})


def end_session(tx: Tx, *, person_id: int, session_id: int, reason: str) -> None:
    """End one session of a person. Raises NotFound when it is not theirs or has ended."""
    if not _end(tx, person_id, [session_id], reason):
        raise NotFound


def end_sessions(tx: Tx, *, person_id: int, reason: str, but: int | None = None) -> None:
    """End every open session of a person, except perhaps one."""
    statement = sa.select(sessions.c.id).where(sessions.c.person_id == person_id, sessions.c.ended_at.is_(None))
    ids = [first_column(*row) for row in tx.all(statement)]
    _end(tx, person_id, [one for one in ids if one != but], reason)


def _end(tx: Tx, person_id: int, ids: Sequence[int], reason: str) -> bool:
    if not ids:
        return False
    ended = tx.execute(
        sa.update(sessions)
        .where(sessions.c.person_id == person_id, sessions.c.id.in_(list(ids)), sessions.c.ended_at.is_(None))
        .values(ended_at=tx.now, end_reason=reason)
    )
    if ended:
        tx.announce(SessionsEnded(record=person_id, session_ids=list(ids), reason=reason))
    return bool(ended)


def _forget_old(tx: Tx, person_id: int) -> None:
    tx.execute(sa.delete(sessions).where(sessions.c.person_id == person_id, sessions.c.expires_at < tx.now - _KEPT_FOR))
