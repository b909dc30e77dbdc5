"""Opening the product: the same features for the server, the worker, the command line and the tests."""

from __future__ import annotations

import sqlalchemy as sa

from paidan.features import FEATURES
from paidan.kernel.clock import Clock
from paidan.kernel.database.base import Database
from paidan.kernel.database.sqlite import SqliteDatabase
from paidan.kernel.events.delivering import OutboxWorker
from paidan.kernel.product import Product, build_product
from paidan.kernel.registry import Registry
from paidan.kernel.settings import Settings


def open_product(settings: Settings | None = None, clock: Clock | None = None) -> Product:
    """Build the whole product and open its database. Raises Unavailable, DatabaseLocked."""
    return build_product(settings or Settings(), FEATURES, clock)


def open_to_read(settings: Settings) -> Product:
    """Build the product for reading only: on SQLite it takes no lock, so a server may be running. Raises Unavailable."""
    if settings.uses_postgres:
        return open_product(settings)
    registry = Registry(FEATURES)
    database = SqliteDatabase(settings.sqlite_path, registry)
    return Product(settings, registry, database, OutboxWorker(database))


def is_migrated(database: Database) -> bool:
    """Tell whether the product's tables are there."""
    if isinstance(database, SqliteDatabase) and not database.path.exists():
        return False
    engine = database.engine()
    try:
        return sa.inspect(engine).has_table("installation")
    finally:
        engine.dispose()
