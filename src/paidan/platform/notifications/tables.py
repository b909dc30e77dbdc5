"""The tables of notifications: inboxes, edited templates, preferences, and messages on their way out."""

from __future__ import annotations

import sqlalchemy as sa

from paidan.kernel.database import Flag, Id, Json, Moment, core_tables

notifications = sa.Table(
    "notification",
    core_tables,
    sa.Column("id", Id, primary_key=True, autoincrement=False),
    sa.Column("person_id", Id, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("template", sa.Text, nullable=False),
    sa.Column("params", Json, nullable=False),
    sa.Column("object", sa.Text),
    sa.Column("record", Id),
    sa.Column("created_at", Moment, nullable=False, index=True),
    sa.Column("read_at", Moment),
    sa.Index("ix_notification_person", "person_id", "id"),
    sa.Index("ix_notification_unread", "person_id", "read_at", "id"),
)
"""One message in one person's inbox; its words are made when it is read, in the reader's language."""

message_templates = sa.Table(
    "message_template",
    core_tables,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("channel", sa.Text, primary_key=True),
    sa.Column("language", sa.Text, primary_key=True),
    sa.Column("subject", sa.Text, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("edited_by", Id),
    sa.Column("edited_at", Moment, nullable=False),
    sa.Column("rev", sa.Integer, nullable=False),
)
"""The words that administrators put in place of the shipped ones. No row: the shipped words."""

notification_preferences = sa.Table(
    "notification_preference",
    core_tables,
    sa.Column("person_id", Id, primary_key=True, autoincrement=False),
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("channel", sa.Text, primary_key=True),
    sa.Column("wanted", Flag, nullable=False),
)
"""What a person decided; where there is no row, the kind's default holds."""

outbound_messages = sa.Table(
    "outbound_message",
    core_tables,
    sa.Column("id", Id, primary_key=True, autoincrement=False),
    sa.Column("channel", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("reason", sa.Text),
    sa.Column("error", sa.Text),
    sa.Column("address", sa.Text, nullable=False),
    sa.Column("person_id", Id),
    sa.Column("template", sa.Text, nullable=False),
    sa.Column("params", Json, nullable=False),
    sa.Column("language", sa.Text),
    sa.Column("subject", sa.Text),
    sa.Column("object", sa.Text),
    sa.Column("record", Id),
    sa.Column("in_reply_to", sa.Text),
    sa.Column("file_ids", Json, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("due_at", Moment, nullable=False),
    sa.Column("lease", sa.Text),
    sa.Column("created_at", Moment, nullable=False, index=True),
    sa.Column("sent_at", Moment),
    sa.Index("ix_outbound_message_due", "state", "due_at"),
    sa.Index("ix_outbound_message_record", "record", "id"),
)
"""`state`: waiting, sending, sent, not_sent (`reason` says why nobody tried) or failed. `due_at`: when a waiting one is to
be tried, or when the `lease` of one being sent runs out. No `language`: that of the person."""
