"""The tables of dispatch: what is to be dispatched, what was decided and why, and what each engineer was offered."""

from __future__ import annotations

import sqlalchemy as sa

from paidan.kernel.database import Flag, Id, Json, Moment, core_tables

requests = sa.Table(
    "dispatch_request",
    core_tables,
    sa.Column("id", Id, primary_key=True, autoincrement=False),
    sa.Column("object", sa.Text, nullable=False),
    sa.Column("record_id", Id, nullable=False, index=True),
    sa.Column("instance_id", Id),
    sa.Column("token_id", Id),
    sa.Column("epoch", sa.Integer),
    sa.Column("policy", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("opened_at", Moment, nullable=False),
    sa.Column("closed_at", Moment),
    sa.Index("ix_dispatch_request_state", "state", "opened_at"),
)
"""One hand-over to dispatch. `state`: offered, nobody (in a dispatcher's list), accepted, recalled."""

decisions = sa.Table(
    "dispatch_decision",
    core_tables,
    sa.Column("id", Id, primary_key=True, autoincrement=False),
    sa.Column("request_id", Id, nullable=False),
    sa.Column("record_id", Id, nullable=False, index=True),
    sa.Column("at", Moment, nullable=False),
    sa.Column("made_by", Id),
    sa.Column("winner_id", Id),
    sa.Column("decision", Json),
)
"""Why somebody was chosen. `made_by`: the dispatcher who chose by hand; `decision` is then null."""

offers = sa.Table(
    "dispatch_offer",
    core_tables,
    sa.Column("id", Id, primary_key=True, autoincrement=False),
    sa.Column("request_id", Id, nullable=False, index=True),
    sa.Column("decision_id", Id, nullable=False),
    sa.Column("object", sa.Text, nullable=False),
    sa.Column("record_id", Id, nullable=False, index=True),
    sa.Column("engineer_id", Id, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("by_hand", Flag, nullable=False),
    sa.Column("offered_at", Moment, nullable=False),
    sa.Column("answer_by", Moment),
    sa.Column("answered_at", Moment),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("comment", sa.Text, nullable=False),
    sa.Index("ix_dispatch_offer_engineer", "engineer_id", "state", "offered_at"),
)
"""What an engineer was asked. `state`: open, accepted, refused, expired, withdrawn. `reason` is a code of REFUSALS."""

policies = sa.Table(
    "dispatch_policy",
    core_tables,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("label", Json, nullable=False),
    sa.Column("ruleset", Json, nullable=False),
    sa.Column("accept_minutes", sa.Integer, nullable=False),
    sa.Column("current", Flag, nullable=False),
    sa.Column("made_at", Moment, nullable=False),
    sa.Column("made_by", Id),
)
"""Every version of every policy; one version of each is current. Decisions name the version they were made by."""
