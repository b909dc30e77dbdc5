"""What others may hear of jobs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from paidan.kernel.events.event import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class JobDone(Event):
    """A job came to its end; `started_by` is the person who asked for it, if one did."""

    kind: ClassVar[str] = "job.done"
    name: str
    started_by: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class JobDied(Event):
    """A job failed for the last time and waits for a person."""

    kind: ClassVar[str] = "job.died"
    name: str
    started_by: int | None = None
