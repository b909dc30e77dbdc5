"""The schema of the product's own tables: made at once for an empty database, or step by step by migrations.

`special_ddl` holds what SQLAlchemy does not describe (sequences, full-text tables), declared by the rooms that own it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from paidan.kernel.database.ids import id_block
from paidan.kernel.database.tables import core_tables

MIGRATIONS = Path(__file__).resolve().parents[4] / "migrations"


@dataclass(frozen=True, slots=True)
class SpecialDdl:
    """A statement that must be run once on one dialect; written so that a second run does nothing."""

    dialect: str
    sql: str


special_ddl: list[SpecialDdl] = [
    SpecialDdl("postgresql", "CREATE SEQUENCE IF NOT EXISTS paidan_id START 1000 INCREMENT 1000"),
    SpecialDdl("sqlite", "INSERT OR IGNORE INTO id_block (name, next) VALUES ('id', 1000)"),
]


def create_all(connection: sa.Connection) -> None:
    """Make every core table and special object in an empty database; for tests and benchmarks."""
    core_tables.create_all(connection)
    for ddl in special_ddl:
        if ddl.dialect == connection.dialect.name:
            connection.exec_driver_sql(ddl.sql)


def migrate(engine: sa.Engine, revision: str = "head") -> None:
    """Bring the core tables to a revision. User tables have their own journal and are left alone."""
    config = _config()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def find_revisions(engine: sa.Engine) -> tuple[str | None, str]:
    """Return the revision of the database, None when it has none, and the newest one that this program knows."""
    newest = ScriptDirectory.from_config(_config()).get_current_head()
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision(), newest or ""


def knows_revision(revision: str) -> bool:
    """Tell whether this program can make tables of a revision; it cannot when a newer program made them."""
    return any(known.revision == revision for known in ScriptDirectory.from_config(_config()).walk_revisions())


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


def is_core_object(thing: object, name: str | None, kind: str, *_: object) -> bool:
    """Tell Alembic what is ours to migrate: neither users' tables (`u_`), nor search shadows, nor the job library's."""
    if kind == "table" and name is not None:
        return name in core_tables.tables
    table = getattr(thing, "table", None)
    return table is None or table.name in core_tables.tables


__all__ = [
    "MIGRATIONS", "SpecialDdl", "create_all", "find_revisions", "id_block", "is_core_object", "knows_revision",
    "migrate", "special_ddl",
]  # fmt: skip
