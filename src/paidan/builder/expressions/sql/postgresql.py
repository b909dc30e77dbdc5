"""PostgreSQL's words. Needs 14 or newer (exact EXTRACT)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement

from paidan.builder.expressions.context import Context
from paidan.builder.expressions.sql import dialects
from paidan.builder.expressions.sql.dialects import parameter
from paidan.builder.expressions.sql.fragment import Fragment, joined, sql


class PostgreSql:
    name = "postgresql"
    real = "double precision"
    integer = "BIGINT"

    def __init__(self, context: Context) -> None:
        self._zone = context.zone.key.replace("'", "''")

    def number(self, x: float) -> Fragment:
        return sql("CAST({0} AS double precision)", Fragment((parameter(x, dialects.DOUBLE),)), simple=True)

    def text(self, text: str) -> Fragment:
        return sql("CAST({0} AS TEXT)", Fragment((parameter(text, dialects.TEXT),)), simple=True)

    def whole_number(self, n: int) -> Fragment:
        return sql("CAST({0} AS BIGINT)", Fragment((parameter(n, dialects.INTEGER),)), simple=True)

    def moment(self, moment: datetime) -> Fragment:
        return sql("CAST({0} AS timestamptz)", Fragment((parameter(moment, dialects.MOMENT),)), simple=True)

    def literal(self, x: float) -> str:
        return f"(double precision '{x!r}')"

    def clamp(self, x: Fragment, limit: str) -> Fragment:
        return sql(f"NULLIF(NULLIF(LEAST(GREATEST({{0}}, -{limit}), {limit}), {limit}), -{limit})", x)

    def between(self, n: Fragment, first: int, last: int) -> Fragment:
        low, high = first - 1, last + 1
        return sql(f"NULLIF(NULLIF(LEAST(GREATEST({{0}}, {low}), {high}), {high}), {low})", n)

    def floor(self, x: Fragment) -> Fragment:
        return sql("FLOOR({0})", x)

    def at_most(self, x: Fragment, limit: str) -> Fragment:
        return sql(f"LEAST({{0}}, {limit})", x)

    def smallest(self, values: list[Fragment]) -> Fragment:
        return sql("LEAST({0})", joined(", ", values))

    def largest(self, values: list[Fragment]) -> Fragment:
        return sql("GREATEST({0})", joined(", ", values))

    def days(self, day: Fragment) -> Fragment:
        return sql("CAST(CAST({0} AS date) - date '1970-01-01' AS BIGINT)", day)

    def day_text(self, days: Fragment) -> Fragment:
        return sql("to_char(date '1970-01-01' + CAST({0} AS integer), 'YYYY-MM-DD')", days)

    def first_of_month(self, month: Fragment) -> Fragment:
        year, number = sql("CAST({0} / 12 AS integer)", month), sql("CAST(MOD({0}, 12) + 1 AS integer)", month)
        return sql("CAST(make_date({0}, {1}, 1) - date '1970-01-01' AS BIGINT)", year, number)

    def ms(self, moment: Fragment) -> Fragment:
        return sql("CAST(FLOOR(EXTRACT(EPOCH FROM {0}) * 1000) AS BIGINT)", moment)

    def moment_from_ms(self, ms: Fragment) -> Fragment:
        return sql("(timestamptz '1970-01-01 00:00:00+00' + {0} * interval '1 millisecond')", ms)

    def local_text(self, moment: Fragment) -> Fragment:
        return sql(f"to_char({{0}} AT TIME ZONE '{self._zone}', 'YYYY-MM-DD HH24:MI:SS')", moment)

    def local_moment(self, days: Fragment, seconds: Fragment) -> Fragment:
        local = sql("(timestamp '1970-01-01 00:00:00' + ({0} * 86400 + {1}) * interval '1 second')", days, seconds)
        return sql(f"({{0}} AT TIME ZONE '{self._zone}')", local)

    def local_ms(self, days: Fragment, seconds: Fragment) -> Fragment:
        return self.ms(self.local_moment(days, seconds))

    def position(self, inside: Fragment, wanted: Fragment) -> Fragment:
        return sql("STRPOS({0}, {1})", inside, wanted)

    def ordered_text(self, text: Fragment) -> Fragment:
        return sql('{0} COLLATE "C"', text)

    def lower(self, text: Fragment) -> Fragment:
        return sql('LOWER({0} COLLATE "C")', text, simple=text.simple)

    def upper(self, text: Fragment) -> Fragment:
        return sql('UPPER({0} COLLATE "C")', text, simple=text.simple)

    def is_decimal(self, text: Fragment) -> Fragment:
        return sql(r"{0} ~ '^[-+]?([0-9]+[.]?[0-9]*|[.][0-9]+)$' AND LENGTH({0}) <= 17", text)

    def is_day(self, text: Fragment) -> Fragment:
        built = sql("({0} + CAST(SUBSTR({1}, 9, 2) AS integer) - 1)", self.first_of_month(_month_in(text)), text)
        looks_right = r"{0} ~ '^(19|2[0-9])[0-9][0-9]-(0[1-9]|1[0-2])-[0-3][0-9]$'"
        return sql(f"CASE WHEN {looks_right} THEN {{1}} = {{0}} ELSE FALSE END", text, self.day_text(built))

    def grouped(self, n: Fragment) -> Fragment:
        return sql("to_char({0}, 'FM999,999,999,999,999,999,990')", n)

    def join_rows(self, value: ColumnElement[Any], separator: str, order: list[ColumnElement[Any]]) -> Fragment:
        return dialects.plain_join("STRING_AGG", value, self.text(separator), order)


def _month_in(text: Fragment) -> Fragment:
    return sql("(CAST(SUBSTR({0}, 1, 4) AS integer) * 12 + CAST(SUBSTR({0}, 6, 2) AS integer) - 1)", text)
