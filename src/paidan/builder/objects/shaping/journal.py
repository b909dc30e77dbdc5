"""The journal: each change of shape is written down with its reverse, and the model's version moves on."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from paidan.builder.objects.loading import reload_object
from paidan.builder.objects.tables import changes, version
from paidan.kernel.database import Tx

Patch = dict[str, Any]


def write_down(tx: Tx, command: str, *, object_id: int, field_id: int | None, forward: Patch, reverse: Patch) -> int:
    """Store a change and its reverse, move the version on, and build the object again for this transaction."""
    change_id = tx.new_id()
    tx.insert(
        changes,
        {
            "id": change_id,
            "at": tx.now,
            "actor_id": tx.actor.id,
            "command": command,
            "object_id": object_id,
            "field_id": field_id,
            "forward": forward,
            "reverse": reverse,
            "undone_by": None,
        },
    )
    move_on(tx, change_id)
    reload_object(tx, object_id)
    return change_id


def move_on(tx: Tx, number: int) -> None:
    """Give the model a new version, so that every process loads it again."""
    values = {"version": number, "stamp": uuid4().hex}
    if not tx.update(version, {"name": "meta"}, values):
        tx.insert(version, {"name": "meta", **values})
