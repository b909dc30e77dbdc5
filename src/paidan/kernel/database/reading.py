"""Reads are values: a compiled question and the shape of its answer, run by whichever driver is there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, Generic, TypeVar

from sqlalchemy.sql.elements import ClauseElement

T = TypeVar("T")
U = TypeVar("U")


@dataclass(frozen=True, slots=True)
class Query(Generic[T]):
    """A question to the database.

    `statement` is SQLAlchemy Core; `into` makes one answer from the columns of one row, in order; `slow` marks a
    question that no index answers, which SQLite runs on its reader thread so that the event loop is not held.
    """

    statement: ClauseElement
    into: Callable[..., T]
    params: dict[str, Any] = field(default_factory=dict)
    slow: bool = False

    def mapped(self, into: Callable[..., U]) -> Query[U]:
        """The same question with another shape of answer."""
        return replace(self, into=into)  # type: ignore[arg-type, return-value]


def first_column(value: Any) -> Any:
    """A row of one column is its value."""
    return value


def as_tuple(*values: Any) -> tuple[Any, ...]:
    """A row as it comes."""
    return values
