"""When nobody may go: the cheapest single rule to loosen.

Each rule with a `relax_price` is loosened in turn while all others stand; whoever could go then is priced as usual, plus the
relaxation's own price by unit. The best of each rule is kept, so that a dispatcher can choose between kinds of exception.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from paidan.aftersales.dispatch.problem import EngineerPool
from paidan.aftersales.dispatch.rules import RULES, TIME_RULES, Question, Verdict, levels_of, minutes_late
from paidan.aftersales.dispatch.schedule import LATEST, Schedule, earliest
from paidan.aftersales.dispatch.scoring import score
from paidan.aftersales.dispatch.spans import Bools, Ints, always
from paidan.aftersales.dispatch.ties import in_order


@dataclass(frozen=True, slots=True)
class Relaxation:
    """One engineer could go if one rule gave way by `amount` units.

    Units: missing levels (skill), certificates (certificate), minutes (leave, roster, window), visits or orders over a cap; else
    1. `cost` is the usual cost of the visit, `penalty` the relaxation's own; milli-points. start, finish: minutes since 1970.
    """

    rule: str
    engineer_id: int
    name: str
    amount: int
    cost: int
    penalty: int
    start: int
    finish: int


Option = tuple[str, Ints, Ints, Schedule]
"""A rule; the rows of those whom loosening it lets go; by how many units; their visits."""


def relaxations(question: Question, verdict: Verdict, *, seed: int) -> tuple[Relaxation, ...]:
    """Return the best relaxation of each rule, cheapest first."""
    found = []
    for rule, rows, amount, schedule in (*_plain(question, verdict), *_timely(question, verdict)):
        price = getattr(question.ruleset.rules, rule).relax_price
        if len(rows) and price is not None:
            cost = score(question, schedule, rows).cost
            total = cost + amount * price
            equals = np.flatnonzero(total == total.min())
            order = in_order(question.pool, rows[equals], total[equals], seed=seed, order_id=question.job.order_id)
            best = int(equals[order[0]])
            found.append(_relaxation(question.pool, rule, rows, amount, schedule, cost, price, best))
    return tuple(sorted(found, key=lambda one: (one.cost + one.penalty, RULES.index(one.rule))))


def _relaxation(
    pool: EngineerPool, rule: str, rows: Ints, amount: Ints, schedule: Schedule, cost: Ints, price: int, best: int
) -> Relaxation:
    row = int(rows[best])
    return Relaxation(
        rule=rule,
        engineer_id=int(pool.ids[row]),
        name=pool.names[row],
        amount=int(amount[best]),
        cost=int(cost[best]),
        penalty=int(amount[best]) * price,
        start=int(schedule.start[best]),
        finish=int(schedule.finish[best]),
    )


def _plain(question: Question, verdict: Verdict) -> Iterator[Option]:
    """Rules that do not touch the schedule: whoever breaks this one and no other."""
    alone = verdict.broken.sum(axis=0) == 1
    for number, rule in enumerate(RULES):
        if rule not in TIME_RULES:
            rows = np.flatnonzero(verdict.broken[number] & alone)
            if len(rows):
                yield rule, rows, _amount(question, rule, rows), verdict.schedule.take(rows)


def _amount(question: Question, rule: str, rows: Ints) -> Ints:
    pool, job = question.pool, question.job
    if rule == "skill":
        return np.asarray(sum(np.maximum(need.level - levels_of(pool, need.skill_id)[rows], 0) for need in job.needs))
    if rule == "certificate":
        return _lapsed(question)[rows]
    if rule == "daily_cap":
        return (pool.planned_count + 1 - pool.daily_cap)[rows]
    if rule == "open_cap":
        return (pool.open_count + 1 - pool.open_cap)[rows]
    return np.ones(len(rows), dtype=np.int64)


def _lapsed(question: Question) -> Ints:
    count = np.zeros(len(question.pool), dtype=np.int64)
    for need in question.job.needs:
        if column := question.pool.skills.get(need.skill_id):
            count[column.rows] += column.valid_until < question.job.planned_on.toordinal()
    return count


def _timely(question: Question, verdict: Verdict) -> Iterator[Option]:
    """Leave, roster and window share one schedule: make it anew without the one, for those whom nothing else holds back."""
    numbers = [RULES.index(rule) for rule in TIME_RULES]
    timely = verdict.broken[numbers].any(axis=0)
    rows = np.flatnonzero(timely & (np.delete(verdict.broken, numbers, axis=0).sum(axis=0) == 0))
    if len(rows):
        rules = question.ruleset.rules
        if rules.leave.enabled:
            away = rows[verdict.broken[RULES.index("leave")][rows]]
            yield _kept("leave", away, *_without_leave(question, away))
        if rules.roster.enabled:
            yield _kept("roster", rows, *_outside_roster(question, rows))
        if rules.window.enabled:
            plan = verdict.schedule.take(rows)  # whoever cannot keep the window is planned for the first room after it
            yield _kept("window", rows, plan, plan.fits, minutes_late(question.limits, plan))


def _kept(rule: str, rows: Ints, schedule: Schedule, allowed: Bools, amount: Ints) -> Option:
    keep = np.flatnonzero(allowed & (amount > 0))
    return rule, rows[keep], amount[keep], schedule.take(keep)


def _without_leave(question: Question, rows: Ints) -> tuple[Schedule, Bools, Ints]:
    pool = question.pool
    plan = earliest(
        question.rostered.take(rows), pool.free_from[rows], question.way[rows], question.roads, question.limits
    )
    return plan, plan.keeps, pool.leave.take(rows).overlap(plan.sets_off, plan.finish)


def _outside_roster(question: Question, rows: Ints) -> tuple[Schedule, Bools, Ints]:
    """Either the shift is stretched at its end, or the visit lies anywhere but in leave; whichever needs fewer minutes."""
    pool, limits = question.pool, question.limits
    free_from, way = pool.free_from[rows], question.way[rows]
    working, shifts = question.working.take(rows), pool.shifts.take(rows)
    longer = earliest(working, free_from, way, question.roads, replace(limits, overtime=LATEST - 1))
    extra = np.where(longer.keeps, longer.overtime - limits.overtime, LATEST)
    open_time = pool.between_leave.take(rows) if question.ruleset.rules.leave.enabled else always(len(rows))
    anywhere = earliest(open_time, free_from, way, question.roads, limits)
    outside = anywhere.finish - anywhere.sets_off - shifts.overlap(anywhere.sets_off, anywhere.finish)
    anywhere = replace(anywhere, overtime=outside)
    shorter = np.flatnonzero(anywhere.keeps & (outside < extra))
    plan = longer.patched(shorter, anywhere.take(shorter))
    extra[shorter] = outside[shorter]
    return plan, plan.keeps, extra
