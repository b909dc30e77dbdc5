"""Cleaning: files that no record took, files that a record gave up, and contents that nobody refers to.

A content is marked before it is deleted, in a transaction that checks that nobody refers to it or has pinned it; an
upload of the same content then waits until it is gone and writes it again. Any number of processes may clean at once.
"""

from __future__ import annotations

import asyncio
from datetime import timedelta

import sqlalchemy as sa

from paidan.kernel.database import Query, Tx
from paidan.kernel.database.reading import first_column
from paidan.kernel.product import Background, Product
from paidan.platform.files.store import file_store
from paidan.platform.files.tables import blobs, files

TEMPORARY_FOR = timedelta(days=1)
DETACHED_FOR = timedelta(days=30)
_STUCK_AFTER = timedelta(minutes=10)
_CHUNK = 500
_PAUSE_SECONDS = 1800.0


class FileCleaner(Background):
    """Clears away twice an hour."""

    name = "files.cleaner"

    async def run(self, product: Product) -> None:
        """Clean for ever."""
        while True:
            await clean(product)
            await asyncio.sleep(_PAUSE_SECONDS)


async def clean(product: Product) -> tuple[int, int]:
    """Remove what is due; returns how many files and how many contents went."""
    removed = 0
    while chunk := await product.database.write(remove_expired_files):
        removed += chunk
    _forget_half_uploads(product)
    return removed, await _delete_unused_contents(product)


def remove_expired_files(tx: Tx) -> int:
    """Delete the rows of files temporary for a day or detached for thirty, at most 500. Returns how many."""
    temporary = sa.and_(files.c.attached_record.is_(None), files.c.created_at < tx.now - TEMPORARY_FOR)
    due = sa.or_(temporary, files.c.detached_at < tx.now - DETACHED_FOR)
    rows = tx.all(sa.select(files.c.id, files.c.sha256, files.c.thumb_sha).where(due).limit(_CHUNK))
    contents = {sha256 for _, *both in rows for sha256 in both if sha256}
    tx.execute(sa.update(blobs).where(blobs.c.sha256.in_(contents)).values(pinned_until=tx.now))
    return tx.execute(sa.delete(files).where(files.c.id.in_([row[0] for row in rows]), due))


def mark_for_deletion(tx: Tx, sha256: str) -> bool:
    """Mark a content as being deleted, if nobody refers to it or has pinned it; False when somebody does."""
    due = (blobs.c.sha256 == sha256, blobs.c.pinned_until <= tx.now)
    if not tx.execute(sa.update(blobs).where(*due).values(pinned_until=tx.now)):  # and whoever else wants it waits
        return False
    used = sa.or_(files.c.sha256 == sha256, files.c.thumb_sha == sha256)
    if tx.first(sa.select(files.c.id).where(used).limit(1)):
        tx.update(blobs, {"sha256": sha256}, {"pinned_until": None})
        return False
    free = sa.or_(blobs.c.deleting_at.is_(None), blobs.c.deleting_at < tx.now - _STUCK_AFTER)
    return tx.execute(sa.update(blobs).where(blobs.c.sha256 == sha256, free).values(deleting_at=tx.now)) == 1


async def _delete_unused_contents(product: Product) -> int:
    store, deleted = file_store(product), 0
    due = sa.select(blobs.c.sha256).where(blobs.c.pinned_until <= product.database.clock.now())
    for sha256 in await product.database.read(Query(due.order_by(blobs.c.pinned_until).limit(_CHUNK), first_column)):
        if await product.database.write(mark_for_deletion, sha256):
            await store.delete(sha256)
            deleted += await product.database.write(_forget_content, sha256)
    return deleted


def _forget_content(tx: Tx, sha256: str) -> int:
    return tx.delete(blobs, {"sha256": sha256})


def _forget_half_uploads(product: Product) -> None:
    """Remove what a killed process left in the folder of incoming files."""
    folder = file_store(product).incoming
    oldest = (product.database.clock.now() - TEMPORARY_FOR).timestamp()
    for path in folder.glob("upload-*") if folder.exists() else ():
        if path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)
