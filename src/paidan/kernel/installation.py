"""Facts about this installation as a whole: when it was made, whether a demo company was filled in."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from paidan.kernel.database.tables import core_tables
from paidan.kernel.database.tx import Tx
from paidan.kernel.database.types import Json, Moment

installation = sa.Table(
    "installation",
    core_tables,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("value", Json, nullable=False),
    sa.Column("at", Moment, nullable=False),
)


def note(tx: Tx, *, name: str, value: Any) -> None:
    """Write a fact down, in place of what stood under the name."""
    insert = (postgresql.insert if tx.dialect == "postgresql" else sqlite.insert)(installation)
    values = {"name": name, "value": value, "at": tx.now}
    there = {"value": insert.excluded.value, "at": insert.excluded.at}
    tx.execute(insert.values(values).on_conflict_do_update(index_elements=["name"], set_=there))


def find_note(tx: Tx, name: str) -> Any:
    """Return a fact, or None when nothing was noted."""
    return tx.value(sa.select(installation.c.value).where(installation.c.name == name))
