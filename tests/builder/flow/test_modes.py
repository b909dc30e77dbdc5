"""Sign groups on stage: who is asked, what becomes of the others, what the trail says."""

from __future__ import annotations

from typing import Any

import pytest

from paidan.builder.flow import errors
from paidan.builder.flow.commands import Agree
from paidan.kernel.i18n.catalogue import translate

ANN, BEN, CAI, DAN = 1, 2, 3, 4


def notes(p: Any) -> dict[int, str]:
    return {t.assignee: t.note for t in p.tasks if t.state == "cancelled"}


def test_any_passes_with_the_first_agree_and_the_others_are_told_who_decided(approving: Any) -> None:
    p = approving(BEN, CAI, DAN, mode="any")
    assert p.open == {"sign": [BEN, CAI, DAN]}
    cais = p.task(CAI).id
    p.agree(BEN)
    assert p.over == "completed"
    assert notes(p) == {CAI: "decided", DAN: "decided"}
    assert {t.closed_by for t in p.tasks if t.id == cais} == {BEN}


def test_any_is_rejected_by_the_first_reject(approving: Any) -> None:
    p = approving(BEN, CAI, mode="any")
    p.reject(CAI)
    assert p.over == "rejected"
    assert notes(p) == {BEN: "decided"}


def test_all_passes_with_the_last_agree(approving: Any) -> None:
    p = approving(BEN, CAI, mode="all")
    p.agree(CAI)
    assert p.over == "active"
    p.agree(BEN)
    assert p.over == "completed"
    assert notes(p) == {}


def test_all_with_one_veto_is_rejected_by_the_first_reject(approving: Any) -> None:
    p = approving(BEN, CAI, DAN, mode="all")
    p.agree(BEN)
    p.reject(CAI)
    assert p.over == "rejected"
    assert notes(p) == {DAN: "decided"}
    assert [t.vote for t in p.tasks if t.assignee == BEN] == ["agree"]  # earlier agrees stay recorded


def test_all_with_counted_veto_asks_everybody_and_then_rejects(approving: Any) -> None:
    p = approving(BEN, CAI, DAN, mode="all", veto="count")
    p.reject(BEN)
    p.agree(CAI)
    assert p.over == "active"
    p.agree(DAN)
    assert p.over == "rejected"
    assert notes(p) == {}


def test_sequence_asks_one_after_another(approving: Any) -> None:
    p = approving(BEN, CAI, DAN, mode="sequence")
    for who in (BEN, CAI, DAN):
        assert p.open == {"sign": [who]}
        p.agree(who)
    assert p.over == "completed"


def test_sequence_never_opens_the_slots_after_a_reject(approving: Any) -> None:
    p = approving(BEN, CAI, DAN, mode="sequence")
    p.agree(BEN)
    p.reject(CAI)
    assert p.over == "rejected"
    assert [t.opened_at for t in p.tasks if t.assignee == DAN] == [None]


def test_a_percentage_passes_when_enough_have_agreed(approving: Any) -> None:
    p = approving(BEN, CAI, DAN, mode="vote", percent=60)
    p.agree(BEN)
    assert p.over == "active"
    p.agree(CAI)
    assert p.over == "completed"
    assert notes(p) == {DAN: "decided"}
    assert p.told("group_decided")[0]["needed"] == 2


def test_a_percentage_is_rejected_as_soon_as_it_cannot_be_reached(approving: Any) -> None:
    p = approving(BEN, CAI, DAN, mode="vote", percent=60)
    p.reject(BEN)
    assert p.over == "active"
    p.reject(DAN)
    assert p.over == "rejected"
    assert notes(p) == {CAI: "decided"}


def test_whoever_comes_second_hears_what_happened_meanwhile(play: Any, draw: Any) -> None:
    p = play(draw.start(), draw.approve("sign", BEN, CAI), draw.handle("fill", DAN), draw.end()).begin()
    late = p.task(CAI).id
    p.agree(BEN)
    with pytest.raises(errors.TaskNotOpen) as refused:
        p.do(Agree(actor=CAI, task_id=late))
    assert refused.value.data() == {"how": "decided", "by_id": BEN, "at": p.now}
    sentence = translate("error.flow.task_not_open", "en", **refused.value.params)
    assert "the node was decided by P2" in sentence


def test_rejection_goes_to_a_named_node(play: Any, draw: Any) -> None:
    rule = {"kind": "node", "node": "fill"}
    p = play(draw.start(), draw.handle("fill", BEN), draw.approve("sign", CAI, on_reject=rule), draw.end()).begin()
    p.complete(BEN)
    p.reject(CAI)
    assert p.open == {"fill": [BEN]}


def test_rejection_returns_to_the_initiator_who_hands_in_again(play: Any, draw: Any) -> None:
    rule = {"kind": "initiator"}
    p = play(draw.start(), draw.approve("sign", CAI, on_reject=rule), draw.end()).begin(ANN)
    p.reject(CAI)
    assert p.open == {"start": [ANN]}
    p.complete(ANN)
    assert p.open == {"sign": [CAI]}


def test_rejection_ends_the_instance_with_the_status_for_it(play: Any, draw: Any) -> None:
    p = play(
        draw.start(), draw.approve("sign", CAI), draw.end(), status_when={"rejected": "refused"}, status_field="stage"
    ).begin()
    p.reject(CAI)
    assert (p.over, p.values["stage"]) == ("rejected", "refused")


def test_several_handlers_share_one_task_or_get_one_each(play: Any, draw: Any) -> None:
    pool = play(draw.start(), draw.handle("fill", BEN, CAI), draw.end()).begin()
    assert len(pool.tasks) == 1
    each = play(draw.start(), draw.handle("fill", BEN, CAI, open_as="slots", mode="all"), draw.end()).begin()
    each.complete(BEN)
    assert each.open == {"fill": [CAI]}
    each.complete(CAI)
    assert each.over == "completed"
