"""The SQL back end: a checked formula becomes one SQLAlchemy column element for SQLite or PostgreSQL.

Every fragment is in one of two forms. A *value* follows the conventions of `sql/columns.py` and is NULL when blank. A
*predicate* is never NULL, so that NOT and a careless caller are safe; where columns are compared directly it stays in
a shape that an index serves, which is why `x = 5` becomes `x = 5 AND x IS NOT NULL`.
"""

from __future__ import annotations

from dataclasses import dataclass

from paidan.builder.expressions.checker import Checked
from paidan.builder.expressions.context import Context
from paidan.builder.expressions.errors import NotInSql
from paidan.builder.expressions.into_sql import predicates, terms
from paidan.builder.expressions.into_sql.constants import with_constants
from paidan.builder.expressions.sql.builder import SqlBuilder
from paidan.builder.expressions.sql.columns import Columns
from paidan.builder.expressions.sql.databases import dialect_for
from paidan.builder.expressions.sql.fragment import Condition, Element, Fragment, condition_element, value_element
from paidan.builder.expressions.typed import Typed


def compile_sql(
    checked: Checked, columns: Columns, context: Context, dialect_name: str, *, fold_constants: bool = True
) -> Element:
    """The formula's value, for SELECT, UPDATE and ORDER BY; yes/no as 0 or 1. Raises NotInSql.

    The tests of the back end say `fold_constants=False`, so that the database computes everything.
    """
    writer = _writer(checked, columns, context, dialect_name)
    written = writer.value(_prepared(checked, context, fold_constants))
    return value_element(written, checked.type.kind, dialect_name)


def compile_sql_condition(
    checked: Checked, columns: Columns, context: Context, dialect_name: str, *, fold_constants: bool = True
) -> Condition:
    """A condition for WHERE, never NULL. Raises NotInSql."""
    writer = _writer(checked, columns, context, dialect_name)
    return condition_element(writer.predicate(_prepared(checked, context, fold_constants)))


@dataclass(frozen=True, slots=True)
class _Writer:
    build: SqlBuilder

    def value(self, typed: Typed) -> Fragment:
        return terms.value(self, typed)

    def predicate(self, typed: Typed) -> Fragment:
        return predicates.predicate(self, typed)

    def inside(self, columns: Columns) -> _Writer:
        return _Writer(self.build.inside(columns))


def _writer(checked: Checked, columns: Columns, context: Context, dialect_name: str) -> _Writer:
    if not checked.in_sql:
        raise NotInSql
    return _Writer(SqlBuilder(columns, context, dialect_for(dialect_name, context)))


def _prepared(checked: Checked, context: Context, fold_constants: bool) -> Typed:
    return with_constants(checked.typed, context) if fold_constants else checked.typed
