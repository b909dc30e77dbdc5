"""Masking in SQL: a masked value leaves the database masked already.

The same rules as `platform.permissions.masking` for values as this store keeps them (phone numbers as digits, perhaps
with a plus sign); a test holds the two together. What SQL cannot say, such as the district of an address, is stars.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement

from paidan.builder.objects.model import Field
from paidan.platform.permissions.masking import STARS


def masked(dialect: str, table: Any, field: Field) -> ColumnElement[Any]:
    """Return the masked form of a field; NULL stays NULL, so that a form can show that there is nothing."""
    if field.column is None:
        return sa.literal(STARS)
    column = table.c[field.column]
    if field.type.mask == "phone":
        shown: ColumnElement[Any] = _phone(column)
    elif field.type.mask == "email":
        shown = _email(dialect, column)
    else:
        shown = sa.literal(STARS)
    return sa.case((column.is_not(None), shown))


def _phone(column: ColumnElement[Any]) -> ColumnElement[Any]:
    digits = sa.func.replace(column, "+", "")
    length = sa.func.length(digits)
    last = sa.func.substr(digits, length - 3)
    long = sa.func.substr(digits, 1, 3).concat(STARS).concat(last)
    return sa.case((length >= 11, long), (length >= 7, sa.literal(STARS).concat(last)), else_=STARS)


def _email(dialect: str, column: ColumnElement[Any]) -> ColumnElement[Any]:
    at = sa.func.instr(column, "@") if dialect == "sqlite" else sa.func.strpos(column, "@")
    first = sa.case((at > 2, sa.func.substr(column, 1, 1)), else_="")
    return first.concat("***").concat(sa.func.substr(column, at))
