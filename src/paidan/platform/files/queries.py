"""What can be asked about files."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from paidan.kernel.actor import Actor
from paidan.kernel.clock import moment_text
from paidan.kernel.database import Query
from paidan.kernel.database.reading import first_column
from paidan.platform.files.tables import blobs, files


@dataclass(frozen=True, slots=True)
class StoredFile:
    """One file. `size` in bytes; moments UTC; temporary while `attached_record` is None."""

    id: int
    sha256: str
    size: int
    media_type: str
    name: str
    width: int | None
    height: int | None
    thumb_sha: str | None
    uploaded_by_kind: str
    uploaded_by_id: int | None
    created_at: datetime
    taken_at: datetime | None
    position: dict[str, float] | None
    attached_object: str | None
    attached_record: int | None
    attached_field: str | None
    detached_at: datetime | None

    @property
    def is_temporary(self) -> bool:
        """Whether it has never belonged to a record."""
        return self.attached_record is None

    def is_uploaded_by(self, actor: Actor) -> bool:
        """Whether this very actor handed it in."""
        return actor.id is not None and (actor.kind, actor.id) == (self.uploaded_by_kind, self.uploaded_by_id)


_COLUMNS = tuple(files.c[name] for name in StoredFile.__slots__)


def find_file(file_id: int) -> Query[StoredFile]:
    """The file with an id."""
    return Query(sa.select(*_COLUMNS).where(files.c.id == file_id), StoredFile)


def list_files(file_ids: Iterable[int]) -> Query[StoredFile]:
    """The files with these ids, oldest first; whoever asks has checked that they may be read."""
    return Query(sa.select(*_COLUMNS).where(files.c.id.in_(list(file_ids))).order_by(files.c.id), StoredFile)


def list_files_of(record: int, field: str | None = None) -> Query[StoredFile]:
    """The files that belong to a record, or to one field of it, oldest first."""
    statement = sa.select(*_COLUMNS).where(files.c.attached_record == record, files.c.detached_at.is_(None))
    if field is not None:
        statement = statement.where(files.c.attached_field == field)
    return Query(statement.order_by(files.c.id), StoredFile)


def find_content_size(sha256: str) -> Query[int]:
    """The size of a content in bytes."""
    return Query(sa.select(blobs.c.size).where(blobs.c.sha256 == sha256), first_column)


def describe_file(file: StoredFile) -> dict[str, Any]:
    """Return what clients are told of a file. JSON-able; `thumb_url` is null where there is no small copy."""
    return {
        "id": file.id,
        "name": file.name,
        "size": file.size,
        "media_type": file.media_type,
        "width": file.width,
        "height": file.height,
        "url": f"/files/{file.id}",
        "thumb_url": f"/files/{file.id}/thumb" if file.thumb_sha else None,
        "created_at": moment_text(file.created_at),
        "taken_at": moment_text(file.taken_at) if file.taken_at else None,
        "position": file.position,
    }
