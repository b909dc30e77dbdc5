"""When nobody may go: the cheapest single rule to loosen, and whom that would let go."""

from __future__ import annotations

from datetime import date

import pytest

from paidan.aftersales.dispatch.building import Skill
from paidan.aftersales.dispatch.problem import SkillNeed

LIFT = 12


def the_way_out(make, engineer, job, **rules):
    decision = make.decision([make.engineer(1, **engineer)], make.job(**job), make.policy(**rules))
    assert decision.winner_id is None
    return [(one.rule, one.amount) for one in decision.relaxations]


@pytest.mark.parametrize(
    ("engineer", "job", "expected"),
    [
        ({"skills": (Skill(LIFT, 1),)}, {"needs": (SkillNeed(LIFT, 3),)}, [("skill", 2)]),
        ({"skills": (Skill(LIFT, 1, date(2026, 1, 1)),)}, {"needs": (SkillNeed(LIFT),)}, [("certificate", 1)]),
        ({"region_ids": (1,)}, {"region_id": 2}, [("region", 1)]),
        ({"planned_count": 6, "daily_cap": 5}, {}, [("daily_cap", 2)]),
        ({"open_count": 5, "open_cap": 5}, {}, [("open_cap", 1)]),
        ({}, {"refused_ids": frozenset({1})}, [("refused", 1)]),
        ({"active": False}, {}, []),
        ({}, {"banned_ids": frozenset({1})}, []),
        ({"region_ids": (1,), "open_count": 5, "open_cap": 5}, {"region_id": 2}, []),
    ],
)
def test_a_plain_rule_gives_way_by_so_many_units(make, engineer, job, expected):
    assert the_way_out(make, engineer, job) == expected


def test_twenty_minutes_of_overtime(make):
    assert the_way_out(make, {"free_from": make.at("17:20")}, {}) == [("roster", 20)]
    assert the_way_out(make, {"free_from": make.at("17:20")}, {}, roster={"overtime_minutes": 15}) == [("roster", 5)]


def test_coming_before_the_shift_begins(make):
    job = {"window_from": make.at("08:00"), "window_until": make.at("08:00"), "minutes": 30}
    decision = make.decision([make.engineer(1)], make.job(**job), at="07:00")
    assert [(one.rule, one.amount) for one in decision.relaxations] == [("roster", 30), ("window", 60)]


def test_a_day_off_costs_the_whole_visit(make):
    assert the_way_out(make, {"shifts": ()}, {"minutes": 50}) == [("roster", 50)]


def test_a_later_appointment_or_a_visit_in_the_leave(make):
    leave = {"leave": (make.span("09:00", "12:00"),)}
    job = {"window_until": make.at("11:00"), "minutes": 40}
    assert the_way_out(make, leave, job) == [("leave", 40), ("window", 60)]


def test_a_hard_deadline_is_loosened_with_the_window(make):
    job = {"deadline": make.at("09:45"), "deadline_is_hard": True}
    assert the_way_out(make, {}, job) == [("window", 15)]


def test_a_rule_without_a_price_is_never_proposed(make):
    assert the_way_out(make, {"free_from": make.at("17:20")}, {}, roster={"relax_price": None}) == []


def test_of_several_people_and_rules_the_cheapest_comes_first(make):
    job = make.job(needs=(SkillNeed(LIFT, 2),), region_id=2)
    able = (Skill(LIFT, 2),)
    rows = [
        make.engineer(1, skills=(Skill(LIFT, 1),)),  # a level short: 40 points
        make.engineer(2, skills=able, region_ids=(1,), lat=31.6),  # out of region: 20 points, and far away
        make.engineer(3, skills=able, region_ids=(1,)),  # out of region, and near
        make.engineer(4, skills=able, free_from=make.at("17:20")),  # 20 minutes over: 20 points, and 30 for overtime
    ]
    ways = make.decision(rows, job).relaxations
    assert [(one.rule, one.engineer_id, one.penalty) for one in ways] == [
        ("region", 3, 20_000),
        ("skill", 1, 40_000),
        ("roster", 4, 20_000),
    ]
    assert [one.cost + one.penalty for one in ways] == sorted(one.cost + one.penalty for one in ways)


def test_whoever_a_relaxation_names_wins_once_the_rule_is_gone(make):
    rows = [make.engineer(1, region_ids=(1,)), make.engineer(2, region_ids=(1,), lat=31.5)]
    job = make.job(region_id=2)
    (way,) = make.decision(rows, job).relaxations
    freed = make.decision(rows, job, make.policy(region={"enabled": False}))
    assert (freed.winner_id, int(freed.cost[0]), int(freed.start[0])) == (way.engineer_id, way.cost, way.start)


def test_nothing_is_proposed_while_somebody_can_go(make):
    assert make.decision([make.engineer(1), make.engineer(2, active=False)]).relaxations == ()
