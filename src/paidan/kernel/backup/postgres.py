"""PostgreSQL: out and in through COPY.

Everything is read in one repeatable-read transaction, so it is one moment of the database while everybody works on.
The product's own tables are not described in the archive: restoring makes them by migrating to the revision that the
archive names. Other tables, which users shaped, are described from the catalogue: columns, constraints, indexes.
No pg_dump is needed, which would have to be as new as the server.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from zipfile import ZipFile

import orjson
import sqlalchemy as sa
from psycopg import sql

from paidan.kernel.backup.archive import SCHEMA
from paidan.kernel.database.schema import migrate

CHUNK = 1 << 18

_TABLES = """
    SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'public' AND c.relkind = 'r' AND c.relname <> 'alembic_version' ORDER BY 1
"""
_COLUMNS = """
    SELECT a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, pg_get_expr(d.adbin, d.adrelid),
           a.attgenerated <> ''
    FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    WHERE a.attrelid = ('public.' || quote_ident(%s))::regclass AND a.attnum > 0 AND NOT a.attisdropped
    ORDER BY a.attnum
"""
_CONSTRAINTS = """
    SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE conrelid = ('public.' || quote_ident(%s))::regclass AND contype IN ('p', 'u', 'c', 'f')
    ORDER BY contype = 'f', conname
"""
_INDEXES = """
    SELECT pg_get_indexdef(i.indexrelid) FROM pg_index i
    WHERE i.indrelid = ('public.' || quote_ident(%s))::regclass
      AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = i.indexrelid) ORDER BY 1
"""
_SEQUENCES = "SELECT sequencename, start_value, increment_by, last_value FROM pg_sequences WHERE schemaname = 'public'"


def dump(engine: sa.Engine, archive: ZipFile) -> None:
    """Write every table of the schema `public` into an archive."""
    with _connected(engine) as (connection, cursor):
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SET LOCAL statement_timeout = 0")
        tables = [describe_table(cursor, name) for (name,) in _rows(cursor, _TABLES)]
        sequences = [list(row) for row in _rows(cursor, _SEQUENCES)]
        archive.writestr(SCHEMA, orjson.dumps({"tables": tables, "sequences": sequences}, option=orjson.OPT_INDENT_2))
        for table in tables:
            with (
                archive.open(_file_of(table["name"]), "w", force_zip64=True) as file,
                cursor.copy(_copy(table)) as rows,
            ):
                for chunk in rows:
                    file.write(chunk)
        connection.rollback()


def describe_table(cursor: Any, name: str) -> dict[str, Any]:
    """Return a table as the archive describes it (JSON-able)."""
    return {
        "name": name,
        "columns": [list(row) for row in _rows(cursor, _COLUMNS, name)],
        "constraints": [list(row) for row in _rows(cursor, _CONSTRAINTS, name)],
        "indexes": [definition for (definition,) in _rows(cursor, _INDEXES, name)],
    }


def is_empty(engine: sa.Engine) -> bool:
    """Tell whether the schema `public` holds no table."""
    return not sa.inspect(engine).get_table_names(schema="public")


def load(engine: sa.Engine, archive: ZipFile, revision: str) -> None:
    """Fill an empty database from an archive, all or nothing but for empty tables."""
    content = orjson.loads(archive.read(SCHEMA))
    migrate(engine, revision)
    with _connected(engine) as (connection, cursor):
        cursor.execute("SET LOCAL statement_timeout = 0")
        own = {name for (name,) in _rows(cursor, _TABLES)}
        foreign = [table for table in content["tables"] if table["name"] not in own]
        for table in foreign:
            cursor.execute(_create(table))
        for table in content["tables"]:
            _fill(cursor, archive, table)
        for statement in [one for table in foreign for one in _finish(table)]:
            cursor.execute(statement)
        for name, start, step, last in content["sequences"]:
            _set_sequence(cursor, name, start, step, last)
        connection.commit()


@contextmanager
def _connected(engine: sa.Engine) -> Iterator[tuple[Any, Any]]:
    connection: Any = engine.raw_connection()
    try:
        with connection.cursor() as cursor:
            yield connection, cursor
    finally:
        connection.close()


def _fill(cursor: Any, archive: ZipFile, table: dict[str, Any]) -> None:
    cursor.execute(sql.SQL("TRUNCATE {}").format(_name(table["name"])))
    with archive.open(_file_of(table["name"])) as file, cursor.copy(_copy(table, into=True)) as rows:
        while chunk := file.read(CHUNK):
            rows.write(chunk)


def _copy(table: dict[str, Any], *, into: bool = False) -> sql.Composed:
    columns = sql.SQL(", ").join(sql.Identifier(name) for name, _, _, _, generated in table["columns"] if not generated)
    form = "COPY {} ({}) FROM STDIN" if into else "COPY {} ({}) TO STDOUT"
    return sql.SQL(form).format(_name(table["name"]), columns)


def _create(table: dict[str, Any]) -> sql.Composed:
    columns = []
    for name, kind, required, default, generated in table["columns"]:
        parts = [sql.Identifier(name), sql.SQL(kind)]
        if generated:
            parts.append(sql.SQL(f"GENERATED ALWAYS AS ({default}) STORED"))
        elif default is not None:
            parts.append(sql.SQL(f"DEFAULT {default}"))
        if required:
            parts.append(sql.SQL("NOT NULL"))
        columns.append(sql.SQL(" ").join(parts))
    return sql.SQL("CREATE TABLE {} ({})").format(_name(table["name"]), sql.SQL(", ").join(columns))


def _finish(table: dict[str, Any]) -> list[sql.Composable]:
    """Return what makes a filled table whole: constraints and indexes, which are faster to build at the end."""
    add = sql.SQL("ALTER TABLE {} ADD CONSTRAINT {} {}")
    made: list[sql.Composable] = [
        add.format(_name(table["name"]), sql.Identifier(name), sql.SQL(definition))
        for name, definition in table["constraints"]
    ]
    return made + [sql.SQL(definition) for definition in table["indexes"]]


def _set_sequence(cursor: Any, name: str, start: int, step: int, last: int | None) -> None:
    create = "CREATE SEQUENCE IF NOT EXISTS {} START {} INCREMENT {}"
    cursor.execute(sql.SQL(create).format(_name(name), sql.Literal(start), sql.Literal(step)))
    if last is not None:
        cursor.execute("SELECT setval(('public.' || quote_ident(%s))::regclass, %s, true)", (name, last))


def _name(name: str) -> sql.Identifier:
    return sql.Identifier("public", name)


def _file_of(table: str) -> str:
    return f"database/{table}.copy"


def _rows(cursor: Any, query: str, *values: Any) -> list[tuple[Any, ...]]:
    cursor.execute(query, values or None)
    rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
