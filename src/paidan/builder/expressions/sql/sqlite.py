"""SQLite's words. Needs 3.44 or newer (ORDER BY inside aggregates) with its mathematical functions."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement

from paidan.builder.expressions.context import Context
from paidan.builder.expressions.sql import dialects
from paidan.builder.expressions.sql.dialects import iso_moment, parameter
from paidan.builder.expressions.sql.fragment import Fragment, joined, sql


class Sqlite:
    name = "sqlite"
    real = "REAL"
    integer = "INTEGER"

    def __init__(self, context: Context) -> None:
        offset = context.now.astimezone(context.zone).utcoffset()
        self._offset = int(offset.total_seconds()) if offset else 0

    def number(self, x: float) -> Fragment:
        return Fragment((parameter(x, dialects.DOUBLE),), simple=True)

    def text(self, text: str) -> Fragment:
        return Fragment((parameter(text, dialects.TEXT),), simple=True)

    def whole_number(self, n: int) -> Fragment:
        return Fragment((parameter(n, dialects.INTEGER),), simple=True)

    def moment(self, moment: datetime) -> Fragment:
        return self.text(iso_moment(moment))

    def literal(self, x: float) -> str:
        return repr(x)

    def clamp(self, x: Fragment, limit: str) -> Fragment:
        return sql(f"NULLIF(NULLIF(MIN(MAX({{0}}, -{limit}), {limit}), {limit}), -{limit})", x)

    def between(self, n: Fragment, first: int, last: int) -> Fragment:
        low, high = first - 1, last + 1
        return sql(f"NULLIF(NULLIF(MIN(MAX({{0}}, {low}), {high}), {high}), {low})", n)

    def floor(self, x: Fragment) -> Fragment:
        """Without FLOOR, which SQLAlchemy's engines replace by a slow one of their own that knows no NULL."""
        return sql("(-CEIL(-({0})))", x)

    def at_most(self, x: Fragment, limit: str) -> Fragment:
        return sql(f"MIN({{0}}, {limit})", x)

    def smallest(self, values: list[Fragment]) -> Fragment:
        return _over(values, "MIN")

    def largest(self, values: list[Fragment]) -> Fragment:
        return _over(values, "MAX")

    def days(self, day: Fragment) -> Fragment:
        return sql("CAST(julianday({0}) - 2440587.5 AS INTEGER)", day)

    def day_text(self, days: Fragment) -> Fragment:
        return sql("date({0} + 2440587.5)", days)

    def first_of_month(self, month: Fragment) -> Fragment:
        return self.days(sql("printf('%04d-%02d-01', {0} / 12, {0} % 12 + 1)", month))

    def ms(self, moment: Fragment) -> Fragment:
        return sql("CAST(ROUND(unixepoch({0}, 'subsec') * 1000.0) AS INTEGER)", moment)

    def moment_from_ms(self, ms: Fragment) -> Fragment:
        return sql("strftime('%Y-%m-%dT%H:%M:%fZ', {0} / 1000.0, 'unixepoch')", ms)

    def local_text(self, moment: Fragment) -> Fragment:
        return sql(f"strftime('%Y-%m-%d %H:%M:%S', {{0}}, '{self._offset:+d} seconds')", moment)

    def local_moment(self, days: Fragment, seconds: Fragment) -> Fragment:
        return self.moment_from_ms(self.local_ms(days, seconds))

    def local_ms(self, days: Fragment, seconds: Fragment) -> Fragment:
        return sql(f"(({{0}} * 86400 + {{1}} - ({self._offset})) * 1000)", days, seconds)

    def position(self, inside: Fragment, wanted: Fragment) -> Fragment:
        return sql("INSTR({0}, {1})", inside, wanted)

    def ordered_text(self, text: Fragment) -> Fragment:
        return sql("{0} COLLATE BINARY", text)

    def lower(self, text: Fragment) -> Fragment:
        return sql("LOWER({0})", text, simple=text.simple)

    def upper(self, text: Fragment) -> Fragment:
        return sql("UPPER({0})", text, simple=text.simple)

    def is_decimal(self, text: Fragment) -> Fragment:
        return sql(
            "({0} GLOB '[0-9]*' OR {0} GLOB '[-+.][0-9]*' OR {0} GLOB '[-+].[0-9]*')"
            " AND SUBSTR({0}, 2) NOT GLOB '*[^0-9.]*' AND LENGTH({0}) - LENGTH(REPLACE({0}, '.', '')) <= 1"
            " AND LENGTH({0}) <= 17",
            text,
        )

    def is_day(self, text: Fragment) -> Fragment:
        return sql(
            "({0} GLOB '19[0-9][0-9]-[01][0-9]-[0-3][0-9]' OR {0} GLOB '2[0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]')"
            " AND date({0}) = {0}",
            text,
        )

    def grouped(self, n: Fragment) -> Fragment:
        return sql("printf('%,d', {0})", n)

    def join_rows(self, value: ColumnElement[Any], separator: str, order: list[ColumnElement[Any]]) -> Fragment:
        return dialects.plain_join("GROUP_CONCAT", value, self.text(separator), order)


def _over(values: list[Fragment], function: str) -> Fragment:
    """SQLite's own MIN and MAX of several values are blank when one is; as aggregates they pass blanks over."""
    rows = joined(" UNION ALL SELECT ", values)
    return sql(f"(SELECT {function}(v) FROM (SELECT NULL AS v UNION ALL SELECT {{0}}))", rows)  # noqa: S608  # no outside text
