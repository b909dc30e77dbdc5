"""The databases whose SQL formulas can be put into."""

from __future__ import annotations

from paidan.builder.expressions.context import Context
from paidan.builder.expressions.sql.dialects import Dialect
from paidan.builder.expressions.sql.postgresql import PostgreSql
from paidan.builder.expressions.sql.sqlite import Sqlite


def dialect_for(name: str, context: Context) -> Dialect:
    """The dialect by SQLAlchemy's name for it. Raises ValueError for other databases."""
    if name == "sqlite":
        return Sqlite(context)
    if name == "postgresql":
        return PostgreSql(context)
    raise ValueError(f"formulas cannot be put into the SQL of {name}")
