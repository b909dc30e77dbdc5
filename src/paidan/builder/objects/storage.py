"""Storage classes: the five kinds of column that user tables are made of, and the columns that all of them share.

With so few classes most changes of a field's type are a change of metadata only, and a new field takes a free column
from the pool instead of changing the table.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from paidan.kernel.database import Decimal6, Id, Json, Moment


class Storage(StrEnum):
    """A kind of column; the value is the letter that pooled columns begin with."""

    TEXT = "t"
    INTEGER = "n"
    DECIMAL = "d"
    MOMENT = "m"
    JSON = "j"


COLUMN_TYPES: dict[Storage, type[sa.types.TypeEngine[Any]]] = {
    Storage.TEXT: sa.Text,
    Storage.INTEGER: sa.BigInteger,
    Storage.DECIMAL: Decimal6,
    Storage.MOMENT: Moment,
    Storage.JSON: Json,
}

FIRST_POOL: dict[Storage, int] = {
    Storage.TEXT: 24,
    Storage.INTEGER: 20,
    Storage.DECIMAL: 10,
    Storage.MOMENT: 12,
    Storage.JSON: 4,
}
"""Columns that a new table is made with, so that adding a field is usually no change of the table."""

FIXED: tuple[tuple[str, Storage], ...] = (
    ("id", Storage.INTEGER),
    ("rev", Storage.INTEGER),
    ("number", Storage.TEXT),
    ("title", Storage.TEXT),
    ("status", Storage.INTEGER),
    ("owner", Storage.INTEGER),
    ("team", Storage.INTEGER),
    ("parent_id", Storage.INTEGER),
    ("position", Storage.INTEGER),
    ("created_at", Storage.MOMENT),
    ("created_by", Storage.INTEGER),
    ("updated_at", Storage.MOMENT),
    ("updated_by", Storage.INTEGER),
    ("deleted_at", Storage.MOMENT),
    ("import_batch", Storage.INTEGER),
)
"""Columns of every user table."""

SYSTEM_COLUMNS = frozenset(name for name, _ in FIXED)


def table_name(object_key: str) -> str:
    """Return the name of an object's table."""
    return f"u_{object_key}"


def build_table(object_key: str, pooled: Iterable[tuple[str, Storage]]) -> sa.Table:
    """Describe an object's table to SQLAlchemy: the fixed columns and the pooled ones."""
    return _table(object_key, tuple(pooled))


@lru_cache(maxsize=1000)
def _table(object_key: str, pooled: tuple[tuple[str, Storage], ...]) -> sa.Table:
    """The same description is the same table, so that what was compiled for it is found again after other changes."""
    return sa.Table(
        table_name(object_key),
        sa.MetaData(),
        *(_fixed_column(name, storage) for name, storage in FIXED),
        *(sa.Column(name, COLUMN_TYPES[storage]()) for name, storage in pooled),
    )


def _fixed_column(name: str, storage: Storage) -> sa.Column[Any]:
    if name == "id":
        return sa.Column("id", Id(), primary_key=True, autoincrement=False)
    required = name in ("rev", "created_at", "updated_at")
    return sa.Column(name, COLUMN_TYPES[storage](), nullable=not required)


def fixed_indexes(object_key: str) -> list[tuple[str, str]]:
    """Return name and columns of the indexes that every user table has."""
    table = table_name(object_key)
    wanted = (
        "created_at, id",
        "status, created_at",
        "owner, created_at",
        "team, created_at",
        "parent_id",
        "number",
        "import_batch",
    )
    return [(f"ix_{table}_{columns.split(',')[0]}", columns) for columns in wanted]
