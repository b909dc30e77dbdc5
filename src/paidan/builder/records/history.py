"""History: what happened to a record, field by field, as one actor may see it. Never editable."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from paidan.builder.objects.model import ObjectType
from paidan.builder.records.scoping import Viewpoint
from paidan.kernel.clock import moment_text
from paidan.kernel.database import Query
from paidan.kernel.events.tables import events
from paidan.platform.permissions.access import FieldRight

MOST = 200


def history_query(
    view: Viewpoint, object_key: str, record_id: int, *, before: int | None = None
) -> Query[dict[str, Any]]:
    """Build the query of a record's events, newest first, 200 at most; `before` is the id to go on from.

    Whether the actor may see the record at all is for the caller to ask. Changes of fields that he may not read are
    left out; an event of which nothing is left tells only that something changed.
    """
    object_type = view.model.object(object_key)
    rights = view.read_rights(object_key)
    shown = {str(f.id): f.key for f in object_type.fields.values() if rights.right(f) >= FieldRight.READ}
    table = events.c
    statement = (
        sa.select(
            table.id,
            table.at,
            table.kind,
            table.actor_kind,
            table.actor_id,
            table.actor_name,
            table.on_behalf,
            table.source,
            table.data,
        )
        .where(table.record == record_id)
        .order_by(table.id.desc())
        .limit(MOST)
    )
    if before is not None:
        statement = statement.where(table.id < before)
    return Query(statement, lambda *row: _entry(object_type, shown, row))


def _entry(object_type: ObjectType, shown: dict[str, str], row: tuple[Any, ...]) -> dict[str, Any]:
    event_id, at, kind, actor_kind, actor_id, actor_name, on_behalf, source, data = row
    entry = {
        "id": event_id,
        "at": moment_text(at),
        "kind": kind,
        "actor": {"kind": actor_kind, "id": actor_id, "name": actor_name, "on_behalf": on_behalf},
        "source": source,
    }
    if "diff" in data:
        entry["rev"] = data.get("rev")
        entry["changes"] = [
            {
                "field": shown[field_id],
                "before": _shown(object_type, shown[field_id], before),
                "after": _shown(object_type, shown[field_id], after),
            }
            for field_id, (before, after) in data["diff"].items()
            if field_id in shown
        ]
    else:
        entry["data"] = {key: value for key, value in data.items() if not key.startswith("_")}
    return entry


def _shown(object_type: ObjectType, key: str, value: Any) -> Any:
    """Options leave as keys, as everywhere; those of many as lists of keys."""
    field = object_type.fields[key]
    if field.type.shape != "choice" or value is None:
        return value
    if isinstance(value, list):
        return [_shown(object_type, key, one) for one in value]
    found = field.choice(value)
    return found.key if found else value
