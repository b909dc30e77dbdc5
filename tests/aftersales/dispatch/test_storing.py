"""A decision and a policy as JSON: nothing is lost, nothing can be changed unnoticed."""

from __future__ import annotations

import orjson
import pytest
from pydantic import ValidationError

from paidan.aftersales.dispatch.building import Skill
from paidan.aftersales.dispatch.decision import Decision
from paidan.aftersales.dispatch.errors import DecisionDoesNotAddUp
from paidan.aftersales.dispatch.explaining import explain, explain_engineer
from paidan.aftersales.dispatch.problem import SkillNeed
from paidan.aftersales.dispatch.ruleset import RuleSet
from paidan.aftersales.dispatch.storing import from_json, to_json


@pytest.fixture
def decisions(make):
    some = [
        make.engineer(1),
        make.engineer(2, lat=31.4, planned_minutes=90),
        make.engineer(3, region_ids=(1,)),
        make.engineer(4, shifts=()),
    ]
    nobody = [make.engineer(1, region_ids=(1,)), make.engineer(2, free_from=make.at("17:30"))]
    return [
        make.decision(some, make.job(region_id=2, deadline=make.at("09:30"))),
        make.decision(nobody, make.job(region_id=2)),
        make.decision([]),
    ]


def test_a_decision_read_back_is_the_same(decisions):
    for decision in decisions:
        again = from_json(to_json(decision))
        assert to_json(again) == to_json(decision)
        assert (again.winner_id, again.ranked_ids, again.relaxations) == (
            decision.winner_id,
            decision.ranked_ids,
            decision.relaxations,
        )
        for column in ("first", "figures", "units", "cost", "sets_off", "start", "finish"):
            assert getattr(again, column).tolist() == getattr(decision, column).tolist()
        for language in ("zh-CN", "en"):
            assert explain(again, language) == explain(decision, language)
            for engineer_id in decision.ids.tolist():
                assert explain_engineer(again, engineer_id, language) == explain_engineer(
                    decision, engineer_id, language
                )


@pytest.mark.parametrize(
    ("part", "change"),
    [("cost", lambda cost: [cost[0] - 1, *cost[1:]]), ("prices", lambda prices: prices | {"travel": 999})],
)
def test_a_decision_that_no_longer_adds_up_is_refused(decisions, part, change):
    document = orjson.loads(to_json(decisions[0]))
    document[part] = change(document[part])
    with pytest.raises(DecisionDoesNotAddUp):
        from_json(orjson.dumps(document))


def test_rules_and_terms_added_later_leave_old_decisions_readable(decisions):
    document = orjson.loads(to_json(decisions[0]))
    old_rules = [rule for rule in document["rules"] if rule != "active"]
    document["first"] = [number - 1 if number > 0 else number for number in document["first"]]
    document["rules"] = old_rules
    del document["units"]["overtime"], document["prices"]["overtime"]
    assert from_json(orjson.dumps(document)).removed() == decisions[0].removed()


def test_a_thousand_candidates_stay_small(make):
    rows = [
        make.engineer(n, lat=31 + n / 5_000, planned_minutes=n % 300, skills=(Skill(1, n % 3),))
        for n in range(1, 1_001)
    ]
    decision = make.decision(rows, make.job(needs=(SkillNeed(1),)))
    assert isinstance(decision, Decision)
    assert len(to_json(decision)) < 60_000


def test_a_policy_goes_through_json_unchanged(make):
    policy = make.policy(roster={"overtime_minutes": 30}, banned={"enabled": False})
    assert RuleSet.model_validate_json(policy.model_dump_json()) == policy
    assert RuleSet.model_validate_json('{"version": 1}') == RuleSet(version=1)


@pytest.mark.parametrize(
    "wrong",
    [
        '{"version": 0}',
        '{"version": 1, "rules": {"skil": {"enabled": false}}}',
        '{"version": 1, "weights": {"travel": -1}}',
        '{"version": 1, "weights": {"travel": 0.5}}',
        '{"version": 1, "travel": {"speed_kmh": [30]}}',
        '{"version": 1, "travel": {"speed_kmh": [0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0]}}',
    ],
)
def test_a_policy_with_a_mistake_is_refused(wrong):
    with pytest.raises(ValidationError):
        RuleSet.model_validate_json(wrong)
