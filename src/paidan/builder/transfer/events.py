"""What others may hear about imports and exports; the audit trail holds them all."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from paidan.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportStarted(Event):
    """Rows of a file begin to come in."""

    kind: ClassVar[str] = "import.started"
    batch: int
    file: str
    sha256: str
    rows: int
    silent: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportFinished(Event):
    """All rows were looked at. `counts` by outcome: created, updated, unchanged, skipped, bad."""

    kind: ClassVar[str] = "import.finished"
    batch: int
    counts: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportUndone(Event):
    """A batch was taken back: what it made is gone, what it changed is as before."""

    kind: ClassVar[str] = "import.undone"
    batch: int
    counts: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportDone(Event):
    """Records left as a file. `fields` by key; `filter` and `text` say which records; rows: how many."""

    kind: ClassVar[str] = "export.done"
    format: str
    rows: int
    fields: list[str] = field(default_factory=list)
    filter: dict[str, object] = field(default_factory=dict)
    text: str = ""
