"""JSON made by the database: a list reaches the client as the bytes that one row brought, untouched by Python."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement

ISO = 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'
_PAIRS = 45
"""PostgreSQL takes at most 100 arguments for one object."""


@dataclass(frozen=True, slots=True)
class Part:
    """One member of an object. `is_json`: the expression already gives a JSON document."""

    key: str
    value: ColumnElement[Any]
    is_json: bool = False


class JsonSql:
    """How one dialect says JSON."""

    def __init__(self, dialect: str) -> None:
        self.dialect = dialect
        self.is_sqlite = dialect == "sqlite"

    def object(self, parts: Sequence[Part]) -> ColumnElement[Any]:
        """An object with the parts as members."""
        if self.is_sqlite:
            return sa.func.json_object(*self._flat(parts))
        if len(parts) <= _PAIRS:
            return sa.func.json_build_object(*self._flat(parts))
        chunks = [parts[i : i + _PAIRS] for i in range(0, len(parts), _PAIRS)]
        joined: ColumnElement[Any] = sa.func.jsonb_build_object(*self._flat(chunks[0]))
        for chunk in chunks[1:]:
            joined = joined.op("||")(sa.func.jsonb_build_object(*self._flat(chunk)))
        return joined

    def array(self, values: Sequence[ColumnElement[Any]]) -> ColumnElement[Any]:
        """An array of values."""
        return (sa.func.json_array if self.is_sqlite else sa.func.json_build_array)(*values)

    def collect(self, value: ColumnElement[Any], *, is_json: bool) -> ColumnElement[Any]:
        """An array over the rows of a query."""
        if self.is_sqlite:
            return sa.func.json_group_array(sa.func.json(value) if is_json else value)
        return sa.func.coalesce(sa.func.json_agg(value), sa.literal_column("'[]'::json"))

    def text(self, value: ColumnElement[Any]) -> ColumnElement[Any]:
        """The document as text, so that the driver does not take it apart."""
        return value if self.is_sqlite else sa.cast(value, sa.Text)

    def flag(self, value: ColumnElement[Any]) -> Part:
        """true, false or null from 1, 0 or NULL."""
        if self.is_sqlite:
            words = sa.case((value == 1, "true"), (value == 0, "false"))
            return Part("", sa.func.json(words), True)
        return Part("", value == 1)

    def decimal(self, value: ColumnElement[Any]) -> ColumnElement[Any]:
        """A JSON number from an exact one."""
        if self.is_sqlite:
            return sa.type_coerce(value, sa.Integer).op("/")(sa.literal_column("1000000.0"))
        return sa.cast(value, sa.Double)

    def moment(self, value: ColumnElement[Any]) -> ColumnElement[Any]:
        """'YYYY-MM-DDTHH:MM:SS.mmmZ' in UTC."""
        if self.is_sqlite:
            return sa.type_coerce(value, sa.Text)
        return sa.func.to_char(sa.func.timezone("UTC", value), ISO)

    def _flat(self, parts: Sequence[Part]) -> list[ColumnElement[Any]]:
        flat: list[ColumnElement[Any]] = []
        for part in parts:
            value = sa.func.json(part.value) if part.is_json and self.is_sqlite else part.value
            flat += [sa.literal_column(_quoted(part.key)), value]
        return flat


def _quoted(key: str) -> str:
    """A key as an SQL text literal; keys are our own and hold no quotes, percent signs or colons."""
    assert key.replace("_", "").isalnum(), key
    return f"'{key}'"
