"""Jobs: work that talks to the outside world or takes long, done once the transaction that asked for it is committed.

Five calls: `enqueue`, `schedule`, `cancel`, `retry` inside a transaction, and `list_runs` to look. The row in `job_run`
is the truth; the library behind `engine.py` only finds a free hand. A job runs at least once, perhaps again after a
crash, so every message it sends outside carries the job's id as idempotency key.
"""

from paidan.kernel.jobs.asking import cancel, enqueue, retry
from paidan.kernel.jobs.job import Job, JobContext, JobStopped
from paidan.kernel.jobs.queries import JobRun, list_runs
from paidan.kernel.jobs.scheduling import Schedule, schedule, unschedule

__all__ = [
    "Job", "JobContext", "JobRun", "JobStopped", "Schedule", "cancel", "enqueue", "list_runs", "retry", "schedule",
    "unschedule",
]  # fmt: skip
