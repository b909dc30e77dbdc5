"""HTTP: one's own jobs, and everybody's for those who oversee them."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query
from starlette.responses import Response

from paidan.kernel.database.tx import Tx
from paidan.kernel.errors import NotFound, Unauthenticated
from paidan.kernel.http.app import App, AppHandle, answer
from paidan.kernel.http.problems import problems
from paidan.kernel.jobs.asking import cancel, retry
from paidan.kernel.jobs.errors import JobFinished, JobNotWaiting
from paidan.kernel.jobs.overseeing import sees_all
from paidan.kernel.jobs.queries import JobRun, find_run, list_runs
from paidan.kernel.jobs.schemas import JobOut, JobPage, job_out

router = APIRouter(prefix="/api/jobs", tags=["jobs"])
State = Literal["waiting", "running", "done", "dead", "cancelled"]


@router.get("", response_model=JobPage, responses=problems(Unauthenticated))
async def list_jobs(
    app: App,
    state: State | None = None,
    name: Annotated[str | None, Query(max_length=100)] = None,
    before: Annotated[int | None, Query(ge=1)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Response:
    """List jobs, newest first: one's own; all of them for those who oversee."""
    person = app.require_person()
    started_by = None if sees_all(app.product.registry, app.actor) else person
    query = list_runs(started_by=started_by, state=state, name=name, before=before, limit=limit)
    runs = await app.read(query)
    after = runs[-1].id if len(runs) == limit else None
    return answer({"jobs": [job_out(run, app.language) for run in runs], "next": after})


@router.get("/{job_id}", response_model=JobOut, responses=problems(Unauthenticated, NotFound))
async def get_job(app: App, job_id: int) -> Response:
    """Return one job."""
    return answer(job_out(await _find(app, job_id), app.language))


@router.post("/{job_id}/cancel", response_model=JobOut, responses=problems(Unauthenticated, NotFound, JobFinished))
async def cancel_job(app: App, job_id: int) -> Response:
    """Take a waiting job back, or ask a running one to stop."""
    await _find(app, job_id)
    return await app.command(_cancelled, 200, job_id, app.language)


@router.post("/{job_id}/retry", response_model=JobOut, responses=problems(Unauthenticated, NotFound, JobNotWaiting))
async def retry_job(app: App, job_id: int) -> Response:
    """Run a dead or cancelled job again, with all its tries."""
    await _find(app, job_id)
    return await app.command(_retried, 200, job_id, app.language)


def _cancelled(tx: Tx, job_id: int, language: str) -> object:
    cancel(tx, job_id)
    return job_out(tx.get(find_run(job_id)), language)


def _retried(tx: Tx, job_id: int, language: str) -> object:
    retry(tx, job_id)
    return job_out(tx.get(find_run(job_id)), language)


async def _find(app: AppHandle, job_id: int) -> JobRun:
    person = app.require_person()
    run = await app.find(find_run(job_id))
    if run is None or not (run.started_by == person or sees_all(app.product.registry, app.actor)):
        raise NotFound
    return run
