"""What can be done with files inside a transaction: make them belong to a record, and take them away from it."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from paidan.kernel.database import Tx
from paidan.platform.files.errors import FileTaken, FileUnknown
from paidan.platform.files.queries import StoredFile, list_files
from paidan.platform.files.tables import files


def attach(tx: Tx, file_ids: Sequence[int], object: str, record: int, field: str) -> list[StoredFile]:
    """Make files belong to a field of a record; returns them as they were, in the order given.

    A temporary file is attached only by who handed it in, or by the product itself. Files that belong there already
    stay, and those taken from the same field earlier come back. Whoever calls has checked that the actor may write the
    field. Raises: FileUnknown, FileTaken.
    """
    wanted = list(dict.fromkeys(file_ids))
    known = {file.id: file for file in tx.read(list_files(wanted))}
    place = (object, record, field)
    for file_id in wanted:
        _check(tx, known.get(file_id), file_id, place)
    values = {"attached_object": object, "attached_record": record, "attached_field": field, "detached_at": None}
    free = sa.or_(files.c.attached_record.is_(None), files.c.attached_record == record)
    changed = tx.execute(sa.update(files).where(files.c.id.in_(wanted), free).values(values))
    if changed != len(wanted):
        raise FileTaken(name=", ".join(file.name for file in known.values()))
    return [known[file_id] for file_id in wanted]


def detach(tx: Tx, file_ids: Sequence[int], record: int) -> int:
    """Take files away from a record; nobody sees them any more, and after 30 days they are deleted. Returns how many."""
    mine = (files.c.id.in_(list(file_ids)), files.c.attached_record == record, files.c.detached_at.is_(None))
    return tx.execute(sa.update(files).where(*mine).values(detached_at=tx.now))


def detach_all(tx: Tx, record: int) -> int:
    """Take every file away from a record that is being deleted for good. Returns how many."""
    mine = (files.c.attached_record == record, files.c.detached_at.is_(None))
    return tx.execute(sa.update(files).where(*mine).values(detached_at=tx.now))


def _check(tx: Tx, file: StoredFile | None, file_id: int, place: tuple[str, int, str]) -> None:
    if file is None:
        raise FileUnknown(id=file_id)
    if file.is_temporary:
        if tx.actor.kind != "service" and not file.is_uploaded_by(tx.actor):
            raise FileUnknown(id=file_id)
    elif (file.attached_object, file.attached_record, file.attached_field) != place:
        raise FileTaken(name=file.name)
