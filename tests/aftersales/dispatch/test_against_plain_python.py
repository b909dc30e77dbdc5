"""The engine against a second, slow one: plain loops over plain rows must give the same reasons, times and costs."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime, timedelta

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from paidan.aftersales.dispatch.building import Engineer, Skill, build_pool
from paidan.aftersales.dispatch.decision import decide
from paidan.aftersales.dispatch.problem import Job, SkillNeed
from paidan.aftersales.dispatch.rules import RULES
from paidan.aftersales.dispatch.ruleset import RuleSet

DAY = date(2026, 11, 23)
MIDNIGHT = datetime(2026, 11, 22, 16, tzinfo=UTC)  # in Shanghai


def moment(minutes):
    return MIDNIGHT + timedelta(minutes=minutes)


def minute(moment_):
    return int((moment_ - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds()) // 60


clock = st.integers(0, 24 * 12).map(lambda fives: fives * 5)
spans = st.lists(st.tuples(clock, st.integers(1, 60)), max_size=2).map(
    lambda pairs: tuple((moment(start), moment(start + length * 10)) for start, length in pairs)
)
skills = st.lists(
    st.builds(Skill, st.integers(1, 3), st.integers(1, 3), st.sampled_from([None, date(2026, 11, 22), DAY])), max_size=3,
    unique_by=lambda skill: skill.skill_id,
)  # fmt: skip
maybe_region = st.lists(st.integers(1, 2), max_size=2, unique=True).map(tuple)


@st.composite
def engineers(draw):
    ids = draw(st.lists(st.integers(1, 10**9), min_size=1, max_size=6, unique=True))
    return [draw(engineer(number)) for number in ids]


def engineer(number):
    return st.builds(
        Engineer,
        id=st.just(number), name=st.just(f"E{number}"), active=st.sampled_from([True, True, True, False]),
        lat=st.sampled_from([None, 31.0, 31.05, 31.2]), lng=st.sampled_from([121.4, 121.47]),
        skills=skills, region_ids=maybe_region, shifts=spans, leave=st.one_of(st.just(()), spans), free_from=st.one_of(st.none(), clock.map(moment)),
        last_assigned_at=st.none(), planned_count=st.integers(0, 2), daily_cap=st.sampled_from([None, 2]), open_count=st.integers(0, 2),
        open_cap=st.sampled_from([None, 2]), planned_minutes=st.integers(0, 400), available_minutes=st.sampled_from([0, 480]),
        week_minutes=st.integers(0, 2_000),
    )  # fmt: skip


few_ids = st.frozensets(st.integers(1, 10**9), max_size=1)
jobs = st.builds(
    Job,
    order_id=st.integers(1, 10**6), planned_on=st.just(DAY), minutes=st.integers(10, 200),
    needs=st.lists(st.builds(SkillNeed, st.integers(1, 3), st.integers(1, 2)), max_size=2, unique_by=lambda need: need.skill_id).map(tuple),
    region_id=st.sampled_from([None, None, 1]), lat=st.sampled_from([None, 31.1]), lng=st.just(121.5),
    window_from=st.one_of(st.none(), clock.map(moment)), window_until=st.one_of(st.none(), clock.map(moment)),
    deadline=st.one_of(st.none(), clock.map(moment)), deadline_is_hard=st.booleans(), priority=st.integers(1, 5),
    banned_ids=few_ids, refused_ids=few_ids, known_engineer_ids=few_ids,
)  # fmt: skip


@st.composite
def policies(draw):
    policy = RuleSet(version=1)
    for rule in draw(st.sets(st.sampled_from(RULES), max_size=4)):
        policy = policy.changed(rule, enabled=False)
    policy = policy.changed("roster", overtime_minutes=draw(st.sampled_from([0, 30])))
    return policy.changed("window", grace_minutes=draw(st.sampled_from([0, 15])))


def drive(travel, leave, one, job):
    """Minutes driven minute by minute, with today's speed of each."""
    if None in (one.lat, one.lng, job.lat, job.lng):
        return travel.unknown_minutes
    phi1, phi2 = math.radians(one.lat), math.radians(job.lat)
    half = (
        math.sin((phi2 - phi1) / 2) ** 2
        + math.cos(phi1) * math.cos(phi2) * math.sin(math.radians(job.lng - one.lng) / 2) ** 2
    )
    metres = math.floor(2 * 6_371_008.8 * math.asin(math.sqrt(half)) + 0.5)
    left, taken = metres * travel.road_factor_permille * 60 // 1_000, 0
    while left > 0:
        left -= travel.speed_kmh[(leave + taken + travel.utc_offset_minutes) % 1_440 // 60] * 1_000
        taken += 1
    return taken


def joined(spans_):
    result = []
    for start, end in sorted((minute(a), minute(b)) for a, b in spans_):
        if result and start <= result[-1][1]:
            result[-1][1] = max(end, result[-1][1])
        else:
            result.append([start, end])
    return result


def visits(policy, one, job, now, leave):
    """Yield (fits, keeps, start, finish, overtime) for each piece of working time in order."""
    rules = policy.rules
    shifts = joined(one.shifts) if rules.roster.enabled else [[-(10**9), 10**9]]
    for number, (opens, closes) in enumerate(shifts):
        limit = shifts[number + 1][0] if number + 1 < len(shifts) else 10**9
        pieces = [[opens, closes]]
        for off, on in leave:
            pieces = [part for a, b in pieces for part in ([a, min(b, off)], [max(a, on), b]) if part[0] < part[1]]
        for a, b in pieces:
            room = min([limit, *(off for off, _ in leave if off >= b)]) - b
            ready = max(a, now, minute(one.free_from) if one.free_from else 0)
            if ready < b:
                start = max(
                    ready + drive(policy.travel, ready, one, job), minute(job.window_from) if job.window_from else now
                )
                finish = start + job.minutes
                fits = max(finish - b, 0) <= min(room, rules.roster.overtime_minutes)
                keeps = fits
                if rules.window.enabled and job.window_until:
                    keeps = keeps and start <= minute(job.window_until) + rules.window.grace_minutes
                if rules.window.enabled and job.deadline and job.deadline_is_hard:
                    keeps = keeps and finish <= minute(job.deadline)
                yield fits, keeps, start, finish, max(finish - b, 0)


def first_broken(policy, one, job, now):
    held = {skill.skill_id: skill for skill in one.skills}
    leave = joined(one.leave) if policy.rules.leave.enabled else []
    without, with_ = (list(visits(policy, one, job, now, blocked)) for blocked in ([], leave))
    no_shift = policy.rules.roster.enabled and not one.shifts
    broken = {
        "active": not one.active,
        "skill": any(need.skill_id not in held or held[need.skill_id].level < need.level for need in job.needs),
        "certificate": any(held[n.skill_id].valid_until and held[n.skill_id].valid_until < DAY for n in job.needs if n.skill_id in held),
        "region": job.region_id is not None and bool(one.region_ids) and job.region_id not in one.region_ids,
        "banned": one.id in job.banned_ids,
        "leave": (any(v[1] for v in without) and not any(v[1] for v in with_)) or (no_shift and bool(leave)),
        "roster": not any(v[0] for v in without),
        "window": any(v[0] for v in without) and not any(v[1] for v in without),
        "daily_cap": one.daily_cap is not None and one.planned_count >= one.daily_cap,
        "refused": one.id in job.refused_ids,
        "open_cap": one.open_cap is not None and one.open_count >= one.open_cap,
    }  # fmt: skip
    reason = next((rule for rule in RULES if broken[rule] and getattr(policy.rules, rule).enabled), None)
    return reason, next((visit for visit in with_ if visit[1]), None)


def cost_of(policy, rows, one, job, visit):
    _, _, start, finish, overtime = visit
    weights, held = policy.weights, {skill.skill_id: skill.level for skill in one.skills}
    weight = weights.priority_permille[min(job.priority, 4) - 1]
    load = min((one.planned_minutes + job.minutes) * 1_000 // max(one.available_minutes, 1), 3_000)
    active = [row.week_minutes for row in rows if row.active]
    above = max(one.week_minutes + job.minutes - (sum(active) // len(active) if active else 0), 0)
    cost = weights.load * load**2 // 1_000_000 + weights.fairness * above**2 // 3_600 + overtime * weights.overtime
    cost += max(finish - minute(job.deadline), 0) * (weights.lateness * weight // 1_000) if job.deadline else 0
    cost += max(start - minute(job.window_until), 0) * weights.window if job.window_until else 0
    cost -= weights.known_engineer if one.id in job.known_engineer_ids else 0
    return cost + sum(max(held.get(need.skill_id, 0) - need.level, 0) for need in job.needs) * weights.surplus


@settings(max_examples=150, deadline=None)
@given(rows=engineers(), job=jobs, policy=policies(), now=clock)
def test_the_vectorised_engine_agrees_with_plain_loops(rows, job, policy, now):
    decision = decide(build_pool(rows), job, policy, at=moment(now))
    travel = decision.units[0]
    for one in rows:
        reason, visit = first_broken(policy, one, job, minute(moment(now)))
        broken, place = decision.broken_rule(one.id), decision.place(one.id)
        assert (broken[0] if broken else None) == reason
        if place is not None:
            start, finish = int(decision.start[place]), int(decision.finish[place])
            assert (start, finish) == visit[2:4]
            sets_off, road = int(decision.sets_off[place]), int(travel[place])
            assert road == drive(policy.travel, sets_off, one, job)
            assert sets_off + road <= start
            assert decision.cost[place] == cost_of(policy, rows, one, job, visit) + road * policy.weights.travel
    assert decision.adds_up()
    assert not (np.diff(decision.cost) < 0).any()


@settings(max_examples=150, deadline=None)
@given(rows=engineers(), job=jobs, policy=policies(), now=clock)
def test_whoever_a_relaxation_names_may_go_without_that_rule(rows, job, policy, now):
    for way in decide(build_pool(rows), job, policy, at=moment(now)).relaxations:
        freed = decide(build_pool(rows), job, policy.changed(way.rule, enabled=False), at=moment(now))
        assert way.engineer_id in freed.ranked_ids
        assert way.amount > 0
