"""What can be refused about jobs."""

from __future__ import annotations

from paidan.kernel.errors import Conflict, Invalid


class JobNotWaiting(Conflict):
    """Only a job that died or was cancelled can be tried again."""

    code = "job.cannot_retry"


class JobFinished(Conflict):
    """The job has ended; there is nothing left to cancel."""

    code = "job.finished"


class UnknownJob(Invalid):
    """No feature does jobs of this name."""

    code = "job.unknown"


class BadSchedule(Invalid):
    """The cron line or the time zone cannot be read."""

    code = "job.bad_schedule"
