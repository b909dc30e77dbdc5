"""The database: short writes in one transaction each, reads as values, on SQLite and PostgreSQL alike."""

from paidan.kernel.database.base import Database, open_database
from paidan.kernel.database.reading import Query
from paidan.kernel.database.tables import core_tables
from paidan.kernel.database.tx import Tx
from paidan.kernel.database.types import DateText, Decimal6, Flag, Id, Json, Moment, Text

__all__ = [
    "Database",
    "DateText",
    "Decimal6",
    "Flag",
    "Id",
    "Json",
    "Moment",
    "Query",
    "Text",
    "Tx",
    "core_tables",
    "open_database",
]
