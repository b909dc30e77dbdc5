"""Column types: how each kind of value lies in SQLite and in PostgreSQL. Nothing else knows the difference.

moment   UTC, milliseconds    TIMESTAMPTZ(3)        text 'YYYY-MM-DDTHH:MM:SS.mmmZ', so that text order is time order
decimal  24 digits, 6 behind  NUMERIC(24,6)         INTEGER scaled by 10^6, so that sums and comparisons are exact
json                          JSONB                 TEXT
flag     yes or no            BIGINT 0/1            INTEGER 0/1
date     a day, no zone       TEXT 'YYYY-MM-DD'     the same
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import orjson
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine

from paidan.kernel.clock import moment_text, parse_moment

DECIMAL_SCALE = 10**6
_NUL = re.compile(r"(?<!\\)((?:\\\\)*)\\u0000")
DECIMAL_LIMIT = Decimal(10) ** 12

Processor = Callable[[Any], Any]


def _maybe(convert: Processor) -> Processor:
    return lambda value: None if value is None else convert(value)


class _Portable(TypeDecorator[Any]):
    """A type with one form per dialect and one Python value."""

    cache_ok = True
    impl: Any = sa.Text
    on_postgres: TypeEngine[Any] = sa.Text()
    on_sqlite: TypeEngine[Any] = sa.Text()

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Choose the form that the dialect stores."""
        return dialect.type_descriptor(self.on_postgres if dialect.name == "postgresql" else self.on_sqlite)

    def bind_processor(self, dialect: Dialect) -> Processor | None:
        """Return what turns the Python value into the stored one."""
        return self.to_postgres() if dialect.name == "postgresql" else self.to_sqlite()

    def result_processor(self, dialect: Dialect, coltype: object) -> Processor | None:  # noqa: ARG002
        """Return what turns the stored value into the Python one."""
        return self.from_postgres() if dialect.name == "postgresql" else self.from_sqlite()

    def to_postgres(self) -> Processor | None:
        return None

    def to_sqlite(self) -> Processor | None:
        return None

    def from_postgres(self) -> Processor | None:
        return None

    def from_sqlite(self) -> Processor | None:
        return None


class Moment(_Portable):
    """A UTC moment; Python side a timezone-aware datetime."""

    cache_ok = True
    on_postgres = postgresql.TIMESTAMP(timezone=True, precision=3)

    def to_sqlite(self) -> Processor:
        return _maybe(_moment_to_text)

    def from_sqlite(self) -> Processor:
        return _maybe(parse_moment)

    def from_postgres(self) -> Processor:
        return _maybe(_to_utc)


def _moment_to_text(value: datetime | str) -> str:
    return value if isinstance(value, str) else moment_text(value)


def _to_utc(value: datetime) -> datetime:
    return value.astimezone(UTC)


class Decimal6(_Portable):
    """An exact number with six digits behind the point; Python side a Decimal."""

    cache_ok = True
    impl = sa.Numeric
    on_postgres = sa.Numeric(24, 6)
    on_sqlite = sa.BigInteger()

    def to_sqlite(self) -> Processor:
        return _maybe(scale_decimal)

    def from_sqlite(self) -> Processor:
        return _maybe(unscale_decimal)


def scale_decimal(value: Decimal | float | int) -> int:
    """Return the number times 10^6 as a whole number, rounded half up."""
    return int((Decimal(str(value)) * DECIMAL_SCALE).to_integral_value(rounding="ROUND_HALF_UP"))


def unscale_decimal(value: int) -> Decimal:
    """Return the number that `scale_decimal` stored."""
    return Decimal(value).scaleb(-6)


class Json(_Portable):
    """Any JSON value; Python side plain dicts, lists, texts and numbers."""

    cache_ok = True
    on_postgres = postgresql.JSONB()

    def to_sqlite(self) -> Processor:
        return _maybe(_dump)

    def to_postgres(self) -> Processor:
        return _maybe(_dump)

    def from_sqlite(self) -> Processor:
        return _maybe(orjson.loads)


def _dump(value: Any) -> str:
    text = orjson.dumps(value, option=orjson.OPT_NON_STR_KEYS, default=_plain).decode()
    return _NUL.sub(r"\1", text) if "\\u0000" in text else text  # PostgreSQL stores no NUL


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no JSON form")


class Flag(_Portable):
    """Yes or no; Python side a bool."""

    cache_ok = True
    impl = sa.BigInteger
    on_postgres = sa.BigInteger()
    on_sqlite = sa.BigInteger()

    def to_postgres(self) -> Processor:
        return _maybe(int)

    def to_sqlite(self) -> Processor:
        return _maybe(int)

    def from_postgres(self) -> Processor:
        return _maybe(bool)

    def from_sqlite(self) -> Processor:
        return _maybe(bool)


class Id(_Portable):
    """An id from the one sequence of the installation; below 2^53, so that every client can hold it."""

    cache_ok = True
    impl = sa.BigInteger
    on_postgres = sa.BigInteger()
    on_sqlite = sa.BigInteger()


class Text(_Portable):
    """Text of any length."""

    cache_ok = True


class DateText(_Portable):
    """A day without time or zone, kept as 'YYYY-MM-DD'; Python side a date."""

    cache_ok = True

    def to_postgres(self) -> Processor:
        return _maybe(str)

    def to_sqlite(self) -> Processor:
        return _maybe(str)

    def from_postgres(self) -> Processor:
        return _maybe(date.fromisoformat)

    def from_sqlite(self) -> Processor:
        return _maybe(date.fromisoformat)
