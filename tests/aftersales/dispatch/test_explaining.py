"""Reasons in sentences, in both languages."""

from __future__ import annotations

import re
from datetime import date

import pytest

from paidan.aftersales.dispatch.building import Skill
from paidan.aftersales.dispatch.errors import NoSuchCandidate
from paidan.aftersales.dispatch.explaining import Names, explain, explain_engineer
from paidan.aftersales.dispatch.problem import SkillNeed
from paidan.aftersales.dispatch.rules import RULES
from paidan.aftersales.dispatch.scoring import TERMS
from paidan.kernel.i18n import LANGUAGES, load_catalogue

LIFT = 12
NAMES = Names(skills={LIFT: {"zh-CN": "电梯维修", "en": "lift repair"}}, regions={2: "浦东"})


def test_the_winner_is_named_with_times_terms_and_the_runner_up(make):
    rows = [
        make.engineer(1, name="张伟", planned_minutes=180),
        make.engineer(2, name="李娜", planned_minutes=420),
        make.engineer(3, active=False),
    ]
    decision = make.decision(rows, make.job(last_engineer_id=1))
    assert explain(decision, "zh-CN") == [
        "派给张伟：11-23 09:00 开始，11-23 10:00 完成，总代价 -7.2 分。",
        "当日负荷：50%，7.5 分。",
        "原工程师：是，-15 分。",
        "高于团队平均：60 分钟，0.3 分。",
        "其次是李娜，多 37.5 分，主要因为“当日负荷”（100%，对比 50%）。",
        "因“账号启用”排除 1 人。",
    ]
    assert explain(decision, "en") == [
        "张伟 goes: begins 11-23 09:00, done 11-23 10:00, -7.2 points in all.",
        "Load of the day: 50 %, 7.5 points.",
        "Same engineer as before: yes, -15 points.",
        "Above the team's mean: 60 min, 0.3 points.",
        "Next is 李娜, 37.5 points more, mainly for “Load of the day” (100 % against 50 %).",
        "Removed by “active account”: 1.",
    ]


def test_nobody_can_go_and_what_would_help(make):
    decision = make.decision(
        [make.engineer(1, name="张伟", skills=(Skill(LIFT, 2),))], make.job(needs=(SkillNeed(LIFT, 3),))
    )
    points = {"zh-CN": "代价 40.768 分", "en": "40.768 points"}
    assert explain(decision, "zh-CN") == [
        "1 名工程师都不能去。",
        "因“技能与等级”排除 1 人。",
        f"可以考虑：技能要求降低 1 级，张伟就可以去（11-23 09:00 开始，{points['zh-CN']}）。",
    ]
    assert explain(decision, "en") == [
        "None of 1 engineers can go.",
        "Removed by “skill and level”: 1.",
        f"A way out: with the skill level 1 lower, 张伟 could go (begins 11-23 09:00, {points['en']}).",
    ]


def test_when_nothing_helps_that_is_said(make):
    assert (
        explain(make.decision([make.engineer(1, active=False)]), "en")[-1] == "Loosening one rule alone lets nobody go."
    )


@pytest.mark.parametrize(
    ("engineer", "job", "chinese", "english"),
    [
        ({"active": False}, {}, "张伟的账号已停用。", "张伟's account is not active."),
        ({}, {"needs": (SkillNeed(LIFT, 2),)}, "张伟没有“电梯维修”技能（需要 2 级）。", "张伟 does not have lift repair (level 2 is needed)."),
        ({"skills": (Skill(LIFT, 2),)}, {"needs": (SkillNeed(LIFT, 3),)}, "张伟的“电梯维修”不够：需要 3 级，现有 2 级。", "张伟 lacks lift repair: level 3 is needed, 2 is held."),
        ({"skills": (Skill(LIFT, 2, date(2026, 5, 1)),)}, {"needs": (SkillNeed(LIFT),)}, "张伟的“电梯维修”证书有效期到 2026-05-01，上门日 2026-11-23 已失效。", "张伟's certificate for lift repair was valid until 2026-05-01, not on 2026-11-23."),
        ({"region_ids": (1,)}, {"region_id": 2}, "张伟不服务“浦东”区域。", "张伟 does not serve 浦东."),
        ({}, {"banned_ids": frozenset({1})}, "客户不接受张伟上门。", "The customer does not want 张伟 to come."),
        ({"leave": "08:00-20:00"}, {}, "张伟从 11-23 08:00 到 11-23 20:00 请假。", "张伟 is on leave from 11-23 08:00 to 11-23 20:00."),
        ({"shifts": ()}, {}, "张伟没有剩余的班次时间。", "张伟 has no working time left."),
        ({"free_from": "17:20"}, {}, "张伟会超出班次 20 分钟（允许加班 0 分钟）。", "张伟 would run 20 min past the shift (0 min of overtime allowed)."),
        ({"free_from": "12:00"}, {"window_until": "11:00"}, "张伟最早 11-23 12:00 开始，比最晚允许的 11-23 11:00 晚 60 分钟。", "张伟 could begin at 11-23 12:00 at the earliest, 60 min after the latest start allowed, 11-23 11:00."),
        ({"planned_count": 5, "daily_cap": 5}, {}, "张伟当天已有 5 单，上限 5 单。", "张伟 already has 5 visits that day; the cap is 5."),
        ({}, {"refused_ids": frozenset({1})}, "张伟已经拒绝过这张工单。", "张伟 has already refused this order."),
        ({"open_count": 9, "open_cap": 8}, {}, "张伟手上已有 9 单未完成，上限 8 单。", "张伟 already has 9 open orders; the cap is 8."),
    ],
)  # fmt: skip
def test_why_not_this_one_who_was_removed(make, engineer, job, chinese, english):
    timed = {
        key: make.at(value) if key in ("free_from", "window_until") else value
        for key, value in {**engineer, **job}.items()
    }
    if "leave" in timed:
        timed["leave"] = (make.span(*engineer["leave"].split("-")),)
    row = make.engineer(1, name="张伟", **{key: timed[key] for key in engineer})
    decision = make.decision([row], make.job(**{key: timed[key] for key in job}))
    assert explain_engineer(decision, 1, "zh-CN", NAMES) == [chinese]
    assert explain_engineer(decision, 1, "en", NAMES) == [english]


def test_why_not_this_one_who_could_have_gone(make):
    rows = [
        make.engineer(1, name="张伟", planned_minutes=180),
        make.engineer(2, name="李娜", week_minutes=0, lat=31.28),
    ]
    decision = make.decision(rows, make.job(last_engineer_id=1))
    assert explain_engineer(decision, 1, "en") == ["张伟 is the one chosen."]
    lines = explain_engineer(decision, 2, "en")
    assert lines[0].startswith("李娜 is number 2, ")
    assert [line.split(":")[0] for line in lines[1:]] == ["Travel", "Same engineer as before", "Load of the day"]
    assert lines[2] == "Same engineer as before: no against yes, +15 points."
    told = [float(re.search(r"([+-]?[\d.]+) points", line).group(1)) for line in lines]
    assert sum(told[1:]) == pytest.approx(told[0])


def test_why_not_somebody_who_was_not_asked(make):
    with pytest.raises(NoSuchCandidate):
        explain_engineer(make.decision([make.engineer(1)]), 2, "en")


def test_skills_and_regions_without_a_name_are_shown_by_number(make):
    decision = make.decision([make.engineer(1, region_ids=(1,))], make.job(region_id=7))
    assert explain_engineer(decision, 1, "en") == ["E1 does not serve region 7."]


def test_every_rule_and_term_has_its_words_in_every_language():
    keys = [f"dispatch.{kind}.{rule}" for kind in ("rule", "reason", "relax") for rule in RULES]
    keys += [f"dispatch.term.{term}" for term in TERMS]
    for key in keys:
        assert set(load_catalogue()[key]) == set(LANGUAGES), key
