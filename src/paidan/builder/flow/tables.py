"""The tables of flows: drawings and their versions, and where running instances stand.

Of an instance only the present is kept: tokens, sign groups, tasks. What happened is in the events of its record.
"""

from __future__ import annotations

import sqlalchemy as sa

from paidan.kernel.database import Flag, Id, Json, Moment, core_tables

flows = sa.Table(
    "flow",
    core_tables,
    sa.Column("id", Id, primary_key=True, autoincrement=False),
    sa.Column("key", sa.Text, nullable=False, unique=True),
    sa.Column("label", Json, nullable=False),
    sa.Column("object", sa.Text, nullable=False, index=True),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("starts", sa.Text, nullable=False),
    sa.Column("start_when", Json),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("shipped_hash", sa.Text),
    sa.Column("created_at", Moment, nullable=False),
)
"""`state`: active, retired. `starts`: created (with each new record that fits `start_when`) or called (by somebody).
`shipped_hash` is that of the drawing which the product shipped last, none for flows made here."""

versions = sa.Table(
    "flow_version",
    core_tables,
    sa.Column("id", Id, primary_key=True, autoincrement=False),
    sa.Column("flow_id", Id, nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("graph", Json, nullable=False),
    sa.Column("hash", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("saved_at", Moment, nullable=False),
    sa.Column("saved_by", Id),
    sa.Column("published_at", Moment),
    sa.Column("published_by", Id),
    sa.UniqueConstraint("flow_id", "number"),
)
"""`state`: draft (one at most per flow), published (one at most), retired. Only a draft's row ever changes its drawing."""

instances = sa.Table(
    "flow_instance",
    core_tables,
    sa.Column("id", Id, primary_key=True, autoincrement=False),
    sa.Column("object", sa.Text, nullable=False),
    sa.Column("record_id", Id, nullable=False, index=True),
    sa.Column("flow_id", Id, nullable=False),
    sa.Column("version_id", Id, nullable=False, index=True),
    sa.Column("initiator", Id),
    sa.Column("started_at", Moment, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("rev", sa.Integer, nullable=False),
    sa.Column("entries", sa.Integer, nullable=False),
    sa.Column("acted", Flag, nullable=False),
    sa.Column("handled", Json, nullable=False),
    sa.Column("urged", Json, nullable=False),
    sa.Column("suspended_at", Moment),
    sa.Column("ended_at", Moment),
    sa.Column("note", sa.Text, nullable=False),
    sa.Column("parent_instance", Id),
    sa.Column("parent_token", Id, index=True),
    sa.Column("parent_epoch", sa.Integer),
    sa.Index("ix_flow_instance_state", "state", "id"),
)
"""One run. The parent columns name the token of another instance that waits for this one."""

tokens = sa.Table(
    "flow_token",
    core_tables,
    sa.Column("id", Id, primary_key=True, autoincrement=False),
    sa.Column("instance_id", Id, nullable=False, index=True),
    sa.Column("node", sa.Text, nullable=False),
    sa.Column("scope", sa.Text, nullable=False),
    sa.Column("epoch", sa.Integer, nullable=False),
    sa.Column("entered_at", Moment, nullable=False),
    sa.Column("clock_from", Moment, nullable=False),
    sa.Column("open", Flag, nullable=False),
    sa.Column("waits", sa.Text, nullable=False),
    sa.Column("used_minutes", sa.Integer, nullable=False),
    sa.Column("halted_minutes", sa.Integer, nullable=False),
    sa.Column("arrived", Json, nullable=False),
    sa.Column("split_epoch", sa.Integer, nullable=False),
    sa.Column("resume", Json, nullable=False),
    sa.Column("came_from", Json),
    sa.Column("timers", Json, nullable=False),
    sa.Column("due_at", Moment),
)
"""`timers`: name → [id of the armed timer, its moment], of this entry. `due_at`: when the node's time is up."""

groups = sa.Table(
    "flow_group",
    core_tables,
    sa.Column("id", Id, primary_key=True, autoincrement=False),
    sa.Column("instance_id", Id, nullable=False, index=True),
    sa.Column("token_id", Id, nullable=False),
    sa.Column("node", sa.Text, nullable=False),
    sa.Column("epoch", sa.Integer, nullable=False),
    sa.Column("mode", sa.Text, nullable=False),
    sa.Column("percent", sa.Integer, nullable=False),
    sa.Column("veto", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("decided_by", Id),
)

tasks = sa.Table(
    "flow_task",
    core_tables,
    sa.Column("id", Id, primary_key=True, autoincrement=False),
    sa.Column("instance_id", Id, nullable=False, index=True),
    sa.Column("group_id", Id, nullable=False, index=True),
    sa.Column("token_id", Id, nullable=False),
    sa.Column("object", sa.Text, nullable=False),
    sa.Column("record_id", Id, nullable=False, index=True),
    sa.Column("node", sa.Text, nullable=False),
    sa.Column("epoch", sa.Integer, nullable=False),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("seat", Id, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("seq", sa.Integer, nullable=False),
    sa.Column("assignee", Id),
    sa.Column("candidates", Json, nullable=False),
    sa.Column("on_behalf_of", Id),
    sa.Column("origin", sa.Text, nullable=False),
    sa.Column("given_by", Id),
    sa.Column("added_by", Id),
    sa.Column("depth", sa.Integer, nullable=False),
    sa.Column("waits_for", Id),
    sa.Column("waited_for", Id),
    sa.Column("opened_by", Id),
    sa.Column("opened_at", Moment),
    sa.Column("claimed_at", Moment),
    sa.Column("seen_at", Moment),
    sa.Column("touched_rev", sa.Integer),
    sa.Column("touched_by", Id),
    sa.Column("draft", Json, nullable=False),
    sa.Column("vote", sa.Text),
    sa.Column("opinion", sa.Text, nullable=False),
    sa.Column("signature", sa.Text),
    sa.Column("closed_at", Moment),
    sa.Column("closed_by", Id),
    sa.Column("closed_by_task", Id),
    sa.Column("closed_rev", sa.Integer),
    sa.Column("note", sa.Text, nullable=False),
    sa.Column("due_at", Moment),
    sa.Index("ix_flow_task_assignee", "assignee", "state", "id"),
    sa.Index("ix_flow_task_closed_by", "closed_by", "closed_at", "id"),
)

candidates = sa.Table(
    "flow_task_candidate",
    core_tables,
    sa.Column("task_id", Id, primary_key=True, autoincrement=False),
    sa.Column("person_id", Id, primary_key=True, autoincrement=False),
    sa.Index("ix_flow_task_candidate_person", "person_id", "task_id"),
)
"""Who may claim a task that is in a pool now; rows go when somebody takes it."""
