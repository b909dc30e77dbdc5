"""The table of business calendars."""

from __future__ import annotations

import sqlalchemy as sa

from paidan.kernel.database import Id, Json, Moment, core_tables

business_calendars = sa.Table(
    "business_calendar",
    core_tables,
    sa.Column("id", Id, primary_key=True, autoincrement=False),
    sa.Column("key", sa.Text, nullable=False, unique=True),
    sa.Column("name", Json, nullable=False),
    sa.Column("definition", Json, nullable=False),
    sa.Column("rev", sa.Integer, nullable=False),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("updated_at", Moment, nullable=False),
    sa.Column("deleted_at", Moment),
)
"""`name` per language; `definition` is a `HistorySchema`. Promises already made keep a deleted calendar alive."""
