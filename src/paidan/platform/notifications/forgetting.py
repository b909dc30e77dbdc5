"""Forgetting: old notifications and old messages go, with the names and addresses in them."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import sqlalchemy as sa

from paidan.kernel.database import Tx
from paidan.kernel.product import Background, Product
from paidan.platform.notifications.tables import notifications, outbound_messages

READ_FOR = timedelta(days=90)
KEPT_FOR = timedelta(days=365)
_CHUNK = 1000
_PAUSE_SECONDS = 6 * 3600.0


class Forgetter(Background):
    """Forgets four times a day."""

    name = "notifications.forgetter"

    async def run(self, product: Product) -> None:
        """Forget for ever."""
        while True:
            while await product.database.write(forget_some):
                pass
            await asyncio.sleep(_PAUSE_SECONDS)


def forget_some(tx: Tx) -> int:
    """Delete notifications read 90 days ago or a year old, and messages a year old; at most 1,000 each. Returns how many."""
    too_old = notifications.c.created_at < tx.now - KEPT_FOR
    read_long_ago = sa.and_(notifications.c.created_at < tx.now - READ_FOR, notifications.c.read_at < tx.now - READ_FOR)
    settled = outbound_messages.c.state.in_(["sent", "not_sent", "failed"])
    old_message = sa.and_(settled, outbound_messages.c.created_at < tx.now - KEPT_FOR)
    return _delete(tx, notifications, sa.or_(too_old, read_long_ago)) + _delete(tx, outbound_messages, old_message)


def _delete(tx: Tx, table: sa.Table, chosen: sa.ColumnElement[bool]) -> int:
    some = sa.select(table.c.id).where(chosen).limit(_CHUNK)
    return tx.execute(sa.delete(table).where(table.c.id.in_(some.scalar_subquery())))
