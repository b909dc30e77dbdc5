"""Cleaning up: files that were handed in and never imported, and exported files that nobody needs any more."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from paidan.builder.transfer.batches import State, store_batch
from paidan.builder.transfer.exporting.jobs import expire_exports
from paidan.builder.transfer.tables import batches
from paidan.kernel.database import Tx
from paidan.kernel.jobs import JobContext
from paidan.platform.files.service import detach_all

JOB = "transfer.clean_up"
FORGOTTEN_AFTER = timedelta(days=7)


async def run_clean_up_job(context: JobContext) -> None:
    """The job, run each night."""
    await context.product.database.write(clean_up)


def clean_up(tx: Tx) -> dict[str, int]:
    """Let go of what is older than a week; returns how many exports and how many imports that never began."""
    return {"exports": expire_exports(tx), "imports": _forget_uploads(tx)}


def _forget_uploads(tx: Tx) -> int:
    idle = (State.UPLOADED.value, State.CHECKED.value)
    old = sa.select(batches.c.id).where(batches.c.state.in_(idle), batches.c.created_at < tx.now - FORGOTTEN_AFTER)
    ids = [row[0] for row in tx.all(old.limit(500))]
    for batch_id in ids:
        detach_all(tx, batch_id)
        store_batch(tx, batch_id, {"state": State.CANCELLED.value, "error_file_id": None})
    return len(ids)
