"""Periods in SQL: the first day of the day, week, month, quarter or year that a moment falls into, as 'YYYY-MM-DD'."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement

from paidan.builder.objects.field_types import Shape
from paidan.builder.objects.model import Field

if TYPE_CHECKING:
    from paidan.builder.records.scoping import Surroundings


def period_start(
    dialect: str, column: ColumnElement[Any], field: Field, unit: str, around: Surroundings
) -> ColumnElement[Any]:
    """Return the first local day of the period. SQLite knows no time zones: there the company's offset of today is
    used, which is right for zones without summer time such as Asia/Shanghai."""
    if dialect == "postgresql":
        local = (
            sa.func.timezone(str(around.zone), column) if field.type.shape is Shape.MOMENT else sa.cast(column, sa.Date)
        )
        return sa.func.to_char(sa.func.date_trunc(unit, local), "YYYY-MM-DD")
    text = sa.type_coerce(column, sa.Text)
    if field.type.shape is Shape.MOMENT:
        offset = around.now.astimezone(around.zone).utcoffset() or timedelta()
        return _sqlite(text, f"{int(offset.total_seconds())} seconds", unit)
    return _sqlite(text, "0 seconds", unit)


def _sqlite(text: ColumnElement[Any], shift: str, unit: str) -> ColumnElement[Any]:
    if unit == "day":
        return sa.func.date(text, shift)
    if unit == "week":
        return sa.func.date(text, shift, "-6 days", "weekday 1")
    if unit == "month":
        return sa.func.date(text, shift, "start of month")
    if unit == "year":
        return sa.func.date(text, shift, "start of year")
    month = sa.cast(sa.func.strftime("%m", text, shift), sa.Integer)
    back = sa.cast((month - 1) % 3, sa.Text)
    return sa.func.date(text, shift, "start of month", sa.literal("-") + back + " months")
