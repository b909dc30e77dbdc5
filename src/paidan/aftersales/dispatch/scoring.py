"""What it costs to send somebody: the exact sum of named terms, in milli-points.

Every term is a whole number of units times a whole price, so a decision can be added up again years later:

    linear terms     units × price
    load             price × units² ÷ 1,000,000, rounded down; units are permille of the day planned, at most 3,000
    fairness         price × units² ÷ 3,600, rounded down; units are minutes over the team's mean

The price of lateness already holds the priority's weight; bonuses have negative prices. This is the one scorer of dispatch.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import numpy as np

from paidan.aftersales.dispatch.problem import EngineerPool, Job
from paidan.aftersales.dispatch.rules import Question, levels_of
from paidan.aftersales.dispatch.ruleset import Weights
from paidan.aftersales.dispatch.schedule import Schedule
from paidan.aftersales.dispatch.spans import Ints, minute_of

TERMS = ("travel", "load", "lateness", "window", "overtime", "same_engineer", "known_engineer", "surplus", "fairness")
SQUARES = {"load": 1_000_000, "fairness": 3_600}
"""Terms that grow with the square of their units, and what the square is divided by."""

_MOST_LOAD = 3_000


@dataclass(frozen=True, slots=True, eq=False)
class Score:
    """units: terms (rows, as in TERMS) × engineers. prices: one per term. cost: the sum of the terms per engineer."""

    units: Ints
    prices: Ints
    cost: Ints


def score(question: Question, schedule: Schedule, rows: Ints) -> Score:
    """Price the visits of some engineers; `schedule` has one entry for each of `rows`."""
    units = np.stack(_units(question, schedule, rows))
    prices = prices_of(question.ruleset.weights, question.job)
    return Score(units, prices, amounts(units, prices).sum(axis=0))


def amounts(units: Ints, prices: Ints) -> Ints:
    """Turn units into milli-points by the rules stated above; same shape as `units`."""
    result = units * prices[:, None]
    for name, divisor in SQUARES.items():
        term = TERMS.index(name)
        result[term] = prices[term] * units[term] * units[term] // divisor
    return result


def prices_of(weights: Weights, job: Job) -> Ints:
    """Return milli-points per unit of each term for this job."""
    permille = weights.priority_permille[min(max(job.priority, 1), len(weights.priority_permille)) - 1]
    return np.array(
        [
            weights.travel, weights.load, weights.lateness * permille // 1_000, weights.window, weights.overtime,
            -weights.same_engineer, -weights.known_engineer, weights.surplus, weights.fairness,
        ],
        dtype=np.int64,
    )  # fmt: skip


def _units(question: Question, schedule: Schedule, rows: Ints) -> list[Ints]:
    pool, job = question.pool, question.job
    same = pool.marked([job.last_engineer_id])
    known = pool.marked(job.known_engineer_ids) & ~same
    return [
        schedule.arrival - schedule.sets_off,
        _load(pool, job, rows),
        _after(schedule.finish, job.deadline),
        _after(schedule.start, job.window_until),
        schedule.overtime,
        same[rows].astype(np.int64),
        known[rows].astype(np.int64),
        _surplus(pool, job)[rows],
        _over_mean(pool, job, rows),
    ]


def _after(minutes: Ints, moment: datetime | None) -> Ints:
    if moment is None:
        return np.zeros_like(minutes)
    return np.maximum(minutes - minute_of(moment), 0)


def _load(pool: EngineerPool, job: Job, rows: Ints) -> Ints:
    planned, available = pool.planned_minutes[rows] + job.minutes, pool.available_minutes[rows]
    permille = planned * 1_000 // np.maximum(available, 1)
    return np.minimum(permille, _MOST_LOAD)


def _surplus(pool: EngineerPool, job: Job) -> Ints:
    surplus = np.zeros(len(pool), dtype=np.int64)
    for need in job.needs:
        surplus += np.maximum(levels_of(pool, need.skill_id) - need.level, 0)
    return surplus


def _over_mean(pool: EngineerPool, job: Job, rows: Ints) -> Ints:
    """Minutes that this job would put somebody above the mean week of those who are active, the mean rounded down."""
    working = int(pool.active.sum())
    mean = int(pool.week_minutes[pool.active].sum()) // working if working else 0
    return np.maximum(pool.week_minutes[rows] + job.minutes - mean, 0)
