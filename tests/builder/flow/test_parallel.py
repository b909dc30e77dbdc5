"""Parallel blocks: joins, returns within and out of an arm, rejection, ends inside."""

from __future__ import annotations

from typing import Any

import pytest

from paidan.builder.flow import commands as c
from paidan.builder.flow import errors
from paidan.builder.flow.effects import Recall
from paidan.builder.flow.ports import RecordView
from paidan.builder.flow.returning import return_targets
from paidan.builder.flow.work import Work

ANN, BEN, CAI, DAN, EVE, ADMIN = 1, 2, 3, 4, 5, 90


def targets(p: Any) -> list[str]:
    work = Work(p.version, p.state, RecordView(5), p.now, p.ports, BEN)
    return return_targets(work, p.token("a2"))


@pytest.fixture(scope="session")
def three(play: Any, draw: Any) -> Any:
    def build(join: str = "all", need: int = 1, **settings: Any) -> Any:
        return play(
            draw.start(),
            draw.handle("fill", ANN),
            draw.parallel(
                "split",
                join,
                need,
                a=[draw.handle("a1", BEN), draw.approve("a2", BEN, **settings)],
                b=[draw.handle("b1", CAI)],
                c=[draw.handle("c1", DAN)],
            ),
            draw.handle("after", EVE),
            draw.end(),
        ).begin(ANN)

    return build


def split(p: Any) -> Any:
    p.complete(ANN)
    assert p.open == {"a1": [BEN], "b1": [CAI], "c1": [DAN]}
    return p


def test_a_join_of_all_waits_for_the_last_arm(three: Any) -> None:
    p = split(three())
    p.complete(CAI)
    p.complete(DAN)
    p.complete(BEN)
    assert p.open == {"a2": [BEN]}
    p.agree(BEN)
    assert p.open == {"after": [EVE]}


def test_a_join_of_any_cancels_the_arms_left(three: Any) -> None:
    p = split(three("any"))
    p.complete(CAI)
    assert p.open == {"after": [EVE]}
    assert {t.assignee: t.note for t in p.tasks if t.state == "cancelled"} == {BEN: "joined", DAN: "joined"}
    assert sorted(e["node"] for e in p.told("arm_cancelled")) == ["a1", "c1"]


def test_a_join_of_n_waits_for_n(three: Any) -> None:
    p = split(three("count", 2))
    p.complete(CAI)
    assert p.open == {"a1": [BEN], "c1": [DAN]}
    p.complete(DAN)
    assert p.open == {"after": [EVE]}


def test_a_join_never_needs_more_arms_than_there_are(three: Any) -> None:
    p = split(three("count", 9))
    p.complete(CAI)
    p.complete(DAN)
    p.complete(BEN)
    p.agree(BEN)
    assert p.open == {"after": [EVE]}


def test_a_return_within_an_arm_touches_that_arm_alone(three: Any) -> None:
    p = split(three())
    p.complete(BEN)
    before = p.task(CAI)
    p.send_back(BEN, "a1", "direct")
    assert p.open == {"a1": [BEN], "b1": [CAI], "c1": [DAN]}
    assert p.task(CAI) == before
    p.complete(BEN)
    assert p.open["a2"] == [BEN]


def test_a_return_out_of_the_block_cancels_every_arm_and_enters_it_again_from_its_split(three: Any) -> None:
    p = split(three())
    p.complete(CAI)
    p.complete(BEN)
    p.send_back(BEN, "fill")
    assert p.open == {"fill": [ANN]}
    assert {t.assignee: t.note for t in p.tasks if t.state == "cancelled"} == {BEN: "returned", DAN: "returned"}
    split(p)  # the arm that had been done is asked again


def test_a_direct_return_out_of_the_block_replays_and_says_so(three: Any) -> None:
    p = split(three())
    p.complete(BEN)
    p.send_back(BEN, "fill", "direct")
    assert p.told("returned")[0]["resume"] == "replay"
    assert p.told("returned")[0]["asked"] == "direct"
    split(p)


def test_timers_of_cancelled_arms_are_void(play: Any, draw: Any) -> None:
    timers = {"final": {"when": {"kind": "after", "minutes": 60}, "action": {"kind": "auto_agree"}}}
    arms = {"a": [draw.handle("a1", BEN)], "b": [draw.approve("b1", CAI, timers=timers)]}
    p = play(draw.start(), draw.parallel("split", "any", **arms), draw.handle("after", EVE), draw.end()).begin()
    token = p.token("b1")
    p.complete(BEN)
    late = p.later(60).do(c.TimerFired(token_id=token.id, epoch=token.epoch, timer="final"))
    assert late.changes == ()
    assert p.open == {"after": [EVE]}


def test_rejection_that_ends_the_instance_cancels_the_block_whole(three: Any) -> None:
    p = split(three())
    p.complete(BEN)
    p.reject(BEN)
    assert p.over == "rejected"
    assert not any(t.is_live for t in p.tasks)


def test_rejection_to_a_node_of_the_arm_stays_in_the_arm(three: Any) -> None:
    p = split(three(on_reject={"kind": "node", "node": "a1"}))
    p.complete(BEN)
    p.reject(BEN)
    assert p.open == {"a1": [BEN], "b1": [CAI], "c1": [DAN]}


def test_rejection_to_a_node_outside_leaves_the_block_whole(three: Any) -> None:
    p = split(three(on_reject={"kind": "node", "node": "fill"}))
    p.complete(BEN)
    p.reject(BEN)
    assert p.open == {"fill": [ANN]}


def test_nodes_of_another_arm_are_no_return_targets(three: Any) -> None:
    p = split(three())
    p.complete(CAI)
    p.complete(BEN)
    with pytest.raises(errors.IllegalTarget):
        p.send_back(BEN, "b1")
    assert targets(p) == ["start", "fill", "a1"]


def test_hand_overs_of_cancelled_arms_are_recalled(play: Any, draw: Any) -> None:
    arms = {"a": [draw.handle("a1", BEN)], "b": [draw.node("give", "dispatch")]}
    p = play(draw.start(), draw.parallel("split", "any", **arms), draw.end()).begin()
    p.complete(BEN)
    assert p.over == "completed"
    assert [e.node for e in p.asked(Recall)] == ["give"]


def test_an_end_inside_an_arm_ends_the_whole_instance(play: Any, draw: Any) -> None:
    arms = {"a": [draw.handle("a1", BEN), draw.end("stop")], "b": [draw.handle("b1", CAI)]}
    p = play(draw.start(), draw.parallel("split", **arms), draw.end()).begin()
    p.complete(BEN)
    assert p.over == "completed"
    assert not any(t.is_live for t in p.tasks)


def test_an_empty_arm_arrives_at_once(play: Any, draw: Any) -> None:
    p = play(draw.start(), draw.parallel("split", "any", a=[], b=[draw.handle("b1", CAI)]), draw.end()).begin()
    assert p.over == "completed"


def test_blocks_nest(play: Any, draw: Any) -> None:
    inner = draw.parallel("inner", x=[draw.handle("x1", BEN)], y=[draw.handle("y1", CAI)])
    p = play(
        draw.start(),
        draw.parallel("outer", a=[inner, draw.handle("a2", BEN)], b=[draw.handle("b1", DAN)]),
        draw.end(),
    ).begin()
    p.complete(BEN)
    p.complete(CAI)
    assert p.open == {"a2": [BEN], "b1": [DAN]}
    p.send_back(BEN, "start")
    assert p.open == {"start": [ANN]}
    p.complete(ANN)
    assert p.open == {"b1": [DAN], "x1": [BEN], "y1": [CAI]}


# -- take back across a block ------------------------------------------------------------------------------------------


def test_the_act_before_a_split_is_taken_back_while_no_arm_was_touched(three: Any) -> None:
    p = split(three())
    p.take_back(ANN)
    assert p.open == {"fill": [ANN]}
    split(p)


@pytest.mark.parametrize("touch", ["see", "done"])
def test_it_is_refused_once_an_arm_was_touched(three: Any, touch: str) -> None:
    p = split(three())
    if touch == "see":
        p.see(CAI)
    else:
        p.complete(CAI)
    with pytest.raises(errors.ActedMeanwhile) as refused:
        p.take_back(ANN)
    assert refused.value.params["by_id"] == CAI


def test_the_last_act_of_an_arm_is_taken_back_while_the_others_are_out(three: Any) -> None:
    p = split(three())
    p.complete(CAI)
    p.take_back(CAI)
    assert p.open == {"a1": [BEN], "b1": [CAI], "c1": [DAN]}
    p.complete(CAI)
    p.complete(DAN)
    p.complete(BEN)
    p.agree(BEN)
    assert p.open == {"after": [EVE]}


def test_an_act_is_not_taken_back_across_a_join(three: Any) -> None:
    p = split(three("any"))
    p.complete(CAI)
    with pytest.raises(errors.CannotTakeBack):
        p.take_back(CAI)


def test_an_arm_of_an_earlier_entry_into_the_block_is_not_taken_back(three: Any) -> None:
    p = split(three())
    p.complete(CAI)
    old = next(t for t in p.tasks if t.node == "b1").id
    p.complete(BEN)
    p.send_back(BEN, "fill")
    split(p)
    p.complete(CAI)
    with pytest.raises(errors.CannotTakeBack):
        p.do(c.TakeBack(actor=CAI, task_id=old))


# -- jump --------------------------------------------------------------------------------------------------------------


def test_an_administrator_jumps_out_of_a_block_and_within_an_arm(three: Any) -> None:
    p = split(three())
    p.do(c.Jump(actor=ADMIN, node="a2", reason="skip the form"))
    assert p.open == {"a2": [BEN], "b1": [CAI], "c1": [DAN]}
    p.do(c.Jump(actor=ADMIN, node="after", reason="enough"))
    assert p.open == {"after": [EVE]}


def test_nobody_jumps_into_a_block_from_outside(three: Any) -> None:
    with pytest.raises(errors.IllegalTarget):
        three().do(c.Jump(actor=ADMIN, node="a1", reason="no"))
