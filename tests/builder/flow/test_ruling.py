"""Withdrawing, suspending, terminating, jumping, reassigning: reasons, permissions of state, effects."""

from __future__ import annotations

from typing import Any

import pytest

from paidan.builder.flow import commands as c
from paidan.builder.flow import errors
from paidan.builder.flow.effects import InstanceChanged

ANN, BEN, CAI, DAN, ADMIN = 1, 2, 3, 4, 90


@pytest.fixture(scope="session")
def two(play: Any, draw: Any) -> Any:
    def build(**settings: Any) -> Any:
        return play(
            draw.start(),
            draw.handle("one", BEN),
            draw.handle("two", CAI, **settings),
            draw.end(),
            status_when={"withdrawn": "called_off", "terminated": "cancelled"},
        ).begin(ANN)

    return build


def test_the_initiator_withdraws_until_the_first_task_is_acted_on(two: Any) -> None:
    p = two()
    p.see(BEN)
    p.do(c.Withdraw(actor=ANN, reason="by mistake"))
    assert (p.over, p.values["status"]) == ("withdrawn", "called_off")
    assert p.told("withdrawn")[0]["reason"] == "by mistake"


def test_afterwards_it_is_refused(two: Any) -> None:
    p = two()
    p.complete(BEN)
    with pytest.raises(errors.WithdrawTooLate):
        p.do(c.Withdraw(actor=ANN, reason="by mistake"))


def test_a_node_may_widen_that(two: Any) -> None:
    p = two(may_withdraw=True)
    p.complete(BEN)
    p.do(c.Withdraw(actor=ANN, reason="by mistake"))
    assert p.over == "withdrawn"


def test_what_was_returned_to_the_initiator_can_be_withdrawn(two: Any) -> None:
    p = two()
    p.send_back(BEN, "start")
    p.do(c.Withdraw(actor=ANN, reason="never mind"))
    assert p.over == "withdrawn"


def test_nobody_else_withdraws(two: Any) -> None:
    with pytest.raises(errors.NotInitiator):
        two().do(c.Withdraw(actor=BEN, reason="x"))


@pytest.mark.parametrize("command", [c.Withdraw, c.Suspend, c.Terminate])
def test_a_reason_is_required(two: Any, command: Any) -> None:
    with pytest.raises(errors.ReasonRequired):
        two().do(command(actor=ANN, reason=" "))


def test_terminating_closes_everything_and_tells_clocks_and_stock(two: Any) -> None:
    p = two()
    p.do(c.Terminate(actor=ADMIN, reason="duplicate"))
    assert (p.over, p.values["status"]) == ("terminated", "cancelled")
    assert p.asked(InstanceChanged) == [InstanceChanged("terminated", "duplicate")]
    assert {t.note for t in p.tasks} == {"terminated"}


def test_a_suspended_instance_takes_no_work(two: Any) -> None:
    p = two()
    p.do(c.Suspend(actor=ADMIN, reason="dispute"))
    assert p.asked(InstanceChanged) == [InstanceChanged("suspended", "dispute")]
    with pytest.raises(errors.NotActive):
        p.complete(BEN)
    p.do(c.Unsuspend(actor=ADMIN, reason="settled"))
    p.complete(BEN)
    assert p.open == {"two": [CAI]}


def test_somebody_who_leaves_meanwhile_is_replaced(two: Any) -> None:
    p = two()
    p.do(c.Suspend(actor=ADMIN, reason="dispute"))
    p.do(c.PersonLeft(actor=ADMIN, person=BEN))
    assert p.open == {"one": [ADMIN]}


def test_what_changed_meanwhile_is_seen_on_resuming(play: Any, draw: Any) -> None:
    until = {"kind": "condition", "condition": {"field": "part", "is": "here"}}
    p = play(draw.start(), draw.node("rest", "wait", until=until), draw.end()).begin()
    p.do(c.Suspend(actor=ADMIN, reason="dispute"))
    p.values["part"] = "here"
    assert p.do(c.RecordChanged(fields=frozenset({"part"}))).changes == ()
    p.do(c.Unsuspend(actor=ADMIN, reason="settled"))
    assert p.over == "completed"


def test_only_what_stands_still_is_resumed(two: Any) -> None:
    with pytest.raises(errors.NotSuspended):
        two().do(c.Unsuspend(actor=ADMIN, reason="x"))


@pytest.mark.parametrize("ended_by", ["completed", "terminated"])
def test_nothing_happens_to_an_instance_that_has_ended(two: Any, ended_by: str) -> None:
    p = two()
    if ended_by == "terminated":
        p.do(c.Terminate(actor=ADMIN, reason="x"))
    else:
        p.complete(BEN)
        p.complete(CAI)
    for command in (
        c.Suspend(actor=ADMIN, reason="x"),
        c.Unsuspend(actor=ADMIN, reason="x"),
        c.Terminate(actor=ADMIN, reason="x"),
        c.Jump(actor=ADMIN, reason="x", node="one"),
        c.Urge(actor=ANN),
        c.Withdraw(actor=ANN, reason="x"),
    ):
        with pytest.raises(errors.NotActive):
            p.do(command)
    assert p.do(c.PersonLeft(actor=ADMIN, person=BEN)).changes == ()
    assert p.do(c.RecordChanged(fields=frozenset({"x"}))).changes == ()


def test_an_administrator_jumps_forward_and_back(two: Any) -> None:
    p = two()
    p.do(c.Jump(actor=ADMIN, node="two", reason="not needed"))
    assert p.open == {"two": [CAI]}
    assert [t.note for t in p.tasks if t.assignee == BEN] == ["jumped"]
    p.do(c.Jump(actor=ADMIN, node="one", reason="needed after all"))
    assert p.open == {"one": [BEN]}
    assert [e["reason"] for e in p.told("jumped")] == ["not needed", "needed after all"]


def test_a_jump_wants_a_node_that_exists(two: Any) -> None:
    with pytest.raises(errors.IllegalTarget):
        two().do(c.Jump(actor=ADMIN, node="nowhere", reason="x"))


def test_a_suspended_instance_goes_on_by_a_jump(two: Any) -> None:
    p = two()
    p.do(c.Suspend(actor=ADMIN, reason="x"))
    p.do(c.Jump(actor=ADMIN, node="two", reason="x"))
    assert (p.over, p.open) == ("active", {"two": [CAI]})


def test_reassigning_moves_a_task_and_tells_both(two: Any) -> None:
    p = two()
    p.do(c.Reassign(actor=ADMIN, task_id=p.task(BEN).id, to=DAN, reason="ill"))
    assert p.open == {"one": [DAN]}
    assert p.noticed("task_moved") == [(BEN,)]
    assert p.noticed("task_opened")[-1] == (DAN,)
    told = p.told("reassigned")[0]
    assert (told["from"], told["to"], told["reason"]) == ([BEN], DAN, "ill")


def test_a_pool_task_is_reassigned_to_one_of_its_candidates(play: Any, draw: Any) -> None:
    p = play(draw.start(), draw.handle("one", BEN, CAI), draw.end()).begin()
    p.do(c.Reassign(actor=ADMIN, task_id=p.task(BEN).id, to=CAI, reason="he is free"))
    assert p.open == {"one": [CAI]}


def test_an_instance_starts_once(two: Any) -> None:
    from paidan.builder.flow.ports import RecordView
    from paidan.builder.flow.step import step

    p = two()
    with pytest.raises(errors.AlreadyStarted):
        step(p.version, p.state, RecordView(5), c.Start(instance_id=7, initiator=ANN), p.now, p.ports)


def test_every_step_raises_the_revision_by_one_and_void_ones_do_not(two: Any) -> None:
    p = two()
    assert p.instance.rev == 0
    p.see(BEN)
    assert p.instance.rev == 1
    assert p.see(BEN).changes == ()
    assert p.instance.rev == 1


def test_a_start_without_an_initiator_is_possible(play: Any, draw: Any) -> None:
    p = play(draw.start(), draw.approve("sign", BEN, on_reject={"kind": "initiator"}), draw.end()).begin(None)
    p.reject(BEN)
    assert p.open == {"start": [ADMIN]}
