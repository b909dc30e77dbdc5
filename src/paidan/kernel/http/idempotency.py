"""Idempotency keys: a request sent twice does its work once and gets the same answer twice."""

from __future__ import annotations

import hashlib

import sqlalchemy as sa

from paidan.kernel.database.tables import core_tables
from paidan.kernel.database.tx import Tx
from paidan.kernel.database.types import Id, Moment
from paidan.kernel.errors import Conflict

idempotency_keys = sa.Table(
    "idempotency_key",
    core_tables,
    sa.Column("actor_kind", sa.Text, primary_key=True),
    sa.Column("actor_id", Id, primary_key=True, autoincrement=False),
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("fingerprint", sa.Text, nullable=False),
    sa.Column("status", sa.Integer, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("at", Moment, nullable=False, index=True),
)


class KeyReused(Conflict):
    """The key came with a different request before."""

    code = "idempotency.reused"


def replay(tx: Tx, *, key: str, fingerprint: bytes) -> tuple[int, bytes] | None:
    """Return status and body of the earlier request with this key, if there was one. Raises KeyReused."""
    table = idempotency_keys
    row = tx.first(
        sa.select(table.c.fingerprint, table.c.status, table.c.body).where(
            table.c.actor_kind == tx.actor.kind, table.c.actor_id == (tx.actor.id or 0), table.c.key == _cut(key)
        )
    )
    if row is None:
        return None
    if row[0] != _digest(fingerprint):
        raise KeyReused
    return row[1], row[2].encode()


def remember_outcome(tx: Tx, *, key: str, fingerprint: bytes, status: int, body: bytes) -> None:
    """Store the outcome of the request, with the work it did."""
    tx.insert(
        idempotency_keys,
        {
            "actor_kind": tx.actor.kind,
            "actor_id": tx.actor.id or 0,
            "key": _cut(key),
            "fingerprint": _digest(fingerprint),
            "status": status,
            "body": body.decode(),
            "at": tx.now,
        },
    )


def _cut(key: str) -> str:
    return key if len(key) <= 200 else _digest(key.encode())


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
