"""When could each engineer come? The earliest visit in each one's working time, for everybody at once.

The visit is appended: it begins when the engineer is free of everything planned, or later in a span of working time that has
room for it. Nobody sets off earlier than needed to be there when the window opens. A visit lies in one span.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from paidan.aftersales.dispatch.problem import Job
from paidan.aftersales.dispatch.spans import FAR, Bools, Ints, Spans, minute_of
from paidan.aftersales.dispatch.travel import Roads

LATEST = FAR * 4
"""Stands for "no limit"; later than any sum of minutes."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The times of one job as minutes. `arrive_until` and `finish_until` are LATEST where nothing binds."""

    now: int
    minutes: int
    open_from: int
    arrive_until: int
    finish_until: int
    overtime: int


@dataclass(frozen=True, slots=True, eq=False)
class Schedule:
    """The best visit of each engineer. fits: there is working time for it. keeps: and it keeps window and hard deadline.

    sets_off, arrival, start, finish are minutes since 1970 UTC; overtime is minutes past the end of the span.
    Where nothing fits they tell of the span that misses by least; where no working time is left, overtime is LATEST.
    """

    fits: Bools
    keeps: Bools
    sets_off: Ints
    arrival: Ints
    start: Ints
    finish: Ints
    overtime: Ints

    def take(self, rows: Ints) -> Schedule:
        """Return the same for some engineers only."""
        return Schedule(
            self.fits[rows], self.keeps[rows], self.sets_off[rows], self.arrival[rows],
            self.start[rows], self.finish[rows], self.overtime[rows],
        )  # fmt: skip

    def patched(self, rows: Ints, other: Schedule) -> Schedule:
        """Return the same with some rows taken from another schedule, which has one entry for each of them."""
        columns = {name: getattr(self, name).copy() for name in Schedule.__slots__}
        for name, column in columns.items():
            column[rows] = getattr(other, name)
        return Schedule(**columns)


def limits_of(job: Job, *, now: int, grace: int, overtime: int, windowed: bool) -> Limits:
    """Read the times of a job. With `windowed` false neither window nor hard deadline limits anything."""
    until = minute_of(job.window_until) + grace if job.window_until and windowed else LATEST
    finish = minute_of(job.deadline) if job.deadline and job.deadline_is_hard and windowed else LATEST
    opens = minute_of(job.window_from) if job.window_from else now
    return Limits(now, job.minutes, opens, until, finish, overtime)


def earliest(spans: Spans, free_from: Ints, way: Ints, roads: Roads, limits: Limits) -> Schedule:
    """Find for each engineer the first span that keeps the appointment, else the first that fits, else the nearest miss."""
    ready = np.maximum(spans.start, np.maximum(free_from, limits.now))
    start = np.maximum(roads.arrive(ready, way), limits.open_from)
    finish = start + limits.minutes
    unusable = (ready >= spans.end) | (spans.start >= spans.end)
    over = np.minimum(np.maximum(finish - spans.end, 0) + unusable * LATEST, LATEST)
    fits = over <= np.minimum(spans.room, limits.overtime)
    keeps = fits & (start <= limits.arrive_until) & (finish <= limits.finish_until)

    chosen = _least(over * ~fits - fits - keeps)
    begin = start.take(chosen)
    sets_off = np.maximum(ready.take(chosen), roads.leave_by(begin, way))
    return Schedule(
        fits=fits.take(chosen),
        keeps=keeps.take(chosen),
        sets_off=sets_off,
        arrival=roads.arrive(sets_off, way),
        start=begin,
        finish=finish.take(chosen),
        overtime=over.take(chosen),
    )


def _least(values: Ints) -> Ints:
    """Return for each engineer the flat position of the first smallest entry: keeping (-2), fitting (-1), then overtime."""
    engineers = values.shape[1]
    best, least = np.arange(engineers), values[0].copy()
    for index in range(1, len(values)):
        better = values[index] < least
        np.copyto(least, values[index], where=better)
        np.copyto(best, np.arange(index * engineers, (index + 1) * engineers), where=better)
    return best
