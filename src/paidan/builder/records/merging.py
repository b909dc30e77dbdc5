"""Two people at one record: what each changed is merged field by field; only the same field collides.

The writer says which revision he had before his eyes. What others changed since stands in the events; the fields they
did not touch are his to set, a field they set to the very same value is no conflict, and for the rest he is shown both
values and nothing is stored.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from paidan.builder.records.changing import Change, plain
from paidan.builder.records.errors import EditConflict
from paidan.builder.records.events import RecordUpdated
from paidan.builder.records.reading import Stored
from paidan.kernel.database import Tx
from paidan.kernel.events.tables import events


def merge_or_refuse(tx: Tx, stored: Stored, base_rev: int, change: Change) -> None:
    """Let the change through where it touches other fields than those changed since. Raises EditConflict."""
    touched = _changed_since(tx, stored, base_rev)
    conflicts: dict[str, Any] = {}
    for key in sorted(change.changed_keys()):
        field = stored.object.fields[key]
        if str(field.id) not in touched:
            continue
        theirs = change.before_many.get(key) if key in change.many else plain(change.before.get(key))
        yours = change.many[key] if key in change.many else plain(change.single.get(key))
        conflicts[key] = {"theirs": _shown(field, theirs), "yours": _shown(field, yours), "by": touched[str(field.id)]}
    if conflicts:
        names = "、".join(stored.object.fields[key].label_in("zh-CN") for key in conflicts)
        raise EditConflict(rev=stored.rev, conflicts=conflicts, fields_changed=names)


def _changed_since(tx: Tx, stored: Stored, base_rev: int) -> dict[str, str]:
    """Return field id → name of who changed it last, for the changes after a revision."""
    table = events
    statement = (
        sa.select(table.c.data, table.c.actor_name)
        .where(table.c.record == stored.id, table.c.kind == RecordUpdated.kind)
        .order_by(table.c.id.desc())
        .limit(max(stored.rev - base_rev, 0) + 5)
    )
    touched: dict[str, str] = {}
    for data, name in tx.all(statement):
        if data["rev"] > base_rev:
            for field_id in data["diff"]:
                touched.setdefault(field_id, name)
    return touched


def _shown(field: Any, value: Any) -> Any:
    """Choices leave as keys, as everywhere."""
    if field.type.shape == "choice" and isinstance(value, int):
        found = field.choice(value)
        return found.key if found else None
    return value
