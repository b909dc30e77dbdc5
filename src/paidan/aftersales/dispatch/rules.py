"""The hard rules: who may not go, and the first reason why.

All engineers are judged at once, rule by rule, in one fixed order, so that everybody who is left out has exactly one
first reason with its figures. This is the one checker of dispatch: whoever plans asks it.

Figures of a broken rule (three integers, unused ones 0):
skill: skill, level needed, level had · certificate: skill, last valid day, day of the visit · region: region
leave: first minute, last minute · roster: minutes missing (-1: no working time left), overtime allowed
window: earliest start, latest start allowed, minutes too late · daily_cap, open_cap: has, cap
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from paidan.aftersales.dispatch.problem import EngineerPool, Job
from paidan.aftersales.dispatch.ruleset import RuleSet
from paidan.aftersales.dispatch.schedule import LATEST, Limits, Schedule, earliest, limits_of
from paidan.aftersales.dispatch.spans import FAR, Bools, Ints, Spans, always
from paidan.aftersales.dispatch.travel import Roads, roads_of, straight_metres

RULES = (
    "active", "skill", "certificate", "region", "banned", "leave", "roster", "window", "daily_cap", "refused", "open_cap",
)  # fmt: skip
TIME_RULES = ("leave", "roster", "window")
"""These three judge one schedule together; loosening one means to schedule again."""

Figure = Ints | int
Finding = tuple[Bools, tuple[Figure, ...]]


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """One job asked of one pool under one policy, with what every rule and term needs worked out once."""

    pool: EngineerPool
    job: Job
    ruleset: RuleSet
    roads: Roads
    way: Ints
    limits: Limits
    rostered: Spans
    working: Spans


@dataclass(frozen=True, slots=True, eq=False)
class Verdict:
    """broken: rules (rows, as in RULES) × engineers. first: number of the first broken rule, -1 for those who may go."""

    broken: Bools
    first: Ints
    figures: Ints
    schedule: Schedule

    @property
    def allowed(self) -> Ints:
        """Rows of those who may go."""
        return np.flatnonzero(self.first < 0)


def ask(pool: EngineerPool, job: Job, ruleset: RuleSet, now: int) -> Question:
    """Work out what the rules share. `now` is the minute of the decision."""
    rules = ruleset.rules
    roads = roads_of(ruleset.travel)
    way = roads.sixtieths(straight_metres(pool.lat, pool.lng, job.lat, job.lng))
    overtime = rules.roster.overtime_minutes
    limits = limits_of(job, now=now, grace=rules.window.grace_minutes, overtime=overtime, windowed=rules.window.enabled)
    rostered = pool.shifts if rules.roster.enabled else always(len(pool))
    if not rules.leave.enabled or not pool.anybody_on_leave:
        working = rostered
    else:
        working = pool.working if rules.roster.enabled else pool.between_leave
    return Question(pool, job, ruleset, roads, way, limits, rostered, working)


def judge(question: Question) -> Verdict:
    """Apply every enabled rule to everybody."""
    pool = question.pool
    schedule = earliest(question.working, pool.free_from, question.way, question.roads, question.limits)
    findings = _plain_findings(question) | _time_findings(question, schedule)
    broken = np.zeros((len(RULES), len(pool)), dtype=np.bool_)
    first = np.full(len(pool), -1, dtype=np.int64)
    for number, name in reversed(list(enumerate(RULES))):
        if getattr(question.ruleset.rules, name).enabled:
            broken[number] = findings[name][0]
            np.copyto(first, number, where=broken[number])
    return Verdict(broken, first, _figures(first, findings), schedule)


def _figures(first: Ints, findings: dict[str, Finding]) -> Ints:
    figures = np.zeros((3, len(first)), dtype=np.int64)
    for number, name in enumerate(RULES):
        rows = np.flatnonzero(first == number)
        if len(rows):
            for line, figure in enumerate(findings[name][1]):
                figures[line, rows] = figure if isinstance(figure, int) else figure[rows]
    return figures


def _plain_findings(question: Question) -> dict[str, Finding]:
    pool, job = question.pool, question.job
    return {
        "active": (~pool.active, ()),
        "skill": _skill(pool, job),
        "certificate": _certificate(pool, job),
        "region": (_outside(question), (job.region_id or 0,)),
        "banned": (pool.marked(job.banned_ids), ()),
        "daily_cap": (pool.planned_count + 1 > pool.daily_cap, (pool.planned_count, pool.daily_cap)),
        "refused": (pool.marked(job.refused_ids), ()),
        "open_cap": (pool.open_count + 1 > pool.open_cap, (pool.open_count, pool.open_cap)),
    }


def levels_of(pool: EngineerPool, skill_id: int) -> Ints:
    """Return everybody's level in one skill, 0 for none."""
    levels = np.zeros(len(pool), dtype=np.int64)
    if column := pool.skills.get(skill_id):
        levels[column.rows] = column.levels
    return levels


def _skill(pool: EngineerPool, job: Job) -> Finding:
    skill, needed, had = (np.zeros(len(pool), dtype=np.int64) for _ in range(3))
    for need in reversed(job.needs):
        levels = levels_of(pool, need.skill_id)
        short = levels < need.level
        skill[short], needed[short] = need.skill_id, need.level
        had[short] = levels[short]
    return needed > 0, (skill, needed, had)


def _certificate(pool: EngineerPool, job: Job) -> Finding:
    skill, until = (np.zeros(len(pool), dtype=np.int64) for _ in range(2))
    lapsed = np.zeros(len(pool), dtype=np.bool_)
    day = job.planned_on.toordinal()
    for need in reversed(job.needs):
        if column := pool.skills.get(need.skill_id):
            late = column.valid_until < day
            rows = column.rows[late]
            lapsed[rows], skill[rows], until[rows] = True, need.skill_id, column.valid_until[late]
    return lapsed, (skill, until, day)


def _outside(question: Question) -> Bools:
    pool, region = question.pool, question.job.region_id
    outside = np.full(len(pool), region is not None)
    if region is not None and region in pool.region_rows:
        outside[pool.region_rows[region]] = False
    if question.ruleset.rules.region.unlisted_serve_all:
        outside &= ~pool.regionless
    return outside


def _time_findings(question: Question, schedule: Schedule) -> dict[str, Finding]:
    """Leave removes those who could come but for their leave; the roster those who never have room; the window the rest."""
    limits, free = question.limits, _but_for_leave(question, schedule)
    on_leave = (free.keeps & ~schedule.keeps) | _away_all_day(question)
    last_start = min(limits.arrive_until, limits.finish_until - limits.minutes)
    return {
        "leave": (on_leave, _leave_figures(question, free) if on_leave.any() else ()),
        "roster": (~free.fits, (np.where(free.overtime == LATEST, -1, free.overtime), limits.overtime)),
        "window": (free.fits & ~free.keeps, (free.start, last_start, minutes_late(limits, free))),
    }


def _but_for_leave(question: Question, schedule: Schedule) -> Schedule:
    """Return the schedule as if nobody had leave; only for those who have some is it made anew."""
    if question.working is question.rostered:
        return schedule
    pool = question.pool
    rows = np.flatnonzero(pool.leave.has_any)
    spans = question.rostered.take(rows)
    return schedule.patched(
        rows, earliest(spans, pool.free_from[rows], question.way[rows], question.roads, question.limits)
    )


def minutes_late(limits: Limits, schedule: Schedule) -> Ints:
    """Return by how many minutes the appointment, or the hard deadline, is missed."""
    late = np.maximum(schedule.start - limits.arrive_until, schedule.finish - limits.finish_until)
    return np.maximum(late, 0)


def _away_all_day(question: Question) -> Bools:
    """Return who has no shift on the day but is on leave: roster planners leave such days empty."""
    pool = question.pool
    if question.working is question.rostered:
        return np.zeros(len(pool), dtype=np.bool_)
    return ~question.rostered.has_any & pool.leave.has_any


def _leave_figures(question: Question, free: Schedule) -> tuple[Ints, Ints]:
    """From when to when the leave lasts that is in the way; for a day without shift, the first leave."""
    leave = question.pool.leave
    met = (leave.start < free.finish) & (leave.end > free.sets_off) & (leave.start < FAR)
    met[0] |= ~met.any(axis=0)
    return np.where(met, leave.start, FAR).min(axis=0), np.where(met, leave.end, 0).max(axis=0)
