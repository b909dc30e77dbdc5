"""What others may hear about records. Every diff is by field id, so that renamed and reused keys confuse nobody."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar

from paidan.kernel.events import Event

Diff = dict[str, list[Any]]
"""Field id (as text) → [value before, value after], both JSON-able as stored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordCreated(Event):
    """A record came into being. `diff` holds its values as [None, value]."""

    kind: ClassVar[str] = "record.created"
    rev: int
    diff: Diff = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordUpdated(Event):
    """Fields of a record changed; `rev` is the record's after the change."""

    kind: ClassVar[str] = "record.updated"
    rev: int
    diff: Diff = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordTrashed(Event):
    """A record was put into the trash."""

    kind: ClassVar[str] = "record.trashed"
    rev: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordRestored(Event):
    """A record came back from the trash."""

    kind: ClassVar[str] = "record.restored"
    rev: int
