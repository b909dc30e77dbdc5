"""Undoing a change of shape by the reverse that was stored with it."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from paidan.builder.objects.errors import CannotUndo
from paidan.builder.objects.shaping.journal import write_down
from paidan.builder.objects.tables import changes, choices, fields, objects
from paidan.kernel.database import Tx
from paidan.kernel.errors import NotFound

_TABLES = {"objects": objects, "fields": fields, "choices": choices}


def undo_change(tx: Tx, change_id: int) -> int:
    """Apply the reverse of a change; returns the id of the undoing, which can be undone itself.

    Raises NotFound; CannotUndo when it was undone before or when the same thing was changed later.
    """
    row = tx.first(sa.select(changes).where(changes.c.id == change_id))
    if row is None:
        raise NotFound
    _, _, _, _, object_id, field_id, _, reverse, undone_by = row
    if undone_by is not None or _changed_later(tx, change_id, object_id, field_id):
        raise CannotUndo
    forward = _apply(tx, reverse, object_id, field_id)
    undoing = write_down(tx, "undo", object_id=object_id, field_id=field_id, forward=reverse, reverse=forward)
    tx.update(changes, {"id": change_id}, {"undone_by": undoing})
    return undoing


def _changed_later(tx: Tx, change_id: int, object_id: int, field_id: int | None) -> bool:
    same = changes.c.field_id.is_(None) if field_id is None else changes.c.field_id == field_id
    later = sa.select(changes.c.id).where(
        changes.c.id > change_id, changes.c.object_id == object_id, same, changes.c.undone_by.is_(None)
    )
    return tx.first(later.limit(1)) is not None


def _apply(tx: Tx, patch: dict[str, Any], object_id: int, field_id: int | None) -> dict[str, Any]:
    """Set what the patch says and return the patch that sets it back."""
    back: dict[str, Any] = {}
    for name, values in patch.items():
        table = _TABLES[name]
        row_id = values.get("id") or (object_id if name == "objects" else field_id)
        wanted = {key: value for key, value in values.items() if key != "id"}
        before = tx.first(sa.select(*(table.c[key] for key in wanted)).where(table.c.id == row_id)) or ()
        tx.update(table, {"id": row_id}, wanted)
        back[name] = {"id": row_id, **dict(zip(wanted, before, strict=True))}
    return back
