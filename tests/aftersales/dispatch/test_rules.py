"""Each hard rule: whom it removes, with which figures, and in which order rules speak."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from paidan.aftersales.dispatch.building import Skill
from paidan.aftersales.dispatch.problem import SkillNeed
from paidan.aftersales.dispatch.rules import RULES
from paidan.aftersales.dispatch.spans import minute_of

BOILER, LIFT = 11, 12
DAY_NUMBER = date(2026, 11, 23).toordinal()


def utc(hour, minute=0):
    return datetime(2026, 11, 23, hour, minute, tzinfo=UTC)


def local(hour, minute=0):
    return utc(hour - 8, minute)


def shift(start, end):
    return ((local(start), local(end)),)


BREAKS = [
    ("active", {"active": False}, {}, (0, 0, 0)),
    ("skill", {}, {"needs": (SkillNeed(BOILER),)}, (BOILER, 1, 0)),
    ("skill", {"skills": (Skill(BOILER, 2),)}, {"needs": (SkillNeed(BOILER, 3),)}, (BOILER, 3, 2)),
    ("skill", {"skills": (Skill(BOILER, 3),)}, {"needs": (SkillNeed(BOILER, 3), SkillNeed(LIFT))}, (LIFT, 1, 0)),
    ("certificate", {"skills": (Skill(LIFT, 1, date(2026, 11, 22)),)}, {"needs": (SkillNeed(LIFT),)}, (LIFT, DAY_NUMBER - 1, DAY_NUMBER)),
    ("region", {"region_ids": (1, 2)}, {"region_id": 3}, (3, 0, 0)),
    ("banned", {}, {"banned_ids": frozenset({1})}, (0, 0, 0)),
    ("leave", {"leave": shift(8, 20)}, {}, (minute_of(local(8)), minute_of(local(20)), 0)),
    ("leave", {"leave": shift(13, 18)}, {"window_from": local(14), "window_until": local(16)}, (minute_of(local(13)), minute_of(local(18)), 0)),
    ("leave", {"shifts": (), "leave": shift(8, 20)}, {}, (minute_of(local(8)), minute_of(local(20)), 0)),
    ("roster", {"shifts": ()}, {}, (-1, 0, 0)),
    ("roster", {"free_from": local(17, 20)}, {}, (20, 0, 0)),
    ("roster", {"free_from": local(18, 20)}, {}, (-1, 0, 0)),
    ("roster", {}, {"window_from": local(19)}, (120, 0, 0)),
    ("window", {"free_from": local(12)}, {"window_until": local(11)}, (minute_of(local(12)), minute_of(local(11)), 60)),
    ("window", {"free_from": local(12)}, {"deadline": local(12, 45), "deadline_is_hard": True}, (minute_of(local(12)), minute_of(local(11, 45)), 15)),
    ("daily_cap", {"planned_count": 5, "daily_cap": 5}, {}, (5, 5, 0)),
    ("refused", {}, {"refused_ids": frozenset({1})}, (0, 0, 0)),
    ("open_cap", {"open_count": 9, "open_cap": 9}, {}, (9, 9, 0)),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "engineer", "job", "figures"), BREAKS)
def test_a_rule_removes_with_its_figures(make, rule, engineer, job, figures):
    decision = make.decision([make.engineer(**engineer)], make.job(**job))
    assert decision.winner_id is None
    assert decision.broken_rule(1) == (rule, figures)
    assert decision.removed() == {rule: 1}


@pytest.mark.parametrize(("rule", "engineer", "job", "figures"), BREAKS)
def test_a_rule_that_is_switched_off_removes_nobody(make, rule, engineer, job, figures):
    policy = make.policy(**{rule: {"enabled": False}})
    if rule == "leave" and not engineer.get("shifts", True):
        policy = policy.changed("roster", enabled=False)
    assert make.decision([make.engineer(**engineer)], make.job(**job), policy).winner_id == 1


KEEPS = [
    ("enough of every skill", {"skills": (Skill(BOILER, 3), Skill(LIFT))}, {"needs": (SkillNeed(BOILER, 3), SkillNeed(LIFT))}),
    ("a certificate on its last day", {"skills": (Skill(LIFT, 1, date(2026, 11, 23)),)}, {"needs": (SkillNeed(LIFT),)}),
    ("a lapsed certificate nobody asks for", {"skills": (Skill(LIFT, 1, date(2020, 1, 1)),)}, {}),
    ("the right region", {"region_ids": (1, 3)}, {"region_id": 3}),
    ("no region recorded", {}, {"region_id": 3}),
    ("an order without region", {"region_ids": (1,)}, {}),
    ("leave later that day", {"leave": shift(13, 18)}, {}),
    ("leave before the window", {"leave": shift(9, 12)}, {"window_from": local(14), "window_until": local(15)}),
    ("room until the very end of the shift", {"free_from": local(17)}, {}),
    ("an arrival at the very end of the window", {"free_from": local(12)}, {"window_until": local(12)}),
    ("a soft deadline that is missed", {"free_from": local(12)}, {"deadline": local(10)}),
    ("one place left under each cap", {"planned_count": 4, "daily_cap": 5, "open_count": 8, "open_cap": 9}, {}),
    ("nobody else's ban or refusal", {}, {"banned_ids": frozenset({2}), "refused_ids": frozenset({3})}),
]  # fmt: skip


@pytest.mark.parametrize(("engineer", "job"), [case[1:] for case in KEEPS], ids=[case[0] for case in KEEPS])
def test_what_breaks_no_rule(make, engineer, job):
    assert make.decision([make.engineer(**engineer)], make.job(**job)).winner_id == 1


def test_the_first_rule_in_the_fixed_order_gives_the_reason(make):
    everything = make.engineer(
        active=False, region_ids=(1,), shifts=(), planned_count=1, daily_cap=1, open_count=1, open_cap=1
    )
    job = make.job(needs=(SkillNeed(BOILER),), region_id=2, banned_ids=frozenset({1}), refused_ids=frozenset({1}))
    policy, spoken = make.policy(), []
    while broken := make.decision([everything], job, policy).broken_rule(1):
        spoken.append(broken[0])
        policy = policy.changed(broken[0], enabled=False)
    assert spoken == ["active", "skill", "region", "banned", "roster", "daily_cap", "refused", "open_cap"]
    assert spoken == [rule for rule in RULES if rule in spoken]


@pytest.mark.parametrize(
    ("rule", "settings", "engineer", "job"),
    [
        ("roster", {"overtime_minutes": 20}, {"free_from": local(17, 20)}, {}),
        ("window", {"grace_minutes": 15}, {"free_from": local(12, 15)}, {"window_until": local(12)}),
    ],
)
def test_a_parameter_widens_its_rule_to_the_minute(make, rule, settings, engineer, job):
    (name, most), *_ = settings.items()
    at_the_limit = make.policy(**{rule: settings})
    just_short = make.policy(**{rule: {name: most - 1}})
    assert make.decision([make.engineer(**engineer)], make.job(**job), at_the_limit).winner_id == 1
    assert make.decision([make.engineer(**engineer)], make.job(**job), just_short).winner_id is None


def test_regions_can_be_made_to_bind_those_without_one(make):
    policy = make.policy(region={"unlisted_serve_all": False})
    assert make.decision([make.engineer()], make.job(region_id=3), policy).broken_rule(1) == ("region", (3, 0, 0))


def test_overtime_does_not_run_into_leave_or_the_next_shift(make):
    policy = make.policy(roster={"overtime_minutes": 60})
    busy = {"free_from": local(11, 30), "shifts": ((local(9), local(12)),)}
    job = make.job(window_until=local(11, 30))
    assert make.decision([make.engineer(**busy)], job, policy).winner_id == 1
    assert make.decision([make.engineer(**busy, leave=shift(12, 18))], job, policy).broken_rule(1)[0] == "leave"
    busy["shifts"] = ((local(9), local(12)), (local(12, 15), local(18)))
    assert make.decision([make.engineer(**busy)], job, policy).broken_rule(1)[0] == "window"
