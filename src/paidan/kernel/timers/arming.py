"""Arming and disarming timers, inside the transaction that they belong to."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from paidan.kernel.database.tx import Tx
from paidan.kernel.timers.tables import timers
from paidan.kernel.timers.timer import Timer

FIRING = "timers.firing"
"""Under this name the transaction remembers the timers of a batch that have not had their turn: id → Timer."""


def arm(
    tx: Tx,
    kind: str,
    due_at: datetime,
    *,
    object: str | None = None,
    record: int | None = None,
    subject_id: int | None = None,
    epoch: int = 0,
    payload: dict[str, Any] | None = None,
) -> int:
    """Arm a timer and return its id. A moment in the past fires at once."""
    timer_id = tx.new_id()
    row = {
        "id": timer_id,
        "due_at": due_at,
        "kind": kind,
        "object": object,
        "record": record,
        "subject_id": subject_id,
        "epoch": epoch,
        "payload": payload or {},
        "state": "armed",
        "attempts": 0,
        "error": None,
    }
    tx.insert(timers, row)
    return timer_id


def disarm(
    tx: Tx,
    *,
    timer_id: int | None = None,
    kind: str | None = None,
    object: str | None = None,
    record: int | None = None,
    subject_id: int | None = None,
) -> int:
    """Forget the timers that match all that is given, and return how many there were.

    Raises ValueError when neither the timer, nor the record, nor the subject is given.
    """
    given = {"id": timer_id, "kind": kind, "object": object, "record": record, "subject_id": subject_id}
    wanted = {name: value for name, value in given.items() if value is not None}
    if wanted.keys() <= {"kind", "object"}:
        raise ValueError("which timers? name the timer, its record or its subject")
    _skip_in_this_batch(tx, wanted)
    return tx.execute(sa.delete(timers).where(*(timers.c[name] == value for name, value in wanted.items())))


def _skip_in_this_batch(tx: Tx, wanted: dict[str, Any]) -> None:
    waiting: dict[int, Timer] = tx.memo.get(FIRING, {})
    for timer in list(waiting.values()):
        if all(getattr(timer, name) == value for name, value in wanted.items()):
            del waiting[timer.id]
