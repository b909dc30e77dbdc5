"""The tables that describe objects, and the columns every user table has."""

from __future__ import annotations

import sqlalchemy as sa

from paidan.kernel.database import Id, Json, Moment, core_tables
from paidan.kernel.database.types import Flag

objects = sa.Table(
    "meta_object",
    core_tables,
    sa.Column("id", Id, primary_key=True, autoincrement=False),
    sa.Column("key", sa.Text, nullable=False, unique=True),
    sa.Column("label", Json, nullable=False),
    sa.Column("parent_id", Id),
    sa.Column("shipped", Flag, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("settings", Json, nullable=False),
    sa.Column("position", sa.Integer, nullable=False),
)
"""One row per object. `parent_id` names the object whose subform this is. `state`: active, trashed."""

fields = sa.Table(
    "meta_field",
    core_tables,
    sa.Column("id", Id, primary_key=True, autoincrement=False),
    sa.Column("object_id", Id, nullable=False),
    sa.Column("key", sa.Text, nullable=False),
    sa.Column("type", sa.Text, nullable=False),
    sa.Column("label", Json, nullable=False),
    sa.Column("help", Json, nullable=False),
    sa.Column("settings", Json, nullable=False),
    sa.Column("column", sa.Text),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("shipped", Flag, nullable=False),
    sa.Column("section", sa.Text, nullable=False),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("trashed_at", Moment),
    sa.UniqueConstraint("object_id", "key"),
)
"""One row per field. `column` is where its values lie (none for fields of many values). `state`: active, trashed, retired."""

choices = sa.Table(
    "meta_choice",
    core_tables,
    sa.Column("id", Id, primary_key=True, autoincrement=False),
    sa.Column("field_id", Id, nullable=False, index=True),
    sa.Column("key", sa.Text, nullable=False),
    sa.Column("label", Json, nullable=False),
    sa.Column("colour", sa.Text, nullable=False),
    sa.Column("parent_id", Id),
    sa.Column("category", sa.Text),
    sa.Column("active", Flag, nullable=False),
    sa.Column("position", sa.Integer, nullable=False),
    sa.UniqueConstraint("field_id", "key"),
)
"""The options of choice fields. Rows are never deleted, only switched off, because records point at them."""

columns = sa.Table(
    "meta_column",
    core_tables,
    sa.Column("object_id", Id, primary_key=True, autoincrement=False),
    sa.Column("column", sa.Text, primary_key=True),
    sa.Column("storage", sa.Text, nullable=False),
    sa.Column("field_id", Id),
)
"""The pool: every pooled column of every user table, and the field that uses it now (none: free and empty)."""

changes = sa.Table(
    "meta_change",
    core_tables,
    sa.Column("id", Id, primary_key=True, autoincrement=False),
    sa.Column("at", Moment, nullable=False),
    sa.Column("actor_id", Id),
    sa.Column("command", sa.Text, nullable=False),
    sa.Column("object_id", Id, nullable=False, index=True),
    sa.Column("field_id", Id),
    sa.Column("forward", Json, nullable=False),
    sa.Column("reverse", Json, nullable=False),
    sa.Column("undone_by", Id),
)
"""The journal of shape changes: what was done and what undoes it."""

version = sa.Table(
    "meta_version",
    core_tables,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("version", Id, nullable=False),
    sa.Column("stamp", sa.Text, nullable=False),
)
"""One row that every shape change replaces; processes compare its stamp with that of the model they hold."""

serials = sa.Table(
    "meta_serial",
    core_tables,
    sa.Column("field_id", Id, primary_key=True, autoincrement=False),
    sa.Column("period", sa.Text, primary_key=True),
    sa.Column("last", sa.Integer, nullable=False),
)
"""The last number given out by a serial field in a period."""

record_links = sa.Table(
    "record_link",
    core_tables,
    sa.Column("field_id", Id, primary_key=True, autoincrement=False),
    sa.Column("from_id", Id, primary_key=True, autoincrement=False),
    sa.Column("to_id", Id, primary_key=True, autoincrement=False),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Index("ix_record_link_from", "from_id"),
    sa.Index("ix_record_link_to", "to_id", "field_id"),
)
"""The values of fields that hold many: choices, people, files, records."""
