"""Subforms: rows of a child object, written with their parent as records of their own.

What is sent is the whole list: rows with an id are changed, rows without one are made, rows left out go to the trash.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from paidan.builder.objects.loading import model_of
from paidan.builder.objects.model import Field, ObjectType
from paidan.builder.records.errors import RecordInvalid, RecordNotFound
from paidan.kernel.database import Tx
from paidan.kernel.errors import AppError


@dataclass(frozen=True, slots=True)
class Writer:
    """The store's own ways to write one record, which rows of subforms go through like every other."""

    create: Callable[..., int]
    update: Callable[..., int]
    trash: Callable[..., None]


def write_children(tx: Tx, field: Field, parent_id: int, rows: Sequence[Mapping[str, Any]], writer: Writer) -> None:
    """Make a subform hold exactly these rows, in this order.

    Raises RecordInvalid with refusals under "field.row.key", rows counted from 0; RecordNotFound for a row that belongs
    to another record.
    """
    child = model_of(tx).object(str(field.linked_object))
    present = _present(tx, child, parent_id)
    refused: dict[str, list[AppError]] = {}
    kept: set[int] = set()
    for position, row in enumerate(rows):
        try:
            kept.add(_write_row(tx, child, parent_id, position, dict(row), present, writer))
        except RecordInvalid as error:
            refused |= {f"{field.key}.{position}.{key}": found for key, found in error.fields.items()}
    if refused:
        raise RecordInvalid(fields=refused)
    for row_id in sorted(present - kept):
        writer.trash(tx, child.key, row_id)


def _write_row(
    tx: Tx, child: ObjectType, parent_id: int, position: int, row: dict[str, Any], present: set[int], writer: Writer
) -> int:

    row_id = row.pop("id", None)
    row.pop("rev", None)
    values = {key: value for key, value in row.items() if not _is_computed(child, key)}
    if row_id is None:
        row_id = writer.create(tx, child.key, values, parent_id=parent_id)
    elif row_id not in present:
        raise RecordNotFound
    else:
        writer.update(tx, child.key, row_id, values)
    tx.update(child.table, {"id": row_id}, {"position": position})
    return int(row_id)


def _is_computed(child: ObjectType, key: str) -> bool:
    """Rows come back as they were read; what the product fills is not taken from them."""
    found = child.fields.get(key)
    return found is not None and (found.type.computed or bool(found.settings.get("system")))


def _present(tx: Tx, child: ObjectType, parent_id: int) -> set[int]:
    table = child.table
    statement = sa.select(table.c.id).where(table.c.parent_id == parent_id, table.c.deleted_at.is_(None))
    return {row[0] for row in tx.all(statement)}
