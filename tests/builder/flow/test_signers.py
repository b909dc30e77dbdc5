"""Adding and removing signers. The table "Actions on a task": before, parallel, after, remove."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from paidan.builder.flow import errors

ANN, BEN, CAI, DAN, EVE, FAY, GUS, HAL = 1, 2, 3, 4, 5, 6, 7, 8

OTHERS_FIRST = pytest.mark.parametrize("others_first", [False, True])


def begun(approving: Any, others_first: bool, **settings: Any) -> Any:
    p = approving(BEN, CAI, mode="all", **settings)
    if others_first:
        p.agree(CAI)
    return p


def finish(p: Any, others_first: bool) -> None:
    if not others_first:
        assert p.over == "active"
        p.agree(CAI)
    assert p.over == "completed"


@OTHERS_FIRST
def test_a_signer_before_acts_and_then_ones_own_slot_opens(approving: Any, others_first: bool) -> None:
    p = begun(approving, others_first)
    p.add(BEN, DAN, "before")
    assert BEN not in p.open["sign"]
    p.agree(DAN, opinion="ok for me")
    assert BEN in p.open["sign"]
    p.agree(BEN)
    finish(p, others_first)
    assert p.told("group_decided")[0]["asked"] == 2
    added = p.told("signer_added")[0]
    assert (added["actor"], added["person"], added["place"]) == (BEN, DAN, "before")


@OTHERS_FIRST
def test_a_parallel_signer_makes_the_group_grow_by_one(approving: Any, others_first: bool) -> None:
    p = begun(approving, others_first)
    p.add(BEN, DAN, "parallel")
    assert {BEN, DAN} <= set(p.open["sign"])
    p.agree(BEN)
    assert p.over == "active"
    p.agree(DAN)
    finish(p, others_first)
    assert p.told("group_decided")[0]["asked"] == 3


def test_the_threshold_is_computed_again_when_a_signer_is_added(approving: Any) -> None:
    p = approving(BEN, CAI, mode="vote", percent=100)
    p.agree(CAI)
    p.add(BEN, DAN, "parallel")
    p.agree(BEN)
    assert p.over == "active"
    p.agree(DAN)
    assert p.told("group_decided")[0]["needed"] == 3


def test_votes_cast_do_not_decide_a_group_again_by_an_addition(approving: Any) -> None:
    p = approving(BEN, CAI, DAN, mode="vote", percent=67)  # three of three
    p.agree(CAI)
    p.agree(DAN)
    p.add(BEN, EVE, "parallel")  # three of four
    assert p.over == "active"
    p.agree(EVE)
    assert p.over == "completed"


@OTHERS_FIRST
def test_a_signer_after_opens_when_ones_own_slot_agrees_and_before_the_node_is_left(
    approving: Any, others_first: bool
) -> None:
    p = begun(approving, others_first)
    p.add(BEN, DAN, "after")
    assert DAN not in p.open["sign"]
    p.agree(BEN)
    assert DAN in p.open["sign"]
    p.agree(DAN)
    finish(p, others_first)
    assert p.told("group_decided")[0]["asked"] == 2  # one seat, two names


def test_a_signer_after_is_not_asked_when_ones_own_slot_rejects(approving: Any) -> None:
    p = approving(BEN, CAI, mode="all", veto="count")
    p.add(BEN, DAN, "after")
    p.reject(BEN)
    assert p.open == {"sign": [CAI]}
    assert [t.note for t in p.tasks if t.assignee == DAN] == ["not_needed"]


def test_a_signer_after_can_reject_for_the_seat(approving: Any) -> None:
    p = approving(BEN, mode="any")
    p.add(BEN, DAN, "after")
    p.agree(BEN)
    p.reject(DAN)
    assert p.over == "rejected"


def test_signers_after_form_a_chain(approving: Any) -> None:
    p = approving(BEN, mode="any")
    p.add(BEN, DAN, "after")
    p.add(BEN, EVE, "after")
    p.agree(BEN)
    assert p.open == {"sign": [DAN]}
    p.agree(DAN)
    assert p.open == {"sign": [EVE]}
    p.agree(EVE)
    assert p.over == "completed"


def test_a_signer_after_one_who_was_asked_before_acts_before_the_seat(approving: Any) -> None:
    p = approving(BEN)
    p.add(BEN, DAN, "before")
    p.add(DAN, EVE, "after")
    p.agree(DAN)
    assert p.open == {"sign": [EVE]}
    p.agree(EVE)
    assert p.open == {"sign": [BEN]}


def test_when_the_one_before_rejects_the_seat_is_asked_all_the_same(approving: Any) -> None:
    p = approving(BEN)
    p.add(BEN, DAN, "before")
    p.add(DAN, EVE, "after")
    p.reject(DAN)
    assert p.open == {"sign": [BEN]}


def test_an_added_person_may_add_again_up_to_depth_five(approving: Any) -> None:
    p = approving(BEN)
    chain = [BEN, CAI, DAN, EVE, FAY, GUS]
    for who, whom in pairwise(chain):
        p.add(who, whom, "before")
    with pytest.raises(errors.TooDeep):
        p.add(GUS, HAL, "parallel")
    for who in reversed(chain):
        assert p.open == {"sign": [who]}
        p.agree(who)
    assert p.over == "completed"


def test_in_a_sequence_an_added_parallel_signer_is_asked_beside_the_adder(approving: Any) -> None:
    p = approving(BEN, CAI, mode="sequence")
    p.add(BEN, DAN, "parallel")
    assert p.open == {"sign": [BEN, DAN]}
    p.agree(BEN)
    assert p.open == {"sign": [DAN]}
    p.agree(DAN)
    assert p.open == {"sign": [CAI]}


@pytest.mark.parametrize("place", ["before", "parallel", "after"])
def test_nobody_is_asked_twice_in_a_group(approving: Any, place: str) -> None:
    with pytest.raises(errors.SamePerson):
        approving(BEN, CAI, mode="all").add(BEN, CAI, place)


@OTHERS_FIRST
@pytest.mark.parametrize("place", ["before", "parallel", "after"])
def test_an_added_signer_is_removed_by_whoever_added_them(approving: Any, place: str, others_first: bool) -> None:
    p = begun(approving, others_first)
    p.add(BEN, DAN, place)
    p.remove(BEN, DAN)
    assert BEN in p.open["sign"]
    assert DAN not in p.open["sign"]
    removed = p.told("signer_removed")[0]
    assert (removed["actor"], removed["person"]) == (BEN, DAN)
    p.agree(BEN)
    finish(p, others_first)
    assert p.told("group_decided")[0]["asked"] == 2


def test_only_the_adder_removes(approving: Any) -> None:
    p = approving(BEN, CAI, mode="all")
    p.add(BEN, DAN, "parallel")
    with pytest.raises(errors.NotAddedByYou):
        p.remove(CAI, DAN)
    with pytest.raises(errors.NotAddedByYou):
        p.remove(CAI, BEN)


def test_a_signer_who_acted_cannot_be_removed(approving: Any) -> None:
    from paidan.builder.flow.commands import RemoveSigner

    p = approving(BEN, CAI, mode="all")
    p.add(BEN, DAN, "parallel")
    task = p.task(DAN).id
    p.agree(DAN)
    with pytest.raises(errors.TaskNotOpen):
        p.do(RemoveSigner(actor=BEN, task_id=task))


def test_the_last_one_still_asked_is_never_removed(approving: Any) -> None:
    p = approving(BEN, mode="all")
    p.add(BEN, DAN, "parallel")
    p.agree(BEN)
    with pytest.raises(errors.LastSigner):
        p.remove(BEN, DAN)


def test_removing_lets_the_votes_cast_decide_when_they_now_do(approving: Any) -> None:
    p = approving(BEN, CAI, DAN, mode="vote", percent=60)  # two of three
    p.add(BEN, EVE, "parallel")
    p.add(BEN, FAY, "parallel")  # three of five
    p.agree(CAI)
    p.agree(BEN)
    assert p.over == "active"
    p.remove(BEN, EVE)  # three of four
    assert p.over == "active"
    p.remove(BEN, FAY)  # two of three
    assert p.over == "completed"


def test_removing_a_seat_removes_whoever_it_had_asked(approving: Any) -> None:
    p = approving(BEN, CAI, mode="all")
    p.add(BEN, DAN, "parallel")
    p.add(DAN, EVE, "before")
    p.remove(BEN, DAN)
    assert p.open == {"sign": [BEN, CAI]}


def test_removing_one_of_a_chain_closes_the_gap(approving: Any) -> None:
    p = approving(BEN)
    p.add(BEN, DAN, "after")
    p.add(BEN, EVE, "after")
    p.remove(BEN, DAN)
    p.agree(BEN)
    assert p.open == {"sign": [EVE]}
    p.agree(EVE)
    assert p.over == "completed"


def test_removing_the_one_at_work_in_a_chain_opens_the_next(approving: Any) -> None:
    p = approving(BEN)
    p.add(BEN, DAN, "after")
    p.add(BEN, EVE, "after")
    p.agree(BEN)
    p.remove(BEN, DAN)
    assert p.open == {"sign": [EVE]}
