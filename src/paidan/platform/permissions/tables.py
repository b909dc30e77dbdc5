"""The tables of permissions: roles and who holds them, records opened to single people, and links for customers."""

from __future__ import annotations

import sqlalchemy as sa

from paidan.kernel.database import Flag, Id, Json, Moment, core_tables

roles = sa.Table(
    "role",
    core_tables,
    sa.Column("id", Id, primary_key=True, autoincrement=False),
    sa.Column("key", sa.Text, nullable=False, unique=True),
    sa.Column("label", Json, nullable=False),
    sa.Column("builtin", Flag, nullable=False),
    sa.Column("features", Json, nullable=False),
    sa.Column("grants", Json, nullable=False),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("updated_at", Moment, nullable=False),
    sa.Column("rev", sa.Integer, nullable=False),
)
"""`label` is a text per language, `features` a list of permission keys, `grants` a list as `grants.to_json` writes it."""

person_roles = sa.Table(
    "person_role",
    core_tables,
    sa.Column("person_id", Id, primary_key=True, autoincrement=False),
    sa.Column("role_id", Id, primary_key=True, autoincrement=False),
    sa.Index("ix_person_role_role", "role_id"),
)

record_access = sa.Table(
    "record_access",
    core_tables,
    sa.Column("record_id", Id, primary_key=True, autoincrement=False),
    sa.Column("person_id", Id, primary_key=True, autoincrement=False),
    sa.Column("reason", sa.Text, primary_key=True),
    sa.Column("object", sa.Text, nullable=False),
    sa.Column("at", Moment, nullable=False),
    sa.Column("until", Moment, index=True),
    sa.Index("ix_record_access_person", "person_id", "record_id"),
)
"""A record opened to a person beyond their roles; a row per reason, so that one that ends leaves the others."""

customer_links = sa.Table(
    "customer_link",
    core_tables,
    sa.Column("id", Id, primary_key=True, autoincrement=False),
    sa.Column("token_hash", sa.Text, nullable=False, unique=True),
    sa.Column("object", sa.Text, nullable=False),
    sa.Column("record_id", Id, nullable=False, index=True),
    sa.Column("purpose", sa.Text, nullable=False),
    sa.Column("contact_name", sa.Text, nullable=False),
    sa.Column("phone_hash", sa.Text),
    sa.Column("language", sa.Text, nullable=False),
    sa.Column("actions", Json, nullable=False),
    sa.Column("fields", Json, nullable=False),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("created_by", Id),
    sa.Column("expires_at", Moment, nullable=False),
    sa.Column("revoked_at", Moment),
    sa.Column("last_used_at", Moment),
)
"""A signed link given to one contact for one record; `fields` maps field keys to rights."""
