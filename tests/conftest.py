"""Databases, a product and a hand to make things with: what tests share.

`product` stands on SQLite and on PostgreSQL in turn, each test on a database of its own copied from a template that
was migrated once. Where no PostgreSQL answers, its half is skipped and says so.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import hypothesis
import psycopg
import pytest

from paidan.kernel.actor import SYSTEM, Actor
from paidan.kernel.clock import ManualClock
from paidan.kernel.database.base import Database
from paidan.kernel.database.schema import create_all
from paidan.kernel.database.sqlite import SqliteDatabase
from paidan.kernel.database.tx import Tx
from paidan.kernel.product import Product
from paidan.kernel.settings import Settings
from paidan.main import create_app, open_product

pytest_plugins = (
    ["tests.plugins.postgres_count"] if (Path(__file__).parent / "plugins/postgres_count.py").exists() else []
)

hypothesis.settings.register_profile("paidan", deadline=None)  # a busy machine is no fault of the product
hypothesis.settings.load_profile("paidan")

POSTGRES_URL = os.environ.get("PAIDAN_TEST_DATABASE_URL", "postgresql://postgres@127.0.0.1:5432/postgres")
MONDAY_NINE = datetime(2026, 11, 16, 1, 0, tzinfo=UTC)
"""Monday 16 November 2026, 09:00 in Shanghai: where the clock of a test begins."""


@pytest.fixture
def clock() -> ManualClock:
    """A clock that the test moves."""
    return ManualClock(MONDAY_NINE)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite folder to copy."""
    folder = tmp_path_factory.mktemp("template")
    _migrate(Settings(data=folder))
    return folder


@pytest.fixture(scope="session")
def postgres_graveyard() -> Iterator[list[str]]:
    """Names of databases that tests are done with. Dropping one makes the server write everything to disk, which costs
    more than the test; so they are dropped together at the end."""
    names: list[str] = []
    yield names
    for name in names:
        _postgres(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@pytest.fixture(scope="session")
def postgres_template() -> Iterator[str]:
    """The name of a migrated PostgreSQL database to copy. Skips where no server answers."""
    name = f"paidan_template_{os.getpid()}_{uuid4().hex[:6]}"
    try:
        _drop_leftovers()
        _postgres(f'CREATE DATABASE "{name}"')
    except psycopg.OperationalError:
        pytest.skip("no PostgreSQL answers at PAIDAN_TEST_DATABASE_URL")
    try:
        _migrate(Settings(database_url=_url_of(name)))
        yield name
    finally:
        _postgres(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    """Settings of a fresh, migrated database; each test runs once per kind of database."""
    if request.param == "sqlite":
        template = request.getfixturevalue("sqlite_template")
        shutil.copytree(template, tmp_path / "data")
        yield Settings(data=tmp_path / "data")
        return
    template = request.getfixturevalue("postgres_template")
    name = f"paidan_test_{os.getpid()}_{uuid4().hex[:8]}"
    request.getfixturevalue("postgres_graveyard").append(name)
    _postgres(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    _postgres(f'ALTER DATABASE "{name}" SET synchronous_commit = off')
    yield Settings(data=tmp_path / "data", database_url=_url_of(name))


@pytest.fixture
async def product(settings: Settings, clock: ManualClock) -> AsyncIterator[Product]:
    """The whole product on a fresh database."""
    built = open_product(settings, clock)
    yield built
    await built.close()


@pytest.fixture
def database(product: Product) -> Database:
    """The product's database."""
    return product.database


@pytest.fixture
def tx(product: Product) -> Iterator[Tx]:
    """A transaction of the system that is rolled back after the test."""
    with open_tx(product) as transaction:
        yield transaction


@pytest.fixture
async def client(product: Product) -> AsyncIterator[httpx.AsyncClient]:
    """A browser without a session, talking to the running product."""
    app = create_app(product)
    async with app.router.lifespan_context(app):
        transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://paidan.test") as browser:
            yield browser


@contextmanager
def open_tx(product: Product, actor: Actor = SYSTEM) -> Iterator[Tx]:
    """Open a transaction on the calling thread; rolled back at the end."""
    database = product.database
    common: dict[str, Any] = {
        "now": database.clock.now(),
        "actor": actor,
        "registry": product.registry,
    }
    if isinstance(database, SqliteDatabase):
        connection = database.connect()
        cursor = connection.cursor()
        cursor.execute("BEGIN IMMEDIATE")
        try:
            yield Tx(cursor, database.statements, next_id=lambda: database._next_id(cursor), **common)
        finally:
            cursor.execute("ROLLBACK")
            connection.close()
        return
    with database._pool.connection() as connection, connection.cursor() as cursor:  # type: ignore[attr-defined]
        try:
            with connection.transaction():
                yield Tx(cursor, database.statements, next_id=lambda: database._next_id(cursor), **common)  # type: ignore[attr-defined]
                raise _Undo
        except _Undo:
            pass


class _Undo(Exception):
    pass


def _migrate(settings: Settings) -> None:
    product = open_product(settings, ManualClock(MONDAY_NINE))
    with product.database.engine().begin() as connection:
        create_all(connection)
    product.install()
    product.database.close()


def _postgres(sql: str) -> None:
    with psycopg.connect(POSTGRES_URL, autocommit=True, connect_timeout=3) as connection:
        connection.execute(sql)  # type: ignore[call-overload]


def _drop_leftovers() -> None:
    """Drop what test runs left behind that were killed: databases that carry the number of a process that is gone."""
    with psycopg.connect(POSTGRES_URL, autocommit=True, connect_timeout=3) as connection:
        rows = connection.execute(
            "SELECT datname FROM pg_database WHERE datname ~ '^paidan_(test|template)_[0-9]+_'"
        ).fetchall()
    for (name,) in rows:
        if not Path(f"/proc/{name.split('_')[2]}").exists():
            _postgres(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _url_of(name: str) -> str:
    return POSTGRES_URL.rsplit("/", 1)[0] + "/" + name
