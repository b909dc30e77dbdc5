"""The tables of identity: people, teams, sessions, API tokens and counted sign-in attempts.

Secrets are kept only as hashes: passwords by argon2, session and API tokens by SHA-256.
"""

from __future__ import annotations

import sqlalchemy as sa

from paidan.kernel.database import Flag, Id, Json, Moment, core_tables

people = sa.Table(
    "person",
    core_tables,
    sa.Column("id", Id, primary_key=True, autoincrement=False),
    sa.Column("name", sa.Text, nullable=False, index=True),
    sa.Column("login", sa.Text, nullable=False),
    sa.Column("login_key", sa.Text, nullable=False, unique=True),
    sa.Column("email", sa.Text, nullable=False),
    sa.Column("phone", sa.Text, nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("password_hash", sa.Text),
    sa.Column("must_change_password", Flag, nullable=False),
    sa.Column("language", sa.Text, nullable=False),
    sa.Column("time_zone", sa.Text, nullable=False),
    sa.Column("preferences", Json, nullable=False),
    sa.Column("active", Flag, nullable=False),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("updated_at", Moment, nullable=False),
    sa.Column("rev", sa.Integer, nullable=False),
)
"""`login_key` is the login as it is compared. Empty `language` or `time_zone`: the company's. No hash: no password sign-in."""

teams = sa.Table(
    "team",
    core_tables,
    sa.Column("id", Id, primary_key=True, autoincrement=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("parent_id", Id, index=True),
    sa.Column("leader_id", Id, index=True),
    sa.Column("path", sa.Text, nullable=False, index=True),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("deleted_at", Moment),
    sa.Column("rev", sa.Integer, nullable=False),
)
"""`path` lists the ids from the root to the team itself, "/12/40/", so that all below a team share its beginning."""

team_members = sa.Table(
    "team_member",
    core_tables,
    sa.Column("team_id", Id, primary_key=True, autoincrement=False),
    sa.Column("person_id", Id, primary_key=True, autoincrement=False),
    sa.Column("main", Flag, nullable=False),
    sa.Index("ix_team_member_person", "person_id"),
)

sessions = sa.Table(
    "session",
    core_tables,
    sa.Column("id", Id, primary_key=True, autoincrement=False),
    sa.Column("token_hash", sa.Text, nullable=False, unique=True),
    sa.Column("person_id", Id, nullable=False, index=True),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("last_seen_at", Moment, nullable=False),
    sa.Column("expires_at", Moment, nullable=False),
    sa.Column("user_agent", sa.Text, nullable=False),
    sa.Column("address", sa.Text, nullable=False),
    sa.Column("ended_at", Moment),
    sa.Column("end_reason", sa.Text),
)

api_tokens = sa.Table(
    "api_token",
    core_tables,
    sa.Column("id", Id, primary_key=True, autoincrement=False),
    sa.Column("token_hash", sa.Text, nullable=False, unique=True),
    sa.Column("beginning", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("person_id", Id, nullable=False, index=True),
    sa.Column("scopes", Json, nullable=False),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("created_by", Id),
    sa.Column("expires_at", Moment),
    sa.Column("last_used_at", Moment),
    sa.Column("revoked_at", Moment),
)
"""`beginning` is the first characters of the token, by which people recognise it."""

sign_in_attempts = sa.Table(
    "sign_in_attempt",
    core_tables,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("failures", sa.Integer, nullable=False),
    sa.Column("last_at", Moment, nullable=False, index=True),
    sa.Column("locked_until", Moment),
)
"""A row per account and per address that sign-in was tried with; the account's key is a hash of what was typed."""

permission_version = sa.Table(
    "permission_version",
    core_tables,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("version", sa.BigInteger, nullable=False),
)
"""One row: raised with every change to what people may do, and read together with each session."""
