"""The SQL back end: a checked formula becomes one SQLAlchemy column element for SQLite or PostgreSQL.

Every fragment is in one of two forms. A *value* follows the conventions of `sql/columns.py` and is NULL when blank. A
*predicate* is never NULL, so that NOT and a careless caller are safe; where columns are compared directly it stays in
a shape that an index serves, which is why `x = 5` becomes `x = 5 AND x IS NOT NULL`.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Boolean, ColumnElement, DateTime, Double, Text
from sqlalchemy.types import TypeEngine

from paidan.builder.expressions.checker import Checked
from paidan.builder.expressions.context import Context
from paidan.builder.expressions.errors import NotInSql
from paidan.builder.expressions.sql.builder import SqlBuilder
from paidan.builder.expressions.sql.columns import Columns
from paidan.builder.expressions.sql.constants import with_constants
from paidan.builder.expressions.sql.dialects import dialect_for
from paidan.builder.expressions.sql.fragment import element
from paidan.builder.expressions.sql.predicates import predicate
from paidan.builder.expressions.sql.terms import value
from paidan.builder.expressions.typed import Typed
from paidan.builder.expressions.types import Kind


def compile_sql(
    checked: Checked, columns: Columns, context: Context, dialect_name: str, *, fold_constants: bool = True
) -> ColumnElement[Any]:
    """The formula's value, for SELECT, UPDATE and ORDER BY; yes/no as 0 or 1. Raises NotInSql.

    The tests of the back end say `fold_constants=False`, so that the database computes everything.
    """
    build = _builder(checked, columns, context, dialect_name)
    return element(value(build, _prepared(checked, context, fold_constants)), _type(checked, dialect_name))


def compile_sql_condition(
    checked: Checked, columns: Columns, context: Context, dialect_name: str, *, fold_constants: bool = True
) -> ColumnElement[bool]:
    """A condition for WHERE, never NULL. Raises NotInSql."""
    build = _builder(checked, columns, context, dialect_name)
    return element(predicate(build, _prepared(checked, context, fold_constants)), Boolean())


def _builder(checked: Checked, columns: Columns, context: Context, dialect_name: str) -> SqlBuilder:
    if not checked.in_sql:
        raise NotInSql
    return SqlBuilder(columns, context, dialect_for(dialect_name, context))


def _prepared(checked: Checked, context: Context, fold_constants: bool) -> Typed:
    return with_constants(checked.typed, context) if fold_constants else checked.typed


def _type(checked: Checked, dialect_name: str) -> TypeEngine[Any]:
    kind = checked.type.kind
    if kind is Kind.NUMBER:
        return Double()
    if kind in (Kind.TEXT, Kind.DATE):
        return Text()
    if kind is Kind.MOMENT:
        return DateTime(timezone=True) if dialect_name == "postgresql" else Text()
    return BigInteger()
