"""What a timer is, and what a feature contributes to hear it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from paidan.kernel.database.tx import Tx


@dataclass(frozen=True, slots=True)
class Timer:
    """A moment at which something has to happen (UTC).

    `object` and `record` say which record it belongs to; `subject_id` names a thing inside it, such as a task or a
    clock. `epoch` is the count that the subject had when the timer was armed: a handler that finds another count there
    knows that the timer is void. `attempts` counts the failures so far.
    """

    id: int
    due_at: datetime
    kind: str
    object: str | None
    record: int | None
    subject_id: int | None
    epoch: int
    payload: dict[str, Any]
    attempts: int = 0


@dataclass(frozen=True, slots=True)
class TimerKind:
    """Who hears timers of one name.

    `handler(tx, timer)` runs at or after `due_at`, in one transaction with the deletion of the timer and perhaps with
    other timers. It looks first whether the timer still means anything, for it may come late. What it raises undoes
    its work; it is tried again later, and parked after eight tries.
    """

    name: str
    handler: Callable[[Tx, Timer], None]
