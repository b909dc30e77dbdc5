"""The table of timers, and that of leases."""

from __future__ import annotations

import sqlalchemy as sa

from paidan.kernel.database.tables import core_tables
from paidan.kernel.database.types import Id, Json, Moment

timers = sa.Table(
    "timer",
    core_tables,
    sa.Column("id", Id, primary_key=True, autoincrement=False),
    sa.Column("due_at", Moment, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("object", sa.Text),
    sa.Column("record", Id),
    sa.Column("subject_id", Id),
    sa.Column("epoch", sa.Integer, nullable=False),
    sa.Column("payload", Json, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("error", sa.Text),
    sa.Index("ix_timer_state_due_at", "state", "due_at", "id"),
    sa.Index("ix_timer_record", "record"),
    sa.Index("ix_timer_subject_id", "subject_id"),
)
"""A row per armed timer, deleted when it fires or is disarmed. `state`: armed, or parked after too many failures."""

leases = sa.Table(
    "lease",
    core_tables,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("holder", sa.Text, nullable=False),
    sa.Column("until", Moment, nullable=False),
)
"""Who of several processes does what only one should do, and until when."""
