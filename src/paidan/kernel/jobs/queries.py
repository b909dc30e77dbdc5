"""What can be asked about jobs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from paidan.kernel.database.reading import Query, as_tuple, first_column
from paidan.kernel.jobs.tables import job_runs

PAGE = 50
STATES = ("waiting", "running", "done", "dead", "cancelled")


@dataclass(frozen=True, slots=True)
class JobRun:
    """One job as people see it. `message` is {"key", "params"}; moments are UTC."""

    id: int
    name: str
    state: str
    attempts: int
    done: int
    total: int | None
    message: dict[str, Any] | None
    result: Any
    error: str | None
    started_by: int | None
    run_at: datetime
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None


_COLUMNS = (
    job_runs.c.id, job_runs.c.name, job_runs.c.state, job_runs.c.attempts, job_runs.c.done, job_runs.c.total,
    job_runs.c.message, job_runs.c.result, job_runs.c.error, job_runs.c.started_by, job_runs.c.run_at,
    job_runs.c.created_at, job_runs.c.started_at, job_runs.c.finished_at,
)  # fmt: skip


def list_runs(
    *,
    started_by: int | None = None,
    state: str | None = None,
    name: str | None = None,
    before: int | None = None,
    limit: int = PAGE,
) -> Query[JobRun]:
    """Jobs, newest first; `before` is the id of the last one of the page before. None stands for all."""
    statement = sa.select(*_COLUMNS).order_by(job_runs.c.id.desc()).limit(limit)
    for column, value in (("started_by", started_by), ("state", state), ("name", name)):
        if value is not None:
            statement = statement.where(job_runs.c[column] == value)
    if before is not None:
        statement = statement.where(job_runs.c.id < before)
    return Query(statement, JobRun)


def find_run(run_id: int) -> Query[JobRun]:
    """The job with an id."""
    return Query(sa.select(*_COLUMNS).where(job_runs.c.id == run_id), JobRun)


def count_by_state() -> Query[tuple[str, int]]:
    """How many jobs there are in each state."""
    counted = sa.select(job_runs.c.state, sa.func.count()).group_by(job_runs.c.state)
    return Query(counted, as_tuple, slow=True)


def next_run_at() -> Query[datetime]:
    """The moment from which the first waiting job that nobody was handed may run."""
    waiting = sa.select(job_runs.c.run_at).where(job_runs.c.state == "waiting", job_runs.c.handed_at.is_(None))
    return Query(waiting.order_by(job_runs.c.run_at).limit(1), first_column)
