"""Pieces of SQL: how fragments are put together, and what SQLite and PostgreSQL say differently."""
