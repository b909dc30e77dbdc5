"""Schedules: jobs that come round by the calendar, as cron lines in a time zone.

Each schedule is a row with one timer, which enqueues the job and arms itself for the next time. What was missed while
no process ran is done once, not as often as it was missed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from paidan.kernel.database.tx import Tx
from paidan.kernel.jobs.asking import enqueue, find_job
from paidan.kernel.jobs.errors import BadSchedule, UnknownJob
from paidan.kernel.jobs.tables import job_schedules
from paidan.kernel.timers import Timer, TimerKind, arm, disarm

TIMER = "job.schedule"


@dataclass(frozen=True, slots=True)
class Schedule:
    """A schedule that a feature ships: cron with five fields; without a zone, in the time zone of the company."""

    name: str
    job: str
    cron: str
    time_zone: str | None = None
    payload: dict[str, Any] = field(default_factory=dict)


def schedule(tx: Tx, name: str, *, job: str, cron: str, time_zone: str, payload: dict[str, Any] | None = None) -> None:
    """Make a schedule, or change the one of this name. Raises UnknownJob, BadSchedule."""
    _put(tx, Schedule(name, job, cron, time_zone, payload or {}), time_zone, is_shipped=False)


def unschedule(tx: Tx, name: str) -> bool:
    """Take a schedule away; False when there was none."""
    schedule_id = tx.value(sa.select(job_schedules.c.id).where(job_schedules.c.name == name))
    if schedule_id is None:
        return False
    disarm(tx, kind=TIMER, subject_id=schedule_id)
    return tx.delete(job_schedules, {"id": schedule_id}) > 0


def next_time(cron: str, time_zone: str, after: datetime) -> datetime:
    """Return the first moment (UTC) after another at which a cron line strikes in a zone. Raises BadSchedule."""
    from croniter import croniter  # type: ignore[import-untyped, unused-ignore]

    try:
        zone = ZoneInfo(time_zone)
        if len(cron.split()) != 5:
            raise ValueError("five fields are needed")
        struck: datetime = croniter(cron, after.astimezone(zone)).get_next(datetime)
    except (ValueError, KeyError, OSError) as error:
        raise BadSchedule(cron=cron, time_zone=time_zone, problem=str(error)) from None
    return struck.astimezone(UTC)


def install_schedules(tx: Tx, time_zone: str) -> None:
    """Bring the shipped schedules in line with what the features contribute; `time_zone` is the company's."""
    shipped = tx.registry.all(Schedule)
    names = {one.name for one in shipped}
    for (name,) in tx.all(sa.select(job_schedules.c.name).where(job_schedules.c.is_shipped == sa.literal(1))):
        if name not in names:
            unschedule(tx, name)
    for one in shipped:
        _put(tx, one, one.time_zone or time_zone, is_shipped=True)


def strike(tx: Tx, timer: Timer) -> None:
    """The moment of a schedule has come: enqueue its job and arm the next time."""
    columns = (job_schedules.c.name, job_schedules.c.job, job_schedules.c.cron, job_schedules.c.time_zone)
    row = tx.first(
        sa.select(*columns, job_schedules.c.payload).where(
            job_schedules.c.id == timer.subject_id, job_schedules.c.epoch == timer.epoch
        )
    )
    if row is None:
        return
    name, job, cron, time_zone, payload = row
    if find_job(tx, job) is not None:
        enqueue(tx, job, payload, unique_key=f"schedule:{name}")
    assert timer.subject_id is not None
    _arm(tx, timer.subject_id, timer.epoch, cron, time_zone)


TIMER_KIND = TimerKind(TIMER, strike)


def _put(tx: Tx, one: Schedule, time_zone: str, *, is_shipped: bool) -> None:
    if find_job(tx, one.job) is None:
        raise UnknownJob(name=one.job)
    wanted = {"job": one.job, "cron": one.cron, "time_zone": time_zone, "payload": one.payload}
    columns = (job_schedules.c.id, job_schedules.c.epoch, *(job_schedules.c[name] for name in wanted))
    row = tx.first(sa.select(*columns).where(job_schedules.c.name == one.name))
    if row is None:
        schedule_id, epoch = tx.new_id(), 0
        values = {"id": schedule_id, "name": one.name, **wanted, "epoch": epoch, "is_shipped": is_shipped}
        tx.insert(job_schedules, values)
    elif tuple(row[2:]) == tuple(wanted.values()):
        return
    else:
        schedule_id, epoch = row[0], row[1] + 1
        tx.update(job_schedules, {"id": schedule_id}, {**wanted, "epoch": epoch})
        disarm(tx, kind=TIMER, subject_id=schedule_id)
    _arm(tx, schedule_id, epoch, one.cron, time_zone)


def _arm(tx: Tx, schedule_id: int, epoch: int, cron: str, time_zone: str) -> None:
    arm(tx, TIMER, next_time(cron, time_zone, tx.now), subject_id=schedule_id, epoch=epoch)
