"""The back ends that must agree, over one world of records."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import pytest
from pysqlite3 import dbapi2
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError
from tests.builder.expressions.world import Evaluate, Tables, World, load

from paidan.builder.expressions import Checked, compile_python

POSTGRES_URL = os.environ.get("PAIDAN_TEST_DATABASE_URL", "postgresql://postgres@127.0.0.1:5432/postgres")


@pytest.fixture(scope="session")
def world() -> World:
    """The records, names and surroundings of vectors.json."""
    return load()


@pytest.fixture(scope="session")
def in_python(world: World) -> Evaluate:
    """Evaluate a formula over all records in Python."""

    def evaluate(checked: Checked) -> dict[str, Any]:
        formula = compile_python(checked)
        return {name: formula(row, world.context) for name, row in world.rows.items()}

    return evaluate


@pytest.fixture(scope="session")
def sqlite_tables(world: World) -> Iterator[Tables]:
    """The records in SQLite."""
    with open_sqlite(world) as tables:
        yield tables


@pytest.fixture(scope="session")
def postgres_tables(world: World) -> Iterator[Tables]:
    """The records in PostgreSQL. Skips where no server answers."""
    with open_postgres(world) as tables:
        yield tables


@contextmanager
def open_sqlite(world: World) -> Iterator[Tables]:
    """Put records into a SQLite database in memory."""
    engine = create_engine("sqlite://", module=dbapi2)
    with engine.connect() as connection:
        yield Tables(world, connection)
    engine.dispose()


@contextmanager
def open_postgres(world: World) -> Iterator[Tables]:
    """Put records into a PostgreSQL schema of our own, undone at the end. Skips where no server answers."""
    engine = create_engine(POSTGRES_URL.replace("postgresql://", "postgresql+psycopg://"))
    schema = f"paidan_expressions_{os.getpid()}_{uuid4().hex[:6]}"
    try:
        connection = engine.connect()
    except OperationalError:
        pytest.skip("no PostgreSQL answers at PAIDAN_TEST_DATABASE_URL")
    with connection:
        connection.execute(text(f'CREATE SCHEMA "{schema}"'))
        yield Tables(world, connection, schema)
        connection.rollback()
    engine.dispose()
