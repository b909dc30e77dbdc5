"""The shapes of jobs in the API."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict

from paidan.kernel.clock import moment_text
from paidan.kernel.i18n import translate
from paidan.kernel.jobs.queries import JobRun


class JobOut(BaseModel):
    """One job: `done` of `total` steps, `message` in the reader's language; moments are UTC."""

    model_config = ConfigDict(extra="forbid")

    id: int
    name: str
    title: str
    state: str
    attempts: int
    done: int
    total: int | None
    message: str | None
    result: Any
    error: str | None
    started_by: int | None
    run_at: str
    created_at: str
    started_at: str | None
    finished_at: str | None


class JobPage(BaseModel):
    """A page of jobs, newest first; `next` is the `before` of the page after it."""

    model_config = ConfigDict(extra="forbid")

    jobs: list[JobOut]
    next: int | None


def job_out(run: JobRun, language: str) -> dict[str, Any]:
    """Return a job as the API tells it. The title is the message `job.<name>`."""
    message = run.message and translate(run.message["key"], language, **run.message["params"])
    return {
        "id": run.id,
        "name": run.name,
        "title": translate(f"job.{run.name}", language),
        "state": run.state,
        "attempts": run.attempts,
        "done": run.done,
        "total": run.total,
        "message": message,
        "result": run.result,
        "error": run.error,
        "started_by": run.started_by,
        "run_at": moment_text(run.run_at),
        "created_at": moment_text(run.created_at),
        "started_at": _text(run.started_at),
        "finished_at": _text(run.finished_at),
    }


def _text(moment: datetime | None) -> str | None:
    return None if moment is None else moment_text(moment)
