"""What the SQL back end asks of the record store: columns, and what becomes of rows below a record."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from sqlalchemy import ColumnElement

from paidan.builder.expressions.scope import FieldRef
from paidan.builder.expressions.tree import Path

ValueBuilder = Callable[["Columns"], ColumnElement[Any]]
ConditionBuilder = Callable[["Columns"], ColumnElement[bool]]
Fold = Callable[[ColumnElement[Any], Sequence[ColumnElement[Any]]], ColumnElement[Any]]


class Columns(Protocol):
    """Where the values of fields are found in a query.

    Column elements hold, by kind: text TEXT; number REAL or double precision; yes/no 0 or 1; date 'YYYY-MM-DD'; moment
    'YYYY-MM-DDTHH:MM:SS.mmmZ' on SQLite, timestamptz on PostgreSQL; duration seconds; choice, person and record ids.
    All may be NULL.
    """

    def column(self, ref: FieldRef) -> ColumnElement[Any]:
        """The column of a single-valued field, through the joins its path needs; it may be written several times.

        Inside a list, a reference whose `source` is that list means the current row; for the list itself
        (`ref.is_source`), the row's id or the value of the many-valued field. Other references mean the outer record.
        """
        ...

    def aggregate(
        self, source: Path, function: Fold, value: ValueBuilder, condition: ConditionBuilder | None
    ) -> ColumnElement[Any]:
        """A scalar subquery over the live rows at `source` of the current record.

        The store calls `value` and `condition` with the columns of the rows, and `function` with that value and the
        elements by which the rows are ordered.
        """
        ...

    def exists(self, source: Path, condition: ConditionBuilder) -> ColumnElement[bool]:
        """Whether any live row at `source` of the current record meets a condition."""
        ...
