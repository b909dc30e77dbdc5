"""The tables of jobs: what is to be done, who is doing it, and what comes round by the calendar."""

from __future__ import annotations

import sqlalchemy as sa

from paidan.kernel.database.tables import core_tables
from paidan.kernel.database.types import Flag, Id, Json, Moment

job_runs = sa.Table(
    "job_run",
    core_tables,
    sa.Column("id", Id, primary_key=True, autoincrement=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("payload", Json, nullable=False),
    sa.Column("unique_key", sa.Text),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("round", sa.Integer, nullable=False),
    sa.Column("run_at", Moment, nullable=False),
    sa.Column("handed_at", Moment),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("executor", sa.Text),
    sa.Column("stop_asked", Flag, nullable=False),
    sa.Column("done", Id, nullable=False),
    sa.Column("total", Id),
    sa.Column("message", Json),
    sa.Column("result", Json),
    sa.Column("error", sa.Text),
    sa.Column("started_by", Id),
    sa.Column("language", sa.Text, nullable=False),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("started_at", Moment),
    sa.Column("finished_at", Moment),
    sa.Index("ix_job_run_state_run_at", "state", "run_at", "id"),
    sa.Index("ix_job_run_started_by", "started_by", "id"),
    sa.Index("ix_job_run_executor", "executor"),
    sa.Index(
        "uq_job_run_unique_key",
        "name",
        "unique_key",
        unique=True,
        sqlite_where=sa.text("unique_key IS NOT NULL AND state IN ('waiting', 'running')"),
        postgresql_where=sa.text("unique_key IS NOT NULL AND state IN ('waiting', 'running')"),
    ),
)
"""`state`: waiting, running, done, dead, cancelled. `round` counts how often the job was put back to waiting: whoever
works on it works on one round, and what belongs to an earlier round changes nothing any more."""

job_executors = sa.Table(
    "job_executor",
    core_tables,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("host", sa.Text, nullable=False),
    sa.Column("pid", sa.Integer, nullable=False),
    sa.Column("started_at", Moment, nullable=False),
    sa.Column("seen_at", Moment, nullable=False),
)
"""Processes that run jobs. One that has not been seen for a while is dead, and the others take up what it did."""

job_schedules = sa.Table(
    "job_schedule",
    core_tables,
    sa.Column("id", Id, primary_key=True, autoincrement=False),
    sa.Column("name", sa.Text, nullable=False, unique=True),
    sa.Column("job", sa.Text, nullable=False),
    sa.Column("cron", sa.Text, nullable=False),
    sa.Column("time_zone", sa.Text, nullable=False),
    sa.Column("payload", Json, nullable=False),
    sa.Column("epoch", sa.Integer, nullable=False),
    sa.Column("is_shipped", Flag, nullable=False),
)
