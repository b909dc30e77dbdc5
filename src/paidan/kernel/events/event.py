"""What an event is: a fact in the past tense, about one record where there is one, made of JSON-able values only."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, ClassVar, Self


@dataclass(frozen=True, slots=True)
class Cause:
    """The event that a piece of work reacts to; carried along so that chains end.

    root: the id of the event that began the chain. depth: how many reactions lie between. rules: ids of the rules
    already fired in it.
    """

    event_id: int
    root: int
    depth: int = 0
    rules: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened. Subclasses set `kind` and add fields.

    `object` is the key of the object concerned and `record` the id of the record, where there is one.
    """

    kind: ClassVar[str]

    object: str | None = None
    record: int | None = None

    def data(self) -> dict[str, Any]:
        """Return the event's own fields as JSON-able values."""
        return {f.name: getattr(self, f.name) for f in fields(self) if f.name not in ("object", "record")}

    @classmethod
    def of(cls, object_key: str | None, record: int | None, data: dict[str, Any]) -> Self:
        """Build the event again from what was stored."""
        return cls(object=object_key, record=record, **data)
