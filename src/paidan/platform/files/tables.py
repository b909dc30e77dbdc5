"""The tables of files: one row per file that somebody handed in, one row per content kept in the store.

Contents are named by their SHA-256, so the same photo sent twice lies in the store once.
"""

from __future__ import annotations

import sqlalchemy as sa

from paidan.kernel.database import Id, Json, Moment, core_tables

files = sa.Table(
    "file",
    core_tables,
    sa.Column("id", Id, primary_key=True, autoincrement=False),
    sa.Column("sha256", sa.Text, nullable=False, index=True),
    sa.Column("size", sa.BigInteger, nullable=False),
    sa.Column("media_type", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("width", sa.Integer),
    sa.Column("height", sa.Integer),
    sa.Column("thumb_sha", sa.Text, index=True),
    sa.Column("uploaded_by_kind", sa.Text, nullable=False),
    sa.Column("uploaded_by_id", Id),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("taken_at", Moment),
    sa.Column("position", Json),
    sa.Column("attached_object", sa.Text),
    sa.Column("attached_record", Id),
    sa.Column("attached_field", sa.Text),
    sa.Column("detached_at", Moment),
    sa.Index("ix_file_attached", "attached_record", "attached_field"),
    sa.Index("ix_file_detached", "detached_at"),
    sa.Index("ix_file_temporary", "attached_record", "uploaded_by_kind", "uploaded_by_id", "created_at"),
)
"""Temporary while `attached_record` is null. A file taken from its record keeps where it was and has `detached_at`.

`size` in bytes; `width` and `height` in pixels as people see the picture; `position` {"lat", "lng"} in degrees, WGS-84.
"""

blobs = sa.Table(
    "file_blob",
    core_tables,
    sa.Column("sha256", sa.Text, primary_key=True),
    sa.Column("size", sa.BigInteger, nullable=False),
    sa.Column("pinned_until", Moment, index=True),
    sa.Column("deleting_at", Moment),
)
"""What lies in the store. `pinned_until` is null while a file is known to refer to the content; a moment means that it is
being uploaded or may have lost its last file, and is looked at once the moment has passed. A content is deleted only after
`deleting_at` was set, so that an upload of the same content cannot lose a race."""
