"""Return, its two ways of coming back, and taking an act back."""

from __future__ import annotations

from typing import Any

import pytest

from paidan.builder.flow import commands as c
from paidan.builder.flow import errors

ANN, BEN, CAI, DAN, EVE = 1, 2, 3, 4, 5


@pytest.fixture(scope="session")
def line(play: Any, draw: Any) -> Any:
    """Two forms and an approval by three, all of them needed; handed in up to the approval."""

    def build(**settings: Any) -> Any:
        form = {"fields": {"price": "edit", "note": "edit"}}
        p = play(
            draw.start(),
            draw.handle("one", BEN, form=form),
            draw.handle("two", CAI),
            draw.approve("sign", BEN, DAN, EVE, **{"mode": "all", **settings}),
            draw.end(),
        ).begin(ANN)
        p.complete(BEN)
        p.complete(CAI)
        return p

    return build


@pytest.mark.parametrize("votes_first", [False, True])
def test_a_return_is_one_persons_choice_whatever_the_votes(line: Any, votes_first: bool) -> None:
    p = line()
    if votes_first:
        p.agree(EVE)
    p.send_back(DAN, "one", opinion="wrong price")
    assert p.open == {"one": [BEN]}
    told = p.told("returned")[0]
    assert (told["from"], told["to"], told["opinion"], told["resume"]) == ("sign", "one", "wrong price", "replay")


def test_a_replay_walks_through_every_node_and_earlier_votes_do_not_count(line: Any) -> None:
    p = line()
    p.agree(EVE)
    p.send_back(DAN, "one")
    p.complete(BEN)
    assert p.open == {"two": [CAI]}
    p.complete(CAI)
    assert p.open == {"sign": [BEN, DAN, EVE]}
    assert [t.vote for t in p.tasks if t.assignee == EVE] == ["agree", None]  # kept in history


def test_a_direct_return_comes_straight_back_to_whoever_returned_it(line: Any) -> None:
    p = line()
    p.agree(EVE)
    p.send_back(DAN, "one", "direct")
    assert p.open == {"one": [BEN]}
    p.complete(BEN)
    assert p.open == {"sign": [DAN]}  # one slot
    assert p.told("resumed_directly")[0]["to"] == "sign"


def test_the_rest_of_the_group_counts_as_it_stood(line: Any) -> None:
    p = line()
    p.agree(EVE)
    p.send_back(DAN, "one", "direct")
    p.complete(BEN)
    p.agree(DAN)
    assert p.open == {"sign": [BEN]}  # he had not voted yet, and is asked once the returner has
    p.agree(BEN)
    assert p.over == "completed"
    assert p.told("group_decided")[-1]["agreed"] == 3


def test_a_changed_guarded_field_makes_a_direct_return_replay(line: Any) -> None:
    p = line(guarded=["price"])
    p.send_back(DAN, "one", "direct")
    p.complete(BEN, fields={"price": 7, "note": "dearer"})
    assert p.open == {"two": [CAI]}
    assert p.told("replayed_instead")[0]["guarded"] == ["price"]


def test_a_replay_instead_makes_the_decisions_in_between_void(play: Any, draw: Any) -> None:
    p = play(
        draw.start(),
        draw.handle("one", BEN, form={"fields": {"price": "edit"}}),
        draw.approve("two", CAI, DAN, policies={"same_person": "pass"}),
        draw.approve("three", CAI),
        draw.approve("four", EVE, guarded=["price"]),
        draw.end(),
    ).begin()
    p.complete(BEN)
    p.agree(DAN)
    p.agree(CAI)
    p.send_back(EVE, "one", "direct")
    p.complete(BEN, fields={"price": 7})
    assert p.open == {"two": [CAI, DAN]}


def test_a_change_to_other_fields_does_not(line: Any) -> None:
    p = line(guarded=["price"])
    p.send_back(DAN, "one", "direct")
    p.complete(BEN, fields={"note": "same price"})
    assert p.open == {"sign": [DAN]}


def test_a_sequence_comes_back_to_the_returner_and_goes_on_in_order(line: Any) -> None:
    p = line(mode="sequence")
    p.agree(BEN)
    p.send_back(DAN, "two", "direct")
    p.complete(CAI)
    assert p.open == {"sign": [DAN]}
    p.agree(DAN)
    assert p.open == {"sign": [EVE]}
    p.agree(EVE)
    assert p.over == "completed"


def test_direct_returns_nest(line: Any) -> None:
    p = line()
    p.send_back(DAN, "two", "direct")
    p.send_back(CAI, "one", "direct")
    p.complete(BEN)
    assert p.open == {"two": [CAI]}
    p.complete(CAI)
    assert p.open == {"sign": [DAN]}


def test_a_replay_ends_the_resume_points_before_it(line: Any) -> None:
    p = line()
    p.send_back(DAN, "two", "direct")
    p.send_back(CAI, "one", "replay")
    p.complete(BEN)
    p.complete(CAI)
    assert p.open == {"sign": [BEN, DAN, EVE]}


def test_the_same_person_can_return_again_and_again(line: Any) -> None:
    p = line()
    for _ in range(3):
        p.send_back(DAN, "one", "direct")
        p.complete(BEN)
        assert p.open == {"sign": [DAN]}
    p.agree(DAN)
    p.agree(BEN)
    p.agree(EVE)
    assert p.over == "completed"
    assert p.told("group_decided")[-1]["asked"] == 3


def test_a_return_to_the_start_asks_the_initiator(line: Any) -> None:
    p = line()
    p.send_back(DAN, "start", "direct")
    assert p.open == {"start": [ANN]}
    p.complete(ANN)
    assert p.open == {"sign": [DAN]}


@pytest.mark.parametrize("node", ["sign", "end", "nowhere"])
def test_only_nodes_handled_before_are_legal_targets(line: Any, node: str) -> None:
    with pytest.raises(errors.IllegalTarget):
        line().send_back(DAN, node)


def test_a_node_that_lies_ahead_is_no_target(play: Any, draw: Any) -> None:
    p = play(draw.start(), draw.handle("one", BEN), draw.handle("two", CAI), draw.end()).begin()
    with pytest.raises(errors.IllegalTarget):
        p.send_back(BEN, "two")


def test_the_node_may_limit_targets_and_ways(line: Any) -> None:
    p = line(return_to=["two"], resume=["replay"])
    with pytest.raises(errors.IllegalTarget):
        p.send_back(DAN, "one")
    with pytest.raises(errors.ResumeNotOffered):
        p.send_back(DAN, "two", "direct")
    p.send_back(DAN, "two")
    assert p.open == {"two": [CAI]}


def test_a_return_wants_its_reason_unless_the_node_says_otherwise(play: Any, draw: Any) -> None:
    p = play(draw.start(), draw.approve("sign", BEN, opinion_for=["return"]), draw.end()).begin()
    with pytest.raises(errors.OpinionRequired):
        p.send_back(BEN, "start")


def test_whoever_returned_it_and_left_is_replaced_when_it_comes_back(line: Any) -> None:
    from paidan.builder.flow.ports import Standing

    p = line()
    p.send_back(DAN, "one", "direct")
    p.people.standings[DAN] = Standing("disabled")
    p.complete(BEN)
    assert p.open == {"sign": [90]}


# -- take back -------------------------------------------------------------------------------------------------------


def test_the_last_handler_takes_back_while_nobody_touched_what_followed(line: Any) -> None:
    p = line()
    p.take_back(CAI)
    assert p.open == {"two": [CAI]}
    told = p.told("taken_back")[0]
    assert (told["actor"], told["from"]) == (CAI, "sign")
    p.complete(CAI)
    assert p.open == {"sign": [BEN, DAN, EVE]}


@pytest.mark.parametrize("touch", ["see", "agree", "transfer", "draft", "delegate"])
def test_taking_back_is_refused_with_the_name_of_who_acted(line: Any, touch: str) -> None:
    p = line(form={"others": "edit"})
    if touch == "see":
        p.see(DAN)
    elif touch == "agree":
        p.agree(DAN)
    elif touch == "transfer":
        p.transfer(DAN, 8)
    elif touch == "delegate":
        p.delegate(DAN, 8)
    else:
        p.do(c.SaveDraft(actor=DAN, task_id=p.task(DAN).id, draft={"x": 1}))
    with pytest.raises(errors.ActedMeanwhile) as refused:
        p.take_back(CAI)
    assert refused.value.params["by_id"] == DAN


def test_a_claim_ends_the_time_for_taking_back(play: Any, draw: Any) -> None:
    p = play(draw.start(), draw.handle("one", BEN), draw.handle("two", CAI, DAN), draw.end()).begin()
    p.complete(BEN)
    p.claim(DAN)
    with pytest.raises(errors.ActedMeanwhile):
        p.take_back(BEN)


def test_only_the_last_handler_takes_back(line: Any) -> None:
    p = line()
    with pytest.raises(errors.CannotTakeBack):
        p.take_back(BEN, at="one")
    task = next(t for t in p.tasks if t.node == "two").id
    with pytest.raises(errors.NotYourTask):
        p.do(c.TakeBack(actor=BEN, task_id=task))


def test_a_vote_is_taken_back_while_the_group_is_open(line: Any) -> None:
    p = line()
    p.agree(DAN)
    p.take_back(DAN)
    assert p.open == {"sign": [BEN, DAN, EVE]}
    p.agree(BEN)
    p.agree(DAN)
    with pytest.raises(errors.ActedMeanwhile):
        p.take_back(BEN, at="sign")


def test_a_vote_in_a_sequence_is_taken_back_until_the_next_looks(line: Any) -> None:
    p = line(mode="sequence")
    p.agree(BEN)
    p.take_back(BEN, at="sign")
    assert p.open == {"sign": [BEN]}
    p.agree(BEN)
    p.see(DAN)
    with pytest.raises(errors.ActedMeanwhile):
        p.take_back(BEN, at="sign")


def test_taking_back_a_deciding_vote_opens_what_it_had_closed(play: Any, draw: Any) -> None:
    p = play(draw.start(), draw.approve("sign", BEN, CAI), draw.handle("fill", DAN), draw.end()).begin()
    p.agree(BEN)
    p.take_back(BEN)
    assert p.open == {"sign": [BEN, CAI]}
    p.agree(CAI)
    assert p.open == {"fill": [DAN]}


def test_a_signer_after_goes_back_to_waiting(approving: Any) -> None:
    p = approving(BEN)
    p.add(BEN, CAI, "after")
    p.agree(BEN)
    p.take_back(BEN)
    assert p.open == {"sign": [BEN]}
    p.agree(BEN)
    assert p.open == {"sign": [CAI]}


def test_an_opinion_given_before_is_taken_back(approving: Any) -> None:
    p = approving(BEN)
    p.see(BEN)
    p.add(BEN, CAI, "before")
    p.agree(CAI)
    p.take_back(CAI)
    assert p.open == {"sign": [CAI]}
    p.agree(CAI)
    p.see(BEN)
    with pytest.raises(errors.ActedMeanwhile):
        p.take_back(CAI)


def test_a_group_comes_back_as_it_stood_even_when_it_was_taken_back_in_between(line: Any) -> None:
    p = line()
    p.agree(EVE)
    p.send_back(DAN, "one", "direct")
    p.complete(BEN)
    p.take_back(BEN, at="one")
    assert p.open == {"one": [BEN]}
    p.complete(BEN)
    assert p.open == {"sign": [DAN]}
    p.agree(DAN)
    p.agree(BEN)
    assert p.over == "completed"


def test_a_signer_not_needed_after_a_reject_waits_again_when_it_is_taken_back(approving: Any) -> None:
    p = approving(BEN, CAI, mode="all", veto="count")
    p.add(BEN, DAN, "after")
    p.reject(BEN)
    p.take_back(BEN)
    p.agree(BEN)
    assert p.open == {"sign": [CAI, DAN]}


def test_an_act_before_a_jump_is_not_taken_back(play: Any, draw: Any) -> None:
    p = play(draw.start(), draw.handle("one", BEN), draw.handle("two", CAI), draw.handle("three", DAN), draw.end())
    p.begin().complete(BEN)
    p.do(c.Jump(actor=90, node="three", reason="x"))
    with pytest.raises(errors.CannotTakeBack):
        p.take_back(BEN)


@pytest.mark.parametrize(("actor", "refusal"), [(DAN, errors.ActedMeanwhile), (None, errors.CannotTakeBack)])
def test_an_outcome_from_outside_counts_as_acting(play: Any, draw: Any, actor: int, refusal: type[Exception]) -> None:
    nodes = [draw.handle("one", BEN), draw.node("give", "dispatch"), draw.handle("repair", DAN)]
    p = play(draw.start(), *nodes, draw.end()).begin()
    p.complete(BEN)
    token = p.token()
    p.do(c.ExternalOutcome(actor=actor, token_id=token.id, epoch=token.epoch, outcome="accepted"))
    with pytest.raises(refusal):
        p.take_back(BEN)


def test_a_return_is_taken_back(line: Any) -> None:
    p = line()
    p.agree(EVE)
    p.send_back(DAN, "one", "direct")
    p.take_back(DAN)
    assert p.open == {"sign": [BEN, DAN]}
    p.agree(DAN)
    p.agree(BEN)
    assert p.over == "completed"


def test_a_rejection_that_went_to_the_initiator_is_taken_back(play: Any, draw: Any) -> None:
    rule = {"kind": "initiator"}
    p = play(draw.start(), draw.approve("sign", BEN, CAI, on_reject=rule), draw.end()).begin(ANN)
    p.reject(BEN)
    p.take_back(BEN)
    assert p.open == {"sign": [BEN, CAI]}


def test_an_instance_that_has_ended_is_not_taken_back(approving: Any) -> None:
    p = approving(BEN)
    p.agree(BEN)
    with pytest.raises(errors.NotActive):
        p.take_back(BEN)


def test_a_hand_over_is_recalled_when_its_cause_is_taken_back(play: Any, draw: Any) -> None:
    from paidan.builder.flow.effects import Recall

    p = play(draw.start(), draw.handle("one", BEN), draw.node("give", "dispatch"), draw.end()).begin()
    p.complete(BEN)
    given = p.token()
    p.take_back(BEN)
    assert [(e.token_id, e.epoch) for e in p.asked(Recall)] == [(given.id, given.epoch)]
    with pytest.raises(errors.NoLongerWaiting):
        p.do(c.ExternalOutcome(token_id=given.id, epoch=given.epoch, outcome="accepted"))
