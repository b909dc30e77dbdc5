"""The tables of promises: every version of every policy, and the clocks that run by them."""

from __future__ import annotations

import sqlalchemy as sa

from paidan.kernel.database import Flag, Id, Json, Moment, core_tables

policies = sa.Table(
    "sla_policy",
    core_tables,
    sa.Column("id", Id, primary_key=True, autoincrement=False),
    sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("key", sa.Text, nullable=False),
    sa.Column("name", Json, nullable=False),
    sa.Column("object", sa.Text, nullable=False),
    sa.Column("condition", Json),
    sa.Column("calendar_id", Id, nullable=False),
    sa.Column("targets", Json, nullable=False),
    sa.Column("pausing", Json, nullable=False),
    sa.Column("warn_percents", Json, nullable=False),
    sa.Column("escalations", Json, nullable=False),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("active", Flag, nullable=False),
    sa.Column("current", Flag, nullable=False),
    sa.Column("made_at", Moment, nullable=False),
    sa.Column("made_by", Id),
    sa.UniqueConstraint("key", "version"),
    sa.Index("ix_sla_policy_object", "object", "current", "position"),
)
"""One row a version; one version of each policy is current. `condition` is a filter tree, null when it always applies."""

clocks = sa.Table(
    "sla_clock",
    core_tables,
    sa.Column("id", Id, primary_key=True, autoincrement=False),
    sa.Column("object", sa.Text, nullable=False),
    sa.Column("record_id", Id, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("policy_id", Id, nullable=False),
    sa.Column("policy_version", sa.Integer, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("data", Json, nullable=False),
    sa.Column("trace", Json, nullable=False),
    sa.Column("told", Json, nullable=False),
    sa.Column("started_at", Moment, nullable=False),
    sa.Column("due_at", Moment),
    sa.Column("warned", sa.Integer),
    sa.Column("breached_at", Moment),
    sa.Column("met_at", Moment),
    sa.Column("epoch", sa.Integer, nullable=False),
    sa.UniqueConstraint("record_id", "kind"),
    sa.Index("ix_sla_clock_due", "state", "due_at"),
)
"""`data` is the clock itself (`storing`); the columns beside it are read off it at its last change, for lists to search.

`trace`: why this policy. `told`: keys of the alarms already sent. `warned`: the highest percent warned of.
"""
