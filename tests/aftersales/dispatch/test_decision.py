"""Choosing: what must hold for every decision, and who wins for which reason."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paidan.aftersales.dispatch.building import Skill, build_pool
from paidan.aftersales.dispatch.decision import decide
from paidan.aftersales.dispatch.errors import EngineerListedTwice, NoSuchCandidate, SpanEndsBeforeStart
from paidan.aftersales.dispatch.problem import SkillNeed
from paidan.aftersales.dispatch.rules import RULES

LIFT = 12
FAR_AWAY = {"lat": 31.60}
ODD_CASES = (
    {}, {"active": False}, {"region_ids": (2,)}, {"planned_count": 3, "daily_cap": 3}, {"open_count": 4, "open_cap": 4}, {"skills": ()},
    {"skills": (Skill(LIFT, 2, date(2026, 1, 1)),)}, {"shifts": ()}, {"lat": 31.5}, {"planned_minutes": 400}, {"week_minutes": 2_400},
)  # fmt: skip


def crowd(make, seed, size=12):
    dice = random.Random(seed)
    usual = {"skills": (Skill(LIFT, 2),), "region_ids": (1,)}
    return [make.engineer(number, **(usual | dice.choice(ODD_CASES))) for number in range(1, size + 1)]


def an_order(make):
    return make.job(
        needs=(SkillNeed(LIFT),), region_id=1, window_until=make.at("14:00"), banned_ids=frozenset({2}), refused_ids=frozenset({3}),
        last_engineer_id=4,
    )  # fmt: skip


@given(seed=st.integers(0, 10**6), rule=st.sampled_from(RULES))
def test_removing_a_rule_never_removes_a_candidate(make, seed, rule):
    everybody, job = crowd(make, seed), an_order(make)
    before = make.decision(everybody, job)
    after = make.decision(everybody, job, make.policy(**{rule: {"enabled": False}}))
    assert set(before.ranked_ids) <= set(after.ranked_ids)


@given(seed=st.integers(0, 10**6), shuffled=st.randoms())
def test_the_order_of_engineers_changes_nothing(make, seed, shuffled):
    everybody, job = crowd(make, seed), an_order(make)
    before = make.decision(everybody, job)
    shuffled.shuffle(everybody)
    after = make.decision(everybody, job)
    assert after.ranked_ids == before.ranked_ids
    assert after.cost.tolist() == before.cost.tolist()


@given(seed=st.integers(0, 10**6))
def test_everybody_is_either_ranked_by_cost_or_has_one_reason(make, seed):
    decision = make.decision(crowd(make, seed), an_order(make))
    assert decision.adds_up()
    assert len(decision.ranking) + sum(decision.removed().values()) == len(decision.ids)
    assert (decision.winner_id is None) == (not decision.ranked_ids)
    for engineer_id in decision.ids.tolist():
        assert (decision.place(engineer_id) is None) == (decision.broken_rule(engineer_id) is not None)
    if len(decision.ranking):
        assert decision.cost[0] == decision.cost.min()


@pytest.mark.parametrize(
    ("term", "better", "worse", "job"),
    [
        ("travel", {}, FAR_AWAY, {}),
        ("load", {"planned_minutes": 60}, {"planned_minutes": 360}, {}),
        ("fairness", {"week_minutes": 600}, {"week_minutes": 2_400}, {}),
        ("surplus", {"skills": (Skill(LIFT, 1),)}, {"skills": (Skill(LIFT, 3),)}, {"needs": (SkillNeed(LIFT),)}),
        ("same_engineer", {}, {}, {"last_engineer_id": 1, "known_engineer_ids": frozenset({1})}),  # not both
        ("known_engineer", {}, {}, {"known_engineer_ids": frozenset({1})}),
    ],
)
def test_each_goal_can_decide(make, term, better, worse, job):
    decision = make.decision([make.engineer(2, **worse), make.engineer(1, **better)], make.job(**job))
    assert decision.ranked_ids == [1, 2]
    assert [difference.term for difference in decision.compare(2, 1)] == [term]


@pytest.mark.parametrize(
    ("term", "rules", "job"),
    [
        ("lateness", {}, {"deadline": "10:30"}),
        ("window", {"window": {"grace_minutes": 60}}, {"window_until": "09:30"}),
        ("overtime", {"roster": {"overtime_minutes": 60}}, {"window_from": "12:00"}),
    ],
)
def test_minutes_too_late_have_their_price(make, term, rules, job):
    times = {key: make.at(clock) for key, clock in job.items()}
    rows = [
        make.engineer(1, shifts=(make.span("09:00", "13:00"),)),
        make.engineer(2, free_from=make.at("10:00"), shifts=(make.span("09:00", "13:00"),)),
    ]
    if term == "overtime":
        rows[1] = make.engineer(2, shifts=(make.span("09:00", "12:30"),))
    decision = make.decision(rows, make.job(**times), make.policy(**rules))
    (difference,) = decision.compare(2, 1)
    assert (difference.term, difference.units, difference.other_units, difference.difference) == {
        "lateness": ("lateness", 30, 0, 30 * 2_000),
        "window": ("window", 30, 0, 30 * 3_000),
        "overtime": ("overtime", 30, 0, 30 * 1_500),
    }[term]


@pytest.mark.parametrize(("priority", "weight"), [(1, 4_000), (2, 2_000), (3, 1_000), (4, 500), (9, 500)])
def test_lateness_weighs_by_priority(make, priority, weight):
    decision = make.decision([make.engineer(1)], make.job(deadline=make.at("09:30"), priority=priority))
    assert decision.amounts()[2].tolist() == [30 * 2_000 * weight // 1_000]


def test_equal_costs_go_to_who_has_waited_longest_then_to_the_draw(make):
    waiting = [make.engineer(1, last_assigned_at=make.at("08:30")), make.engineer(2, last_assigned_at=make.at("08:00"))]
    assert make.decision(waiting).ranked_ids == [2, 1]
    twins = build_pool([make.engineer(1), make.engineer(2)])
    draws = [decide(twins, make.job(), make.policy(), at=make.at("09:00"), seed=seed).winner_id for seed in range(40)]
    assert draws == [
        decide(twins, make.job(), make.policy(), at=make.at("09:00"), seed=seed).winner_id for seed in range(40)
    ]
    assert 8 <= draws.count(1) <= 32


def test_nobody_sets_off_before_it_is_needed(make):
    decision = make.decision([make.engineer(1, lat=31.30)], make.job(window_from=make.at("14:00")))
    assert decision.start[0] - decision.sets_off[0] == decision.units[0][0] > 0


def test_the_differences_between_two_candidates_sum_to_that_of_their_costs(make):
    rows = [make.engineer(1, planned_minutes=300, week_minutes=900), make.engineer(2, **FAR_AWAY)]
    decision = make.decision(rows, make.job(last_engineer_id=2))
    first, second = decision.ranked_ids
    assert sum(one.difference for one in decision.compare(second, first)) == decision.cost[1] - decision.cost[0]


def test_no_engineers_at_all_is_an_answer_too(make):
    decision = make.decision([])
    assert (decision.winner_id, decision.relaxations, decision.removed()) == (None, (), {})


def test_data_that_makes_no_sense_is_refused(make):
    with pytest.raises(EngineerListedTwice):
        build_pool([make.engineer(1), make.engineer(1)])
    with pytest.raises(EngineerListedTwice):
        build_pool([make.engineer(1, skills=(Skill(LIFT, 1), Skill(LIFT, 2)))])
    with pytest.raises(SpanEndsBeforeStart):
        build_pool([make.engineer(1, shifts=(make.span("18:00", "09:00"),))])
    with pytest.raises(TypeError):
        decide(build_pool([make.engineer()]), make.job(), make.policy(), at=datetime(2026, 11, 23))  # noqa: DTZ001
    with pytest.raises(NoSuchCandidate):
        make.decision([make.engineer(1)]).place(2)


def test_shifts_that_touch_or_overlap_are_one(make):
    halves = (make.span("13:00", "18:00"), make.span("09:00", "13:00"), make.span("12:00", "14:00"))
    decision = make.decision([replace(make.engineer(1), shifts=halves)], make.job(minutes=9 * 60))
    assert decision.winner_id == 1
