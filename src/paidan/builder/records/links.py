"""Values of fields that hold many: rows of the link table; files change hands with them."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from paidan.builder.objects.field_types import Shape
from paidan.builder.objects.model import Field, ObjectType
from paidan.builder.objects.tables import record_links
from paidan.kernel.database import Tx
from paidan.platform.files.tables import files


def write_links(tx: Tx, object_type: ObjectType, field: Field, record_id: int, ids: Sequence[int]) -> None:
    """Make a field hold exactly these, in this order."""
    tx.execute(sa.delete(record_links).where(record_links.c.field_id == field.id, record_links.c.from_id == record_id))
    rows = [{"field_id": field.id, "from_id": record_id, "to_id": to, "position": n} for n, to in enumerate(ids)]
    tx.insert_many(record_links, rows)
    if field.type.shape is Shape.FILE:
        hold_files(tx, object_type.key, field.key, record_id, ids)


def hold_files(tx: Tx, object_key: str, field_key: str, record_id: int, ids: Sequence[int]) -> None:
    """Attach files to a field of a record; those it held before and holds no more are let go."""
    held = {"attached_object": object_key, "attached_record": record_id, "attached_field": field_key}
    gone = sa.update(files).where(
        files.c.attached_record == record_id, files.c.attached_field == field_key, files.c.detached_at.is_(None)
    )
    if ids:
        gone = gone.where(files.c.id.not_in(list(ids)))
    tx.execute(gone.values(detached_at=tx.now))
    for file_id in ids:
        tx.update(files, {"id": file_id}, {**held, "detached_at": None})
