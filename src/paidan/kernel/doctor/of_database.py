"""Checks of the database itself: is it whole, is it of this version, is there room to grow."""

from __future__ import annotations

import shutil
from collections.abc import Sequence

import pysqlite3
import sqlalchemy as sa

from paidan.kernel.database.schema import find_revisions
from paidan.kernel.database.sqlite import SqliteDatabase
from paidan.kernel.database.tables import core_tables
from paidan.kernel.doctor.check import Check, Finding
from paidan.kernel.product import Product

LEAST_FREE_BYTES = 1024**3
LEAST_FREE_SHARE = 0.05


class DatabaseIsWhole(Check):
    """SQLite: its own check of every page and index. PostgreSQL: indexes that a broken build left invalid."""

    name = "database_whole"

    def run(self, product: Product) -> Sequence[Finding]:
        """Look."""
        if isinstance(product.database, SqliteDatabase):
            return self._sqlite(product.database)
        engine = product.database.engine()
        with engine.connect() as connection:
            invalid = connection.execute(
                sa.text("SELECT indexrelid::regclass::text FROM pg_index WHERE NOT indisvalid ORDER BY 1")
            ).scalars()
            return [Finding("doctor.index_invalid", {"index": name}) for name in invalid]

    def _sqlite(self, database: SqliteDatabase) -> Sequence[Finding]:
        connection = database.connect(read_only=True)
        try:
            rows = connection.execute("PRAGMA quick_check(20)").fetchall()
        except pysqlite3.DatabaseError as error:
            rows = [(str(error),)]
        finally:
            connection.close()
        return [Finding("doctor.database_damaged", {"problem": text}) for (text,) in rows if text != "ok"]


class SchemaIsCurrent(Check):
    """The tables are those of this program."""

    name = "schema_current"

    def run(self, product: Product) -> Sequence[Finding]:
        """Look."""
        engine = product.database.engine()
        there, wanted = find_revisions(engine)
        if there != wanted:
            return [Finding("doctor.schema_old", {"there": there or "-", "wanted": wanted})]
        missing = sorted(set(core_tables.tables) - set(sa.inspect(engine).get_table_names()))
        return [Finding("doctor.table_missing", {"table": name}) for name in missing]


class DiskHasRoom(Check):
    """The disk of the data folder has room."""

    name = "disk_room"

    def run(self, product: Product) -> Sequence[Finding]:
        """Look."""
        folder = product.settings.data
        if not folder.exists():
            return []
        usage = shutil.disk_usage(folder)
        if usage.free >= LEAST_FREE_BYTES and usage.free >= usage.total * LEAST_FREE_SHARE:
            return []
        free = f"{usage.free / 1024**3:.1f}"
        return [Finding("doctor.disk_full", {"folder": str(folder), "free": free})]
