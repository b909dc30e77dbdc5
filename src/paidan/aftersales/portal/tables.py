"""The tables of the portal: used challenges, counted requests, and codes sent to phones.

None of them names anybody: phones and addresses are kept as keyed digests, and rows are swept after a day.
"""

from __future__ import annotations

import sqlalchemy as sa

from paidan.kernel.database import Id, Moment, core_tables

used_challenges = sa.Table(
    "portal_used_challenge",
    core_tables,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("at", Moment, nullable=False, index=True),
)
hits = sa.Table(
    "portal_hit",
    core_tables,
    sa.Column("id", Id, primary_key=True, autoincrement=False),
    sa.Column("key", sa.Text, nullable=False),
    sa.Column("at", Moment, nullable=False, index=True),
    sa.Index("ix_portal_hit_key", "key", "at"),
)
codes = sa.Table(
    "portal_code",
    core_tables,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("digest", sa.Text, nullable=False),
    sa.Column("sent_at", Moment, nullable=False, index=True),
    sa.Column("attempts", sa.Integer, nullable=False),
)
"""`attempts` counts wrong answers; after five the code is dead."""
