"""DBOS Transact as engine: the only module that knows it. Imported when the first job is handed over.

What is particular about it: one instance a process, so the work it calls stands in a module variable. It gets an
engine of our driver, because its own would bring a second copy of SQLite into the process. The executor id is new in
every process, so that it never picks up on its own what we give back by the book. `application_version` is pinned,
else an upgrade would strand what waits. Reasons and figures: docs/decisions/0001-jobs.md.
"""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from dbos import DBOS, DBOSClient, DBOSConfig

from paidan.kernel.jobs.engine import JobEngine, Work

if TYPE_CHECKING:
    from paidan.kernel.database.base import Database
    from paidan.kernel.settings import Settings

VERSION = "paidan-1"
QUEUE = "jobs"
WORKFLOW = "paidan.run"
POLL_SECONDS = 0.2
QUEUED = ("ENQUEUED", "DELAYED")
ENDED = ("SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED")

_work: Work | None = None


@DBOS.workflow(name=WORKFLOW)  # type: ignore[misc, unused-ignore]
def call_work(run_id: int, round: int) -> None:
    """Do one run; a DBOS workflow, so it is called in whichever process has a hand free."""
    if _work is not None:
        _work(run_id, round)


class DbosEngine(JobEngine):
    """Runs on the product's own database: in a SQLite file beside our tables, on PostgreSQL in the schema `dbos`."""

    def __init__(self, settings: Settings, database: Database, at_once: int) -> None:
        self._at_once = at_once
        self._engine = engine_for(settings, database)
        self._client: DBOSClient | None = None

    def start(self, executor: str, work: Work) -> None:
        """Launch it: its tables are made or brought up to date, its threads started."""
        global _work
        _work = work
        logging.getLogger("dbos").setLevel(logging.ERROR)
        config: DBOSConfig = {
            "name": "paidan",
            "system_database_engine": self._engine,
            "application_version": VERSION,
            "executor_id": executor,
            "use_listen_notify": False,
            "log_level": "ERROR",
        }
        DBOS(config=config)
        DBOS.launch()
        DBOS.register_queue(QUEUE, worker_concurrency=self._at_once, polling_interval_sec=POLL_SECONDS)
        self._client = DBOSClient(system_database_engine=self._engine, application_name="paidan")

    def hand_over(self, runs: list[tuple[int, int]]) -> None:
        """Enqueue a workflow a run.

        A run that waits although DBOS called its workflow was lost between the two; its workflow is made anew.
        """
        client = self._require_client()
        names = [workflow_id(*run) for run in runs]
        known = client.list_workflows(workflow_ids=names, load_input=False, load_output=False)
        lost = [one.workflow_id for one in known if one.status not in QUEUED]
        if lost:
            client.delete_workflows(lost)
        under_way = {one.workflow_id for one in known} - set(lost)
        for name, (run_id, round) in zip(names, runs, strict=True):
            if name not in under_way:
                client.enqueue(
                    {"workflow_name": WORKFLOW, "queue_name": QUEUE, "workflow_id": name, "app_version": VERSION},
                    run_id,
                    round,
                )

    def forget(self, runs: list[tuple[int, int]]) -> None:
        """Delete the workflows that a dead process left behind."""
        self._require_client().delete_workflows([workflow_id(*run) for run in runs])

    def clean(self, older_than_seconds: float) -> None:
        """Delete workflows that ended so long ago."""
        client = self._require_client()
        before = datetime.now(UTC) - timedelta(seconds=older_than_seconds)  # noqa: TID251 — DBOS dates by the machine
        old = client.list_workflows(
            status=list(ENDED), completed_before=before.isoformat(), limit=1000, load_input=False, load_output=False
        )
        if old:
            client.delete_workflows([one.workflow_id for one in old])

    def stop(self) -> None:
        """End its threads, without waiting for runs under way."""
        global _work
        _work = None
        if self._client is not None:
            self._client.destroy()
            self._client = None
        DBOS.destroy()
        self._engine.dispose()

    def _require_client(self) -> DBOSClient:
        if self._client is None:
            raise RuntimeError("the job engine was not started")
        return self._client


def workflow_id(run_id: int, round: int) -> str:
    """Return the name of a run in one round; handing over the same twice is one workflow."""
    return f"{run_id}.{round}"


def engine_for(settings: Settings, database: Database) -> sa.Engine:
    """Return a pooled engine on the product's database, through the product's own driver."""
    url = database.engine().url
    if settings.uses_postgres:
        return sa.create_engine(url, pool_size=3, max_overflow=5, pool_pre_ping=True)
    import pysqlite3

    engine = sa.create_engine(url, module=pysqlite3, pool_size=2, max_overflow=8)

    @sa.event.listens_for(engine, "connect")
    def _prepare(connection: Any, _: Any) -> None:
        connection.isolation_level = "IMMEDIATE"
        for pragma in ("busy_timeout=30000", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    return engine
