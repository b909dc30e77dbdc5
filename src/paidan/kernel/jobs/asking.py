"""Asking for work, inside the transaction that the work belongs to: enqueue, cancel, retry."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from paidan.kernel.database.tx import Tx
from paidan.kernel.errors import NotFound
from paidan.kernel.jobs.errors import JobFinished, JobNotWaiting, UnknownJob
from paidan.kernel.jobs.job import Job
from paidan.kernel.jobs.tables import job_runs
from paidan.kernel.live import publish

ENQUEUED = "jobs.enqueued"
"""Under this name a transaction remembers that it asked for work, so that the commit wakes those who do it."""


def enqueue(
    tx: Tx,
    job: str,
    payload: dict[str, Any] | None = None,
    *,
    run_at: datetime | None = None,
    unique_key: str | None = None,
) -> int:
    """Ask for a job and return its id. It starts after the commit, at `run_at` (UTC) at the earliest.

    While a job of the same name with the same `unique_key` is waiting or running, no other is made and its id is
    returned. `payload` becomes the keyword arguments of the handler. Raises UnknownJob.
    """
    if find_job(tx, job) is None:
        raise UnknownJob(name=job)
    row = _row(tx, job, payload or {}, run_at or tx.now, unique_key)
    insert = postgresql.insert if tx.dialect == "postgresql" else sqlite.insert
    while unique_key is not None and not tx.execute(insert(job_runs).values(row).on_conflict_do_nothing()):
        alive = _find_alive(tx, job, unique_key)
        if alive is not None:
            return alive
    if unique_key is None:
        tx.insert(job_runs, row)
    tx.memo[ENQUEUED] = True
    return int(row["id"])


def cancel(tx: Tx, run_id: int) -> None:
    """Take a waiting job back, or ask a running one to stop at its next `progress`. Raises NotFound, JobFinished."""
    stopped = {"state": "cancelled", "finished_at": tx.now}
    if not tx.update(job_runs, {"id": run_id, "state": "waiting"}, stopped) and not tx.update(
        job_runs, {"id": run_id, "state": "running"}, {"stop_asked": True}
    ):
        _require(tx, run_id)
        raise JobFinished
    publish(tx, f"job/{run_id}")


def retry(tx: Tx, run_id: int) -> None:
    """Give a dead or cancelled job all its tries again.

    Raises NotFound, JobNotWaiting; the latter also when another job does the same work by now.
    """
    same = tx.first(sa.select(job_runs.c.name, job_runs.c.unique_key).where(job_runs.c.id == run_id))
    if same is not None and same[1] is not None and _find_alive(tx, *same) is not None:
        raise JobNotWaiting
    fresh = {
        "state": "waiting", "round": job_runs.c.round + 1, "run_at": tx.now, "handed_at": None, "attempts": 0,
        "executor": None, "stop_asked": False, "done": 0, "total": None, "message": None, "error": None,
        "finished_at": None,
    }  # fmt: skip
    ended = sa.update(job_runs).where(job_runs.c.id == run_id, job_runs.c.state.in_(("dead", "cancelled")))
    if not tx.execute(ended.values(fresh)):
        _require(tx, run_id)
        raise JobNotWaiting
    tx.memo[ENQUEUED] = True
    publish(tx, f"job/{run_id}")


def find_job(tx: Tx, name: str) -> Job | None:
    """Return the job that a feature contributed under a name."""
    jobs: dict[str, Job] = tx.registry.memory.get(Job) or {job.name: job for job in tx.registry.all(Job)}
    tx.registry.memory[Job] = jobs
    return jobs.get(name)


def _row(tx: Tx, job: str, payload: dict[str, Any], run_at: datetime, unique_key: str | None) -> dict[str, Any]:
    return {
        "id": tx.new_id(),
        "name": job,
        "payload": payload,
        "unique_key": unique_key,
        "state": "waiting",
        "round": 0,
        "run_at": run_at,
        "attempts": 0,
        "stop_asked": False,
        "done": 0,
        "started_by": tx.actor.id if tx.actor.kind == "person" else None,
        "language": tx.actor.language,
        "created_at": tx.now,
    }


def _find_alive(tx: Tx, job: str, unique_key: str) -> int | None:
    alive = job_runs.c.state.in_(("waiting", "running"))
    same = (job_runs.c.name == job, job_runs.c.unique_key == unique_key)
    found: int | None = tx.value(sa.select(job_runs.c.id).where(*same, alive))
    return found


def _require(tx: Tx, run_id: int) -> None:
    if tx.value(sa.select(job_runs.c.id).where(job_runs.c.id == run_id)) is None:
        raise NotFound
