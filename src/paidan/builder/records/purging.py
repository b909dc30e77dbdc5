"""Purging: records that go for good, with everything that hangs on them.

Only for records that nobody worked on and nothing points at; the caller looks with `find_in_use` first. What others
need to clean up they do when they hear of `RecordPurged`, in the same transaction.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import sqlalchemy as sa

from paidan.builder.objects.field_types import Shape
from paidan.builder.objects.loading import model_of
from paidan.builder.objects.model import Model, ObjectType
from paidan.builder.objects.tables import record_links
from paidan.builder.records.dependents import refresh_dependents
from paidan.builder.records.searching import forget_record
from paidan.kernel.database import Tx
from paidan.kernel.events import Event
from paidan.platform.files.service import detach_all
from paidan.platform.permissions.tables import record_access


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPurged(Event):
    """A record is gone for good."""

    kind: ClassVar[str] = "record.purged"


def find_of_batch(
    tx: Tx, object_key: str, batch_id: int, *, after: int = 0, limit: int = 200
) -> list[tuple[int, bool, bool]]:
    """Return records that an import made, by id: id, whether somebody changed it since, whether it is in the trash."""
    table = model_of(tx).object(object_key).table
    changed = table.c.updated_at > table.c.created_at
    statement = sa.select(
        table.c.id, sa.case((changed, 1), else_=0), sa.case((table.c.deleted_at.is_(None), 0), else_=1)
    )
    statement = statement.where(table.c.import_batch == batch_id, table.c.id > after).order_by(table.c.id).limit(limit)
    return [(row[0], bool(row[1]), bool(row[2])) for row in tx.all(statement)]


def find_in_use(tx: Tx, object_key: str, ids: Collection[int], *, batch_id: int | None = None) -> set[int]:
    """Return those of the records that others point at or that have rows of their own below them.

    Records that the import `batch_id` made do not count as others.
    """
    model = model_of(tx)
    wanted = list(ids)
    found = {row[0] for row in tx.all(sa.select(record_links.c.to_id).where(record_links.c.to_id.in_(wanted)))}
    for child in model.children_of(object_key):
        rows = sa.select(child.table.c.parent_id).where(child.table.c.parent_id.in_(wanted))
        found |= {row[0] for row in tx.all(rows)}
    for owner, column in _columns_pointing_at(model, object_key):
        rows = sa.select(column).where(column.in_(wanted), owner.table.c.id.not_in(wanted))
        if batch_id is not None:
            rows = rows.where(owner.table.c.import_batch.is_distinct_from(batch_id))
        found |= {row[0] for row in tx.all(rows)}
    return found


def purge_records(tx: Tx, object_key: str, ids: Sequence[int]) -> None:
    """Remove records, their words in the search, their links, files and opened access. No rights are looked at."""
    object_type = model_of(tx).object(object_key)
    table = object_type.table
    tx.execute(sa.update(table).where(table.c.id.in_(list(ids))).values(deleted_at=tx.now))
    for record_id in ids:
        forget_record(tx, record_id)
        refresh_dependents(tx, object_type, record_id, set(object_type.fields))
        detach_all(tx, record_id)
        tx.announce(RecordPurged(object=object_key, record=record_id))
    tx.execute(sa.delete(record_links).where(record_links.c.from_id.in_(list(ids))))
    tx.execute(sa.delete(record_access).where(record_access.c.record_id.in_(list(ids))))
    tx.execute(sa.delete(table).where(table.c.id.in_(list(ids))))


def _columns_pointing_at(model: Model, object_key: str) -> list[tuple[ObjectType, sa.Column[Any]]]:
    return [
        (owner, owner.table.c[field.column])
        for owner in model.objects.values()
        for field in owner.fields.values()
        if field.type.shape is Shape.RECORD and field.linked_object == object_key and field.column is not None
    ]
