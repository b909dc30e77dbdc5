"""Who gets the task, and the policies for when that is not simple."""

from __future__ import annotations

from typing import Any

import pytest

from paidan.builder.flow import commands as c
from paidan.builder.flow.effects import NobodyFound
from paidan.builder.flow.ports import Standing

ANN, BEN, CAI, DAN, EVE, ADMIN, BOSS = 1, 2, 3, 4, 5, 90, 91


@pytest.fixture(scope="session")
def one(play: Any, draw: Any) -> Any:
    """Start, one approval by a rule or by people, end; not begun."""

    def build(*rules: Any, **settings: Any) -> Any:
        drawn = [r if isinstance(r, dict) else {"kind": "person", "people": [r]} for r in rules]
        return play(draw.start(), draw.approve("sign", assignees=drawn, mode="all", **settings), draw.end())

    return build


@pytest.mark.parametrize(
    "rule",
    [
        {"kind": "role", "key": "auditor"},
        {"kind": "team", "key": 12},
        {"kind": "skill_group", "key": "lift"},
        {"kind": "team_leader", "levels": 2},
        {"kind": "record_owner"},
        {"kind": "linked_owner", "link": "asset"},
    ],
)
def test_rules_about_people_are_answered_by_the_port(one: Any, rule: dict[str, Any]) -> None:
    p = one(rule)
    p.people.found[(rule["kind"], rule.get("key"))] = [CAI, DAN]
    assert p.begin().open == {"sign": [CAI, DAN]}


def test_a_person_field_names_one_or_several(one: Any) -> None:
    p = one({"kind": "field", "field": "engineer"}, {"kind": "field", "field": "helpers"})
    p.values.update(engineer=BEN, helpers=[CAI, DAN])
    assert p.begin().open == {"sign": [BEN, CAI, DAN]}


def test_the_initiator(one: Any) -> None:
    assert one({"kind": "initiator"}).begin(EVE).open == {"sign": [EVE]}


def test_the_last_handler_of_a_node(play: Any, draw: Any) -> None:
    last = [{"kind": "last_handler", "node": "fill"}]
    p = play(draw.start(), draw.handle("fill", BEN), draw.handle("check", assignees=last), draw.end()).begin()
    p.transfer(BEN, DAN)
    p.complete(DAN)
    assert p.open == {"check": [DAN]}


def test_several_rules_name_each_person_once(one: Any) -> None:
    p = one(BEN, CAI, {"kind": "role", "key": "r"})
    p.people.found[("role", "r")] = [CAI, DAN]
    assert p.begin().open == {"sign": [BEN, CAI, DAN]}


NOBODY = {"kind": "role", "key": "nobody"}


@pytest.mark.parametrize(("policy", "who"), [("administrator", ADMIN), ("team_leader", BOSS), (None, ADMIN)])
def test_nobody_found_ends_in_a_persons_list(one: Any, policy: str | None, who: int) -> None:
    p = one(NOBODY, policies={"nobody": policy} if policy else {})
    p.people.leaders[ANN] = BOSS
    p.begin(ANN)
    assert p.open == {"sign": [who]}
    assert p.asked(NobodyFound) == [NobodyFound("sign", (who,))]
    p.agree(who)
    assert p.over == "completed"


def test_nobody_found_may_skip_the_node_with_a_note(one: Any) -> None:
    p = one(NOBODY, policies={"nobody": "skip"}).begin()
    assert p.over == "completed"
    assert p.told("skipped") == [{"node": "sign", "actor": ANN, "why": "nobody_found"}]


def test_without_even_an_administrator_the_task_stays_open_and_listed(one: Any) -> None:
    p = one(NOBODY)
    p.people.admins = []
    p.begin()
    assert p.open == {"sign": []}
    assert p.asked(NobodyFound) == [NobodyFound("sign", ())]
    p.do(c.Reassign(actor=ADMIN, task_id=p.tasks[0].id, to=BEN, reason="somebody must"))
    p.agree(BEN)
    assert p.over == "completed"


# -- same person, initiator --------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def twice(play: Any, draw: Any) -> Any:
    def build(policy: str) -> Any:
        second = {"same_person": policy}
        return play(
            draw.start(), draw.approve("one", BEN), draw.approve("two", BEN, policies=second), draw.end()
        ).begin()

    return build


def test_who_agreed_at_an_earlier_node_is_asked_again_or_passed_over(twice: Any) -> None:
    asked = twice("ask")
    asked.agree(BEN)
    assert asked.open == {"two": [BEN]}
    passed = twice("pass")
    passed.agree(BEN)
    assert passed.over == "completed"
    assert passed.told("passed_over") == [{"node": "two", "actor": BEN, "person": BEN, "why": "same_person"}]


def test_an_agreement_made_void_by_a_return_passes_nobody_over(play: Any, draw: Any) -> None:
    policy = {"same_person": "pass"}
    p = play(
        draw.start(),
        draw.approve("one", CAI, DAN, policies=policy),
        draw.approve("two", CAI),
        draw.approve("three", BEN),
        draw.end(),
    ).begin()
    p.agree(DAN)
    p.agree(CAI)
    p.send_back(BEN, "one")
    assert p.open == {"one": [CAI, DAN]}


@pytest.mark.parametrize(("policy", "open_"), [("ask", {"sign": [ANN]}), ("leader", {"sign": [BOSS]}), ("pass", {})])
def test_the_initiator_as_approver(one: Any, policy: str, open_: dict[str, list[int]]) -> None:
    p = one(ANN, policies={"initiator": policy})
    p.people.leaders[ANN] = BOSS
    p.begin(ANN)
    assert p.open == open_
    assert p.over == ("active" if open_ else "completed")


def test_an_initiator_without_a_leader_is_asked(one: Any) -> None:
    assert one(ANN, policies={"initiator": "leader"}).begin(ANN).open == {"sign": [ANN]}


def test_a_seat_passed_over_counts_as_agreed_for_the_others(one: Any) -> None:
    p = one(ANN, BEN, policies={"initiator": "pass"}).begin(ANN)
    assert p.open == {"sign": [BEN]}
    p.agree(BEN)
    assert p.told("group_decided")[0]["agreed"] == 2


# -- away, disabled ----------------------------------------------------------------------------------------------------


def test_a_deputy_stands_in_and_both_names_are_shown(one: Any) -> None:
    p = one(BEN)
    p.people.standings[BEN] = Standing("away", deputy=DAN)
    p.begin()
    assert p.open == {"sign": [DAN]}
    assert p.task(DAN).on_behalf_of == BEN
    p.agree(DAN)
    agreed = next(e for e in p.events if e.kind == "agreed")
    assert (agreed.actor, agreed.on_behalf_of) == (DAN, BEN)


@pytest.mark.parametrize("deputy", [None, CAI])
@pytest.mark.parametrize(
    ("policy", "who"), [("ask", [BEN]), ("leader", [BOSS]), ("administrator", [ADMIN]), ("drop", [EVE])]
)
def test_without_a_deputy_who_is_there_the_policy_decides(one: Any, policy: str, who: list[int], deputy: int) -> None:
    p = one(BEN, *([EVE] if policy == "drop" else []), policies={"away": policy})
    p.people.standings.update({BEN: Standing("away", deputy=deputy), CAI: Standing("away")})
    p.people.leaders[BEN] = BOSS
    assert p.begin().open == {"sign": who}


@pytest.mark.parametrize(("policy", "who"), [("leader", [BOSS]), ("administrator", [ADMIN]), ("drop", [EVE])])
def test_a_closed_account_is_replaced_by_policy(one: Any, policy: str, who: list[int]) -> None:
    p = one(BEN, *([EVE] if policy == "drop" else []), policies={"disabled": policy})
    p.people.standings[BEN] = Standing("disabled")
    p.people.leaders[BEN] = BOSS
    assert p.begin().open == {"sign": who}


def test_a_leader_who_is_away_is_replaced_by_the_next_one_up(one: Any) -> None:
    p = one(BEN, policies={"disabled": "leader"})
    p.people.standings.update({BEN: Standing("disabled"), CAI: Standing("away")})
    p.people.leaders.update({BEN: CAI, CAI: BOSS})
    assert p.begin().open == {"sign": [BOSS]}


def test_leaders_who_lead_each_other_do_not_hold_the_engine(one: Any) -> None:
    p = one(BEN, policies={"disabled": "leader"})
    p.people.standings.update({BEN: Standing("disabled"), CAI: Standing("away"), DAN: Standing("away")})
    p.people.leaders.update({BEN: CAI, CAI: DAN, DAN: CAI})
    assert p.begin().open == {"sign": [ADMIN]}


# -- a person who leaves -----------------------------------------------------------------------------------------------


def test_every_open_task_of_a_person_who_leaves_moves_and_is_listed(play: Any, draw: Any) -> None:
    p = play(
        draw.start(),
        draw.parallel(
            "both",
            a=[draw.handle("own", BEN, policies={"disabled": "leader"})],
            b=[draw.handle("pool", BEN, CAI)],
        ),
        draw.end(),
    )
    p.people.leaders[BEN] = BOSS
    p.begin()
    p.people.standings[BEN] = Standing("disabled")
    p.do(c.PersonLeft(actor=ADMIN, person=BEN))
    assert p.open == {"own": [BOSS], "pool": [CAI]}
    assert [e.reason for e in p.asked(NobodyFound)] == ["person_left", "person_left"]
    assert {e["reason"] for e in p.told("reassigned")} == {"person_left"}


def test_somebody_else_leaving_changes_nothing(approving: Any) -> None:
    p = approving(BEN)
    assert p.do(c.PersonLeft(actor=ADMIN, person=CAI)).changes == ()


def test_a_leader_asked_already_is_not_asked_twice(one: Any) -> None:
    p = one(BEN, BOSS, policies={"disabled": "leader"})
    p.people.leaders[BEN] = BOSS
    p.begin()
    p.people.standings[BEN] = Standing("disabled")
    p.do(c.PersonLeft(actor=ADMIN, person=BEN))
    assert p.open == {"sign": [ADMIN, BOSS] if ADMIN < BOSS else [BOSS, ADMIN]}
