"""Masking in SQL: a masked value leaves the database masked already.

The same rules as `platform.permissions.masking`, which a test holds together: a phone number keeps its first three and
last four digits, an e-mail address its first letter and its domain, everything else three stars.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement

from paidan.builder.objects.model import Field

STARS = "***"


def masked(dialect: str, table: Any, field: Field) -> ColumnElement[Any]:
    """Return the masked form of a field; NULL stays NULL, so that a form can show that there is nothing."""
    if field.column is None:
        return sa.literal(STARS)
    column = table.c[field.column]
    if field.type.mask == "phone":
        shown: ColumnElement[Any] = _phone(column)
    elif field.type.mask == "email":
        at = sa.func.instr(column, "@") if dialect == "sqlite" else sa.func.strpos(column, "@")
        shown = sa.func.substr(column, 1, 1) + STARS + sa.func.substr(column, at)
    else:
        shown = sa.literal(STARS)
    return sa.case((column.is_not(None), shown))


def _phone(column: ColumnElement[Any]) -> ColumnElement[Any]:
    length = sa.func.length(column)
    long = sa.func.substr(column, 1, 3) + "****" + sa.func.substr(column, length - 3)
    return sa.case((length >= 9, long), else_="****" + sa.func.substr(column, length - 1))
