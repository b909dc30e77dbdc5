"""Keeping the book of jobs: each step in the life of a run is one short transaction.

Everything that a worker writes names the round it works on. A round that was taken away from it, because the process
seemed dead or somebody cancelled, is another by then, and the write touches nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from paidan.kernel.database.reading import Query, as_tuple
from paidan.kernel.database.tx import Tx
from paidan.kernel.jobs.asking import ENQUEUED, find_job
from paidan.kernel.jobs.events import JobDied, JobDone
from paidan.kernel.jobs.tables import job_executors, job_runs
from paidan.kernel.live import publish

HAND_AGAIN = timedelta(seconds=60)
DEAD_AFTER = timedelta(seconds=20)
"""A process that has not written its heartbeat for so long is taken to be dead."""
KEEP_DONE = timedelta(days=14)
KEEP_DEAD = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Begun:
    """A run that a worker has taken up."""

    id: int
    name: str
    payload: dict[str, Any]
    attempt: int
    round: int
    started_by: int | None
    language: str


def list_to_hand_over(now: datetime, limit: int = 100) -> Query[tuple[int, int]]:
    """Ids and rounds of the jobs whose time has come and that nobody was handed, or that got lost on the way."""
    lost = sa.or_(job_runs.c.handed_at.is_(None), job_runs.c.handed_at <= now - HAND_AGAIN)
    statement = (
        sa.select(job_runs.c.id, job_runs.c.round)
        .where(job_runs.c.state == "waiting", job_runs.c.run_at <= now, lost)
        .order_by(job_runs.c.run_at, job_runs.c.id)
        .limit(limit)
    )
    return Query(statement, as_tuple)


def list_abandoned(now: datetime, only: str | None = None) -> Query[tuple[int, int, str]]:
    """Id, round and executor of the jobs whose process is dead; `only` names the one process that can be alive."""
    alive = sa.select(job_executors.c.id).where(job_executors.c.seen_at > now - DEAD_AFTER)
    if only is not None:
        alive = sa.select(sa.literal(only))
    statement = sa.select(job_runs.c.id, job_runs.c.round, job_runs.c.executor).where(
        job_runs.c.state == "running", job_runs.c.executor.not_in(alive)
    )
    return Query(statement, as_tuple)


def hand_all_again(tx: Tx) -> None:
    """Forget which runs were handed over, because the process that had them is gone."""
    handed = sa.update(job_runs).where(job_runs.c.state == "waiting", job_runs.c.handed_at.is_not(None))
    tx.execute(handed.values(handed_at=None))


def mark_handed(tx: Tx, runs: list[tuple[int, int]]) -> None:
    """Note that the engine has the runs, those that have not already been through it."""
    for run_id, round in runs:
        tx.update(job_runs, {"id": run_id, "round": round, "state": "waiting"}, {"handed_at": tx.now})


def begin(tx: Tx, run_id: int, round: int, executor: str) -> Begun | None:
    """Take a run up; None when it is not this round's turn any more."""
    mine = sa.update(job_runs).where(
        job_runs.c.id == run_id, job_runs.c.state == "waiting", job_runs.c.round == round, job_runs.c.run_at <= tx.now
    )
    values = {"state": "running", "executor": executor, "attempts": job_runs.c.attempts + 1, "started_at": tx.now}
    if not tx.execute(mine.values(values)):
        return None
    columns = (job_runs.c.name, job_runs.c.payload, job_runs.c.attempts, job_runs.c.started_by, job_runs.c.language)
    name, payload, attempt, started_by, language = tx.all(sa.select(*columns).where(job_runs.c.id == run_id))[0]
    publish(tx, f"job/{run_id}")
    return Begun(run_id, name, payload, attempt, round, started_by, language)


def finish(tx: Tx, begun: Begun, result: Any) -> bool:
    """Write the result down; False when the run was taken away meanwhile."""
    values = {"state": "done", "result": result, "error": None, "executor": None, "finished_at": tx.now}
    if not _change(tx, begun, values):
        return False
    tx.announce(JobDone(object="job", record=begun.id, name=begun.name, started_by=begun.started_by))
    return True


def fail(tx: Tx, begun: Begun, error: str) -> None:
    """Put the run back for another try later, or let it die when it had its tries."""
    if _cancelled(tx, begun):
        return
    job = find_job(tx, begun.name)
    if job is None or begun.attempt >= job.tries:
        _die(tx, begun.id, begun.round, begun.name, begun.started_by, error)
        return
    run_at = tx.now + timedelta(seconds=job.pause_after(begun.attempt))
    _change(tx, begun, _put_back(run_at, error))
    tx.memo[ENQUEUED] = True


def stop(tx: Tx, begun: Begun) -> None:
    """The handler came to a stop: cancelled when somebody asked for it, else put back because the process ends."""
    if not _cancelled(tx, begun):
        _change(tx, begun, {**_put_back(tx.now, None), "attempts": begun.attempt - 1})
        tx.memo[ENQUEUED] = True
    publish(tx, f"job/{begun.id}")


def tell_progress(tx: Tx, run_id: int, round: int, news: dict[str, Any] | None) -> bool:
    """Write progress down; True when the run shall stop, because somebody asked or because it was taken away."""
    mine = {"id": run_id, "round": round, "state": "running"}
    if news is not None and tx.update(job_runs, mine, news):
        publish(tx, f"job/{run_id}")
    asked = tx.value(
        sa.select(job_runs.c.stop_asked).where(*(job_runs.c[name] == value for name, value in mine.items()))
    )
    return asked is None or bool(asked)


def take_back(tx: Tx, run_id: int, round: int) -> None:
    """Put the run of a dead process back; one that has had its tries dies, for it may be what kills processes."""
    columns = (job_runs.c.name, job_runs.c.attempts, job_runs.c.started_by)
    mine = (job_runs.c.id == run_id, job_runs.c.round == round, job_runs.c.state == "running")
    row = tx.first(sa.select(*columns).where(*mine))
    if row is None:
        return
    name, attempts, started_by = row
    job = find_job(tx, name)
    if job is None or attempts >= job.tries:
        _die(tx, run_id, round, name, started_by, "the process that did it ended before it was done")
        return
    tx.execute(sa.update(job_runs).where(*mine).values(_put_back(tx.now, None)))
    tx.memo[ENQUEUED] = True


def beat(tx: Tx, executor: str, host: str, pid: int) -> None:
    """Say that this process is alive, and forget those that have been gone for a day."""
    if not tx.update(job_executors, {"id": executor}, {"seen_at": tx.now}):
        row = {"id": executor, "host": host, "pid": pid, "started_at": tx.now, "seen_at": tx.now}
        tx.insert(job_executors, row)
        tx.execute(sa.delete(job_executors).where(job_executors.c.seen_at < tx.now - timedelta(days=1)))


def leave(tx: Tx, executor: str) -> None:
    """Say that this process runs no jobs any more; what it still had is free for the others."""
    tx.delete(job_executors, {"id": executor})


def forget_old(tx: Tx) -> int:
    """Delete what ended long ago: done and cancelled jobs after two weeks, dead ones after three months."""
    ended = sa.or_(
        sa.and_(job_runs.c.state.in_(("done", "cancelled")), job_runs.c.finished_at < tx.now - KEEP_DONE),
        sa.and_(job_runs.c.state == "dead", job_runs.c.finished_at < tx.now - KEEP_DEAD),
    )
    return tx.execute(sa.delete(job_runs).where(ended))


def _cancelled(tx: Tx, begun: Begun) -> bool:
    mine = {"id": begun.id, "round": begun.round, "state": "running", "stop_asked": True}
    return tx.update(job_runs, mine, {"state": "cancelled", "executor": None, "finished_at": tx.now}) > 0


def _put_back(run_at: datetime, error: str | None) -> dict[str, Any]:
    return {
        "state": "waiting", "round": job_runs.c.round + 1, "run_at": run_at, "handed_at": None, "executor": None,
        "error": error and error[:4000],
    }  # fmt: skip


def _die(tx: Tx, run_id: int, round: int, name: str, started_by: int | None, error: str) -> None:
    mine = (job_runs.c.id == run_id, job_runs.c.round == round, job_runs.c.state == "running")
    values = {"state": "dead", "error": error[:4000], "executor": None, "finished_at": tx.now}
    if tx.execute(sa.update(job_runs).where(*mine).values(values)):
        tx.announce(JobDied(object="job", record=run_id, name=name, started_by=started_by))


def _change(tx: Tx, begun: Begun, values: dict[str, Any]) -> int:
    mine = (job_runs.c.id == begun.id, job_runs.c.round == begun.round, job_runs.c.state == "running")
    return tx.execute(sa.update(job_runs).where(*mine).values(values))
