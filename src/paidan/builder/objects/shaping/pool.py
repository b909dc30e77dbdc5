"""The pool of columns: fields borrow them, nobody drops or re-types them.

PostgreSQL counts dropped columns against a table's 1,600 for life, and SQLite rewrites the table to drop one; so a
column goes back to the pool, after it was emptied, and serves the next field of its class.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.schema import CreateTable

from paidan.builder.objects.storage import FIRST_POOL, Storage, build_table, fixed_indexes, table_name
from paidan.builder.objects.tables import columns
from paidan.kernel.database import Tx

GROW_BY = 8
"""A pool that ran out grows by so many columns, so that the next fields need no change of the table."""


def create_table(tx: Tx, object_id: int, object_key: str) -> None:
    """Make an object's table with its first pool and the indexes that every list needs."""
    pooled = [(f"{storage}{n:02}", storage) for storage, count in FIRST_POOL.items() for n in range(1, count + 1)]
    table = build_table(object_key, pooled)
    tx.run_text(str(CreateTable(table).compile(dialect=tx.sql_dialect)))
    for name, on in fixed_indexes(object_key):
        tx.run_text(f'CREATE INDEX "{name}" ON "{table.name}" ({on})')
    tx.insert_many(columns, [_free(object_id, name, storage) for name, storage in pooled])


def borrow_column(tx: Tx, *, object_id: int, object_key: str, storage: Storage, field_id: int) -> str:
    """Take a free column of a class for a field; the pool grows when it is used up."""
    free = (
        sa.select(columns.c.column)
        .where(columns.c.object_id == object_id, columns.c.storage == storage.value, columns.c.field_id.is_(None))
        .order_by(columns.c.column)
        .limit(1)
    )
    name: str | None = tx.value(free)
    if name is None:
        _grow(tx, object_id, object_key, storage)
        name = tx.value(free)
    assert name is not None
    tx.update(columns, {"object_id": object_id, "column": name}, {"field_id": field_id})
    return name


def give_back(tx: Tx, *, object_id: int, column: str) -> None:
    """Return an emptied column to the pool."""
    tx.update(columns, {"object_id": object_id, "column": column}, {"field_id": None})


def create_field_index(tx: Tx, object_key: str, column: str, *, unique: bool) -> None:
    """Index a column; a unique index counts living records only."""
    table, kind = table_name(object_key), "UNIQUE INDEX" if unique else "INDEX"
    name = f"{'ux' if unique else 'ix'}_{table}_{column}"
    where = " WHERE deleted_at IS NULL" if unique else ""
    tx.run_text(f'CREATE {kind} IF NOT EXISTS "{name}" ON "{table}" ("{column}"){where}')


def drop_field_index(tx: Tx, object_key: str, column: str, *, unique: bool) -> None:
    """Drop what `create_field_index` made."""
    tx.run_text(f'DROP INDEX IF EXISTS "{"ux" if unique else "ix"}_{table_name(object_key)}_{column}"')


def _grow(tx: Tx, object_id: int, object_key: str, storage: Storage) -> None:
    taken = tx.value(
        sa.select(sa.func.count()).where(columns.c.object_id == object_id, columns.c.storage == storage.value)
    )
    if tx.dialect == "postgresql":
        tx.run_text("SET LOCAL lock_timeout = '2s'")
    for n in range(taken + 1, taken + 1 + GROW_BY):
        name = f"{storage}{n:02}"
        kind = build_table(object_key, [(name, storage)]).c[name].type.compile(dialect=tx.sql_dialect)
        tx.run_text(f'ALTER TABLE "{table_name(object_key)}" ADD COLUMN "{name}" {kind}')
        tx.insert(columns, _free(object_id, name, storage))


def _free(object_id: int, name: str, storage: Storage) -> dict[str, object]:
    return {"object_id": object_id, "column": name, "storage": storage.value, "field_id": None}
