"""The tables of events and of the outbox."""

from __future__ import annotations

import sqlalchemy as sa

from paidan.kernel.database.tables import core_tables
from paidan.kernel.database.types import Id, Json, Moment

events = sa.Table(
    "event",
    core_tables,
    sa.Column("id", Id, primary_key=True, autoincrement=False),
    sa.Column("at", Moment, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("object", sa.Text),
    sa.Column("record", Id),
    sa.Column("actor_kind", sa.Text, nullable=False),
    sa.Column("actor_id", Id),
    sa.Column("actor_name", sa.Text, nullable=False),
    sa.Column("on_behalf", Id),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("root", Id, nullable=False),
    sa.Column("depth", sa.Integer, nullable=False),
    sa.Column("data", Json, nullable=False),
    sa.Index("ix_event_record", "record", "id"),
    sa.Index("ix_event_at", "at"),
)
"""Append only: the timeline, the audit trail and the source of every reaction."""

outbox = sa.Table(
    "outbox",
    core_tables,
    sa.Column("id", Id, primary_key=True, autoincrement=False),
    sa.Column("event_id", Id, nullable=False),
    sa.Column("listener", sa.Text, nullable=False),
    sa.Column("record", Id),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("run_at", Moment, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("error", sa.Text),
    sa.Index("ix_outbox_state_run_at", "state", "run_at", "id"),
)
"""What is still to be told: a row per event and listener, deleted in the transaction that the listener did its work in."""
