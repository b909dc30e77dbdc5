"""Ids: one rising sequence for everything in an installation, handed out in blocks.

A process reserves a block in the database and then counts in memory, so that an id is known before its row is written
and costs no question. Ids stay far below 2^53. Gaps mean nothing.
"""

from __future__ import annotations

from threading import Lock

import sqlalchemy as sa

from paidan.kernel.database.tables import core_tables

BLOCK = 1000

id_block = sa.Table(
    "id_block",
    core_tables,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("next", sa.BigInteger, nullable=False),
)
"""SQLite: the first id not yet reserved. PostgreSQL uses the sequence `paidan_id`, which no rollback turns back."""


class IdBlock:
    """Ids reserved and not yet given out."""

    def __init__(self) -> None:
        self._next = 0
        self._end = 0
        self._lock = Lock()

    def take(self) -> int | None:
        """Return the next id, or None when the block is used up."""
        with self._lock:
            if self._next >= self._end:
                return None
            self._next += 1
            return self._next - 1

    def refill(self, start: int, size: int = BLOCK) -> None:
        """Go on with the block that begins at `start`."""
        with self._lock:
            self._next, self._end = start, start + size

    def drop(self) -> None:
        """Forget what is left, because its reservation may have been rolled back."""
        with self._lock:
            self._end = self._next

    @property
    def left(self) -> int:
        """How many ids can be given out without asking the database."""
        return self._end - self._next
