"""Branch, cc, automation, wait, dispatch, sub-flow, go to: what each does and what it asks of the world."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from paidan.builder.flow import commands as c
from paidan.builder.flow import errors
from paidan.builder.flow.effects import ArmTimer, CarbonCopy, HandOver, InstanceChanged, NobodyFound, RunActions

ANN, BEN, CAI, DAN, ADMIN = 1, 2, 3, 4, 90


def above(n: int) -> dict[str, Any]:
    return {"field": "amount", "above": n}


@pytest.mark.parametrize(("amount", "node"), [(900, "big"), (50, "mid"), (3, "small"), (None, "small")])
def test_a_branch_takes_the_first_arm_that_holds_else_the_default(play: Any, draw: Any, amount: Any, node: str) -> None:
    p = play(
        draw.start(),
        draw.branch(
            "size",
            ("high", above(500), [draw.handle("big", BEN)]),
            ("low", above(10), [draw.handle("mid", BEN)]),
            default=[draw.handle("small", BEN)],
        ),
        draw.end(),
        values={"amount": amount},
    ).begin()
    assert list(p.open) == [node]
    p.complete(BEN)
    assert p.over == "completed"


def test_the_branch_taken_explains_itself(play: Any, draw: Any) -> None:
    p = play(draw.start(), draw.branch("size", ("high", above(500), [])), draw.end(), values={"amount": 20}).begin()
    taken = p.told("branch_taken")[0]
    assert taken["arm"] == "else"
    assert taken["reasons"] == [
        {"arm": "high", "holds": False, "why": {"field": "amount", "value": 20}},
        {"arm": "else", "holds": True, "default": True},
    ]


def test_a_branch_sees_what_was_just_filled_in(play: Any, draw: Any) -> None:
    form = {"fields": {"amount": "edit"}}
    p = play(
        draw.start(),
        draw.handle("fill", BEN, form=form),
        draw.branch("size", ("high", above(500), [draw.approve("sign", CAI)])),
        draw.end(),
        values={"amount": 1},
    ).begin()
    p.complete(BEN, fields={"amount": 501})
    assert p.open == {"sign": [CAI]}


def test_an_end_inside_a_branch_ends_there(play: Any, draw: Any) -> None:
    p = play(
        draw.start(),
        draw.branch("size", ("high", above(5), [draw.end("no", outcome="rejected")])),
        draw.handle("fill", BEN),
        draw.end(),
        values={"amount": 9},
    ).begin()
    assert p.over == "rejected"


def test_a_carbon_copy_is_sent_and_the_flow_goes_on(play: Any, draw: Any) -> None:
    p = play(draw.start(), draw.node("tell", "cc", assignees=draw.person(BEN, CAI)), draw.end()).begin()
    assert p.over == "completed"
    assert p.asked(CarbonCopy) == [CarbonCopy((BEN, CAI), "tell")]


def test_actions_run_without_holding_the_flow(play: Any, draw: Any) -> None:
    actions = [{"type": "send_message", "settings": {"to": "customer"}}]
    p = play(draw.start(), draw.node("auto", "automation", actions=actions), draw.end()).begin()
    assert p.over == "completed"
    (run,) = p.asked(RunActions)
    assert run.actions == ({"type": "send_message", "settings": {"to": "customer"}},)
    assert run.wait is False


@pytest.fixture(scope="session")
def waiting_actions(play: Any, draw: Any) -> Any:
    def build(**settings: Any) -> Any:
        auto = draw.node("auto", "automation", actions=[{"type": "call"}], wait=True, **settings)
        return play(draw.start(), draw.handle("fill", BEN), auto, draw.handle("next", CAI), draw.end()).begin()

    return build


def test_actions_that_are_waited_for_report_and_bring_fields(waiting_actions: Any) -> None:
    p = waiting_actions()
    p.complete(BEN)
    assert p.at == ["auto"]
    p.report("done", erp_number="E-1")
    assert p.open == {"next": [CAI]}
    assert p.values["erp_number"] == "E-1"


def test_a_failure_stops_goes_on_or_goes_elsewhere(waiting_actions: Any) -> None:
    stopped = waiting_actions()
    stopped.complete(BEN)
    stopped.report("failed")
    assert (stopped.over, stopped.instance.note) == ("stopped", "action_failed")
    assert stopped.asked(NobodyFound)[-1] == NobodyFound("auto", (ADMIN,), "action_failed")
    stopped.do(c.Unsuspend(actor=ADMIN, reason="the other system is up again"))
    assert len(stopped.asked(RunActions)) == 2
    stopped.report("done")
    assert stopped.open == {"next": [CAI]}

    on = waiting_actions(on_failure="go_on")
    on.complete(BEN)
    on.report("failed")
    assert on.open == {"next": [CAI]}

    back = waiting_actions(on_failure="node", failure_node="fill")
    back.complete(BEN)
    back.report("failed")
    assert back.open == {"fill": [BEN]}


def test_an_outcome_counts_once(waiting_actions: Any) -> None:
    p = waiting_actions()
    p.complete(BEN)
    token = p.token()
    p.report("done")
    with pytest.raises(errors.NoLongerWaiting):
        p.do(c.ExternalOutcome(token_id=token.id, epoch=token.epoch, outcome="done"))


# -- wait --------------------------------------------------------------------------------------------------------------


def wait(draw: Any, until: dict[str, Any]) -> Any:
    return draw.node("rest", "wait", until=until)


def test_wait_for_a_working_time(play: Any, draw: Any) -> None:
    until = {"kind": "time", "when": {"kind": "after", "minutes": 90}}
    p = play(draw.start(), wait(draw, until), draw.end()).begin()
    assert p.due("wait") == 90
    p.later(90).fire("wait")
    assert p.over == "completed"


def test_wait_until_a_moment_of_the_record_and_follow_it_when_it_moves(play: Any, draw: Any) -> None:
    until = {"kind": "time", "when": {"kind": "field", "field": "visit_at", "minutes": -30}}
    p = play(draw.start(), wait(draw, until), draw.end())
    p.values["visit_at"] = p.now + timedelta(minutes=100)
    p.begin()
    assert p.due("wait") == 70
    p.values["visit_at"] = p.now + timedelta(minutes=200)
    p.do(c.RecordChanged(fields=frozenset({"visit_at"})))
    assert p.due("wait") == 170
    p.later(70).fire("wait")  # the old one comes all the same, and finds that it is early
    assert p.over == "active"
    p.later(100).fire("wait")
    assert p.over == "completed"


def test_a_wait_without_its_moment_is_listed_and_armed_once_there_is_one(play: Any, draw: Any) -> None:
    until = {"kind": "time", "when": {"kind": "field", "field": "visit_at"}}
    p = play(draw.start(), wait(draw, until), draw.end()).begin()
    assert p.asked(NobodyFound) == [NobodyFound("rest", (ADMIN,), "no_moment")]
    p.values["visit_at"] = p.now + timedelta(minutes=5)
    p.do(c.RecordChanged(fields=frozenset({"visit_at"})))
    p.later(5).fire("wait")
    assert p.over == "completed"


def test_wait_until_the_record_fits(play: Any, draw: Any) -> None:
    until = {"kind": "condition", "condition": {"field": "part", "is": "here"}}
    p = play(draw.start(), wait(draw, until), draw.end()).begin()
    assert p.do(c.RecordChanged(fields=frozenset({"part"}))).changes == ()
    p.values["part"] = "here"
    p.do(c.RecordChanged(fields=frozenset({"part"})))
    assert p.over == "completed"
    there = play(draw.start(), wait(draw, until), draw.end(), values={"part": "here"}).begin()
    assert there.over == "completed"


def test_wait_for_an_event(play: Any, draw: Any) -> None:
    p = play(draw.start(), wait(draw, {"kind": "event", "event": "paid"}), draw.end()).begin()
    with pytest.raises(errors.OutcomeUnknown):
        p.report("delivered")
    p.report("paid")
    assert p.over == "completed"


# -- dispatch, external, sub-flow --------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def dispatched(play: Any, draw: Any) -> Any:
    def build(**settings: Any) -> Any:
        give = draw.node("give", "dispatch", policy="near", status_on_enter="to_dispatch", **settings)
        return play(draw.start(), draw.handle("fill", BEN), give, draw.handle("repair", CAI), draw.end()).begin()

    return build


def test_dispatch_hands_the_record_over_and_waits_for_acceptance(dispatched: Any) -> None:
    p = dispatched(hand_over={"radius_km": 20})
    p.complete(BEN)
    (given,) = p.asked(HandOver)
    assert (given.kind, given.node, given.settings["radius_km"]) == ("dispatch", "give", 20)
    assert p.values["status"] == "to_dispatch"
    p.report("accepted", engineer=CAI)
    assert p.values["engineer"] == CAI
    assert p.open == {"repair": [CAI]}


def test_when_nobody_is_left_a_person_hears_and_the_flow_goes_on_waiting(dispatched: Any) -> None:
    p = dispatched()
    p.complete(BEN)
    p.report("none_left")
    assert p.asked(NobodyFound)[-1] == NobodyFound("give", (ADMIN,), "none_left")
    p.report("accepted")
    assert p.open == {"repair": [CAI]}


def test_a_node_says_what_an_outcome_does(dispatched: Any) -> None:
    p = dispatched(on={"none_left": {"kind": "node", "node": "fill"}, "refused": {"kind": "end"}})
    p.complete(BEN)
    p.report("none_left")
    assert p.open == {"fill": [BEN]}
    p.complete(BEN)
    p.report("refused")
    assert p.over == "rejected"


def test_an_outcome_that_nobody_knows_is_refused(dispatched: Any) -> None:
    p = dispatched()
    p.complete(BEN)
    with pytest.raises(errors.OutcomeUnknown):
        p.report("exploded")


def test_the_refined_type_receives_its_own_policy(dispatched: Any) -> None:
    p = dispatched()
    p.complete(BEN)
    assert p.asked(HandOver)[0].settings["policy"] == "near"


def test_a_sub_flow_gets_its_values_and_is_waited_for_or_not(play: Any, draw: Any) -> None:
    facts = {"flow": "calibrate", "down": {"device": "asset"}, "back": {"result": "outcome"}, "per_row": "devices"}
    p = play(draw.start(), draw.node("sub", "sub_flow", **facts), draw.end(), values={"asset": 8}).begin()
    (given,) = p.asked(HandOver)
    assert given.settings["values"] == {"device": 8}
    assert given.settings["per_row"] == "devices"
    p.report("completed", result="ok")
    assert (p.over, p.values["result"]) == ("completed", "ok")
    loose = play(draw.start(), draw.node("sub", "sub_flow", wait=False, **facts), draw.end()).begin()
    assert loose.over == "completed"


# -- loops -------------------------------------------------------------------------------------------------------------


def test_a_loop_with_a_person_in_it_walks_as_often_as_it_must(play: Any, draw: Any) -> None:
    again = draw.branch("ok", ("no", {"field": "fixed", "is": "no"}, [draw.node("again", "go_to", node="repair")]))
    form = {"fields": {"fixed": "edit"}}
    p = play(draw.start(), draw.handle("repair", BEN, form=form), again, draw.end()).begin()
    for _ in range(3):
        p.complete(BEN, fields={"fixed": "no"})
        assert p.open == {"repair": [BEN]}
    p.complete(BEN, fields={"fixed": "yes"})
    assert p.over == "completed"


@pytest.fixture(scope="session")
def circle(play: Any, draw: Any) -> Any:
    auto = draw.node("auto", "automation", actions=[{"type": "send"}], status_on_enter="busy")
    again = draw.branch("ok", ("no", {"field": "fixed", "is": None}, [draw.node("again", "go_to", node="auto")]))
    return lambda: play(draw.start(), draw.handle("fill", BEN), auto, again, draw.end()).begin()


def test_a_circle_without_a_rest_stops_in_an_administrators_list_with_the_loop_named(circle: Any) -> None:
    p = circle()
    p.complete(BEN)
    assert p.over == "stopped"
    stopped = p.told("stopped")[0]
    assert sorted(stopped["loop"]) == ["again", "auto", "ok"]
    assert p.asked(NobodyFound)[-1].people == (ADMIN,)
    assert p.asked(InstanceChanged)[-1].state == "stopped"
    assert p.asked(RunActions) == []  # a thousand messages were not sent
    assert p.values["status"] == "busy"
    assert len(p.path()) <= 502


def test_a_stopped_instance_takes_no_work_and_goes_on_when_the_cause_is_gone(circle: Any) -> None:
    p = circle()
    p.complete(BEN)
    p.values["fixed"] = "yes"
    p.do(c.Unsuspend(actor=ADMIN, reason="corrected"))
    assert p.over == "completed"


def test_a_stopped_instance_can_be_moved_or_ended(circle: Any) -> None:
    p = circle()
    p.complete(BEN)
    p.do(c.Jump(actor=ADMIN, node="fill", reason="again by hand"))
    assert (p.over, p.open) == ("active", {"fill": [BEN]})
    p.complete(BEN)
    p.do(c.Terminate(actor=ADMIN, reason="drawn wrongly"))
    assert p.over == "terminated"


def test_timers_of_nodes_that_wait_for_others_are_armed_too(dispatched: Any) -> None:
    timers = {"final": {"when": {"kind": "after", "minutes": 30}, "action": {"kind": "jump", "node": "repair"}}}
    p = dispatched(timers=timers)
    p.complete(BEN)
    assert [e.timer for e in p.asked(ArmTimer)] == ["final"]
    p.later(30).fire("final")
    assert p.open == {"repair": [CAI]}
