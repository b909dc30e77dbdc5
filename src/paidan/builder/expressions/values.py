"""Values on their way in and out: what a record holds becomes what formulas know, and SQL results become Python's.

Readers get no None. They accept what record stores, JSON and drivers give: ints and Decimals for numbers, ISO texts for
dates and moments, timedeltas for durations.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from paidan.builder.expressions.types import Kind


def read_text(value: Any) -> str | None:
    """An empty text is a blank."""
    return value or None


def read_number(value: Any) -> float | None:
    number = value if type(value) is float else float(value)
    return number if math.isfinite(number) else None


def read_bool(value: Any) -> bool:
    return bool(value)


def read_date(value: Any) -> date:
    if type(value) is date:
        return value
    return value.date() if isinstance(value, datetime) else date.fromisoformat(value)


def read_moment(value: Any) -> datetime:
    """An aware moment in UTC, without what is finer than a millisecond."""
    moment = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    if moment.tzinfo is not UTC:
        moment = moment.astimezone(UTC)
    return moment if moment.microsecond % 1000 == 0 else moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def read_duration(value: Any) -> int:
    if isinstance(value, timedelta):
        return int(value.total_seconds())
    return int(value)


def read_id(value: Any) -> int:
    return int(value)


READERS: dict[Kind, Callable[[Any], Any]] = {
    Kind.TEXT: read_text,
    Kind.NUMBER: read_number,
    Kind.BOOL: read_bool,
    Kind.DATE: read_date,
    Kind.MOMENT: read_moment,
    Kind.DURATION: read_duration,
    Kind.CHOICE: read_id,
    Kind.PERSON: read_id,
    Kind.RECORD: read_id,
}


def read_value(kind: Kind, value: Any) -> Any:
    """A value from a record, from JSON or from the result of `compile_sql`, as the Python back end gives it."""
    return None if value is None else READERS[kind](value)
