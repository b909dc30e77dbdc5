"""What SQLite and PostgreSQL say differently.

Each method takes and gives fragments of the conventions in `sql/columns.py`; inside, day numbers, milliseconds and
months (see `days.py`) are integers. Everything is blank (NULL) when its argument is.

SQLite has no time zones: there the place is a fixed offset, the one it has at the context's `now`. That is exact for
zones without summer time, such as Asia/Shanghai since 1992; elsewhere use PostgreSQL.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Protocol

from sqlalchemy import BigInteger, ColumnElement, DateTime, Double, Text, bindparam
from sqlalchemy.types import TypeEngine

from paidan.builder.expressions.sql.fragment import Fragment, sql

ISO_MS = "%Y-%m-%dT%H:%M:%S.%f"


def iso_moment(moment: datetime) -> str:
    """A moment as SQLite keeps it."""
    return moment.astimezone(UTC).strftime(ISO_MS)[:-3] + "Z"


def parameter(value: Any, type_: TypeEngine[Any]) -> ColumnElement[Any]:
    return bindparam(None, value, type_, unique=True)


class Dialect(Protocol):
    """The words of one database."""

    name: str
    real: str
    integer: str

    def number(self, x: float) -> Fragment: ...
    def text(self, text: str) -> Fragment: ...
    def whole_number(self, n: int) -> Fragment: ...
    def moment(self, moment: datetime) -> Fragment: ...
    def literal(self, x: float) -> str:
        """A double written into the SQL text."""
        ...

    def clamp(self, x: Fragment, limit: str) -> Fragment:
        """Blank from ±limit on; `limit` is written in SQL."""
        ...

    def between(self, n: Fragment, first: int, last: int) -> Fragment:
        """Blank for an integer outside first…last."""
        ...

    def floor(self, x: Fragment) -> Fragment: ...
    def at_most(self, x: Fragment, limit: str) -> Fragment: ...
    def smallest(self, values: list[Fragment]) -> Fragment:
        """The smallest value that is not blank."""
        ...

    def largest(self, values: list[Fragment]) -> Fragment: ...
    def days(self, day: Fragment) -> Fragment: ...
    def day_text(self, days: Fragment) -> Fragment: ...
    def first_of_month(self, month: Fragment) -> Fragment: ...
    def ms(self, moment: Fragment) -> Fragment: ...
    def moment_from_ms(self, ms: Fragment) -> Fragment: ...
    def local_text(self, moment: Fragment) -> Fragment:
        """'YYYY-MM-DD HH:MM:SS' on a clock at the place."""
        ...

    def local_moment(self, days: Fragment, seconds: Fragment) -> Fragment:
        """The moment at which the local clock shows so many seconds after midnight."""
        ...

    def local_ms(self, days: Fragment, seconds: Fragment) -> Fragment:
        """The same moment as milliseconds."""
        ...

    def position(self, inside: Fragment, wanted: Fragment) -> Fragment: ...
    def ordered_text(self, text: Fragment) -> Fragment:
        """A text that compares by code point."""
        ...

    def lower(self, text: Fragment) -> Fragment:
        """Small letters for A–Z; other letters stay."""
        ...

    def upper(self, text: Fragment) -> Fragment: ...
    def is_decimal(self, text: Fragment) -> Fragment: ...
    def is_day(self, text: Fragment) -> Fragment: ...
    def grouped(self, n: Fragment) -> Fragment:
        """An integer with commas between thousands."""
        ...

    def join_rows(self, value: ColumnElement[Any], separator: str, order: list[ColumnElement[Any]]) -> Fragment: ...


def plain_join(
    function: str, value: ColumnElement[Any], separator: Fragment, order: list[ColumnElement[Any]]
) -> Fragment:
    """string_agg or group_concat, in the order of the rows."""
    by = sql(" ORDER BY {0}", _listed(order)) if order else Fragment(("",))
    return sql(function + "({0}, {1}{2})", Fragment((value,)), separator, by)


def _listed(elements: list[ColumnElement[Any]]) -> Fragment:
    pieces: list[str | ColumnElement[Any]] = []
    for number, each in enumerate(elements):
        pieces += [", ", each] if number else [each]
    return Fragment(tuple(pieces))


DOUBLE: TypeEngine[Any] = Double()
TEXT = Text()
INTEGER = BigInteger()
MOMENT = DateTime(timezone=True)
