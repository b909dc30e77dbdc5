"""Acting on one's task: pool, drafts, forms, words, buttons. The table "Actions on a task", first part."""

from __future__ import annotations

from typing import Any

import pytest

from paidan.builder.flow import commands as c
from paidan.builder.flow import errors
from paidan.builder.flow.effects import SetFields

ANN, BEN, CAI, DAN = 1, 2, 3, 4


@pytest.fixture(scope="session")
def pool(play: Any, draw: Any) -> Any:
    return lambda **s: play(draw.start(), draw.handle("fill", BEN, CAI, **s), draw.end()).begin()


def test_a_pool_task_is_claimed_by_one(pool: Any) -> None:
    p = pool()
    task = p.task(BEN).id
    p.claim(BEN)
    assert p.open == {"fill": [BEN]}
    assert p.told("claimed") == [{"node": "fill", "actor": BEN, "task": task}]
    with pytest.raises(errors.AlreadyClaimed) as refused:
        p.do(c.Claim(actor=CAI, task_id=task))
    assert refused.value.params["by_id"] == BEN


def test_only_candidates_may_claim(pool: Any) -> None:
    p = pool()
    with pytest.raises(errors.NotYourTask):
        p.do(c.Claim(actor=DAN, task_id=p.task(BEN).id))


def test_a_pool_task_must_be_claimed_before_it_is_done(pool: Any) -> None:
    p = pool()
    with pytest.raises(errors.ClaimFirst):
        p.complete(BEN)


def test_releasing_gives_the_task_back_to_the_pool(pool: Any) -> None:
    p = pool()
    p.claim(BEN)
    p.do(c.Release(actor=BEN, task_id=p.task(BEN).id))
    assert p.open == {"fill": [BEN, CAI]}
    assert (CAI,) in p.noticed("task_opened")
    p.claim(CAI)
    assert p.open == {"fill": [CAI]}


def test_a_task_given_to_one_person_cannot_be_released(approving: Any) -> None:
    p = approving(BEN)
    with pytest.raises(errors.CannotRelease):
        p.do(c.Release(actor=BEN, task_id=p.task(BEN).id))


FORM = {"fields": {"note": "edit", "fault": "required", "price": "read", "phone": "masked"}}


@pytest.fixture(scope="session")
def form(play: Any, draw: Any) -> Any:
    return lambda **s: play(draw.start(), draw.handle("fill", BEN, form=FORM, **s), draw.end()).begin()


def test_a_draft_stays_in_the_task_and_leaves_no_trace(form: Any) -> None:
    p = form()
    events = len(p.events)
    p.do(c.SaveDraft(actor=BEN, task_id=p.task(BEN).id, draft={"fault": "leak"}))
    assert p.task(BEN).draft == {"fault": "leak"}
    assert p.values == {}
    assert len(p.events) == events


def test_what_was_drafted_counts_when_handing_in(form: Any) -> None:
    p = form()
    p.do(c.SaveDraft(actor=BEN, task_id=p.task(BEN).id, draft={"fault": "leak", "note": "old"}))
    p.complete(BEN, fields={"note": "new"})
    assert p.values == {"fault": "leak", "note": "new"}
    assert p.told("completed")[0]["fields"] == ["fault", "note"]


def test_required_fields_must_be_filled(form: Any) -> None:
    p = form()
    with pytest.raises(errors.RequiredFields) as refused:
        p.complete(BEN, fields={"note": "x", "fault": ""})
    assert refused.value.data() == {"keys": ["fault"]}
    assert p.open == {"fill": [BEN]}


def test_a_required_field_that_the_record_has_already_is_enough(form: Any) -> None:
    p = form()
    p.values["fault"] = "leak"
    p.complete(BEN)
    assert p.over == "completed"


@pytest.mark.parametrize("field", ["price", "phone", "unlisted"])
def test_only_fields_with_the_right_to_edit_are_written(form: Any, field: str) -> None:
    p = form()
    with pytest.raises(errors.FieldNotEditable):
        p.complete(BEN, fields={"fault": "leak", field: "x"})
    with pytest.raises(errors.FieldNotEditable):
        p.do(c.SaveDraft(actor=BEN, task_id=p.task(BEN).id, draft={field: "x"}))


def test_values_that_change_nothing_are_not_written(form: Any) -> None:
    p = form()
    p.values.update(fault="leak")
    p.complete(BEN, fields={"fault": "leak"})
    assert p.asked(SetFields) == []


def test_somebody_elses_task_is_refused_with_its_owner(approving: Any) -> None:
    p = approving(BEN)
    with pytest.raises(errors.NotYourTask) as refused:
        p.do(c.Agree(actor=CAI, task_id=p.task(BEN).id))
    assert refused.value.params["owner_id"] == BEN


def test_an_unknown_task_is_not_found(approving: Any) -> None:
    with pytest.raises(errors.TaskNotFound):
        approving(BEN).do(c.Agree(actor=BEN, task_id=1))


@pytest.mark.parametrize("words", ["", "   "])
def test_an_opinion_that_the_node_wants_must_be_given(approving: Any, words: str) -> None:
    p = approving(BEN, opinion_for=["agree"])
    with pytest.raises(errors.OpinionRequired):
        p.agree(BEN, opinion=words)
    p.agree(BEN, opinion="fine")
    assert p.told("agreed")[0]["opinion"] == "fine"


def test_a_signature_that_the_node_wants_must_be_given(approving: Any) -> None:
    p = approving(BEN, signature_for=["agree"])
    with pytest.raises(errors.SignatureRequired):
        p.agree(BEN)
    p.agree(BEN, signature="file-9")
    assert p.told("agreed")[0]["signature"] == "file-9"


def test_only_offered_buttons_work_and_a_button_sets_its_fields(approving: Any) -> None:
    buttons = [
        {"key": "yes", "action": "agree", "sets": {"result": "yes"}},
        {"key": "later", "action": "agree", "sets": {"result": "later"}},
    ]
    p = approving(BEN, buttons=buttons)
    with pytest.raises(errors.ActionNotOffered):
        p.reject(BEN)
    with pytest.raises(errors.ActionNotOffered):
        p.agree(BEN, button="never")
    p.agree(BEN, button="later")
    assert p.values == {"result": "later"}


def test_a_form_is_handed_in_and_an_approval_voted_on(approving: Any, form: Any) -> None:
    with pytest.raises(errors.ActionNotOffered):
        approving(BEN).complete(BEN)
    with pytest.raises(errors.ActionNotOffered):
        form().agree(BEN)
    with pytest.raises(errors.ActionNotOffered):
        form().reject(BEN)


def test_the_record_status_follows_the_flow(play: Any, draw: Any) -> None:
    p = play(
        draw.start(),
        draw.handle("fill", BEN, status_on_enter="in_work", status_on_leave="done"),
        draw.approve("sign", CAI, status_on_enter="in_review"),
        draw.end(status_on_enter="closed"),
    ).begin()
    assert p.values["status"] == "in_work"
    p.complete(BEN)
    assert [e.values["status"] for e in p.asked(SetFields)] == ["in_work", "done", "in_review"]
    p.agree(CAI)
    assert p.values["status"] == "closed"


# -- transfer and delegate --------------------------------------------------------------------------------------------


def test_transfer_moves_the_slot_before_anyone_acted(approving: Any) -> None:
    p = approving(BEN, CAI, mode="all")
    p.transfer(BEN, DAN, opinion="on a trip")
    assert p.open == {"sign": [CAI, DAN]}
    told = p.told("transferred")[0]
    assert (told["from"], told["to"], told["reason"]) == ([BEN], DAN, "on a trip")


def test_transfer_leaves_the_votes_of_others_untouched(approving: Any) -> None:
    p = approving(BEN, CAI, mode="all")
    p.agree(CAI)
    p.transfer(BEN, DAN)
    p.agree(DAN)
    assert p.over == "completed"
    assert p.told("group_decided")[0]["agreed"] == 2


@pytest.mark.parametrize("to", [BEN, CAI])
def test_transfer_to_somebody_already_asked_is_refused(approving: Any, to: int) -> None:
    with pytest.raises(errors.SamePerson):
        approving(BEN, CAI, mode="all").transfer(BEN, to)


def test_transfer_to_a_closed_account_is_refused(approving: Any) -> None:
    from paidan.builder.flow.ports import Standing

    p = approving(BEN)
    p.people.standings[DAN] = Standing("disabled")
    with pytest.raises(errors.PersonDisabled):
        p.transfer(BEN, DAN)


@pytest.mark.parametrize("others_first", [False, True])
def test_a_delegate_acts_and_the_owner_confirms(approving: Any, others_first: bool) -> None:
    p = approving(BEN, CAI, mode="all")
    if others_first:
        p.agree(CAI)
    p.delegate(BEN, DAN)
    assert DAN in p.open["sign"]
    assert BEN not in p.open["sign"]
    p.agree(DAN, opinion="looks right")
    assert BEN in p.open["sign"]  # the delegate's vote is an opinion
    p.agree(BEN)
    if not others_first:
        p.agree(CAI)
    assert p.over == "completed"
    assert p.told("group_decided")[0]["asked"] == 2
    told = p.told("delegated")[0]
    assert (told["actor"], told["to"]) == (BEN, DAN)


def test_a_delegates_reject_does_not_decide(approving: Any) -> None:
    p = approving(BEN, mode="any")
    p.delegate(BEN, DAN)
    p.reject(DAN, opinion="hm")
    assert p.open == {"sign": [BEN]}


def test_a_delegate_fills_the_form_and_the_owner_hands_it_in(form: Any) -> None:
    p = form()
    p.delegate(BEN, DAN)
    p.complete(DAN, fields={"note": "half"})  # what is required is asked of the owner
    assert p.values == {"note": "half"}
    with pytest.raises(errors.RequiredFields):
        p.complete(BEN)
    p.complete(BEN, fields={"fault": "leak"})
    assert p.over == "completed"


# -- urge ------------------------------------------------------------------------------------------------------------


def test_urging_reminds_the_owners_of_open_slots_only(approving: Any) -> None:
    p = approving(BEN, CAI, DAN, mode="all")
    p.agree(CAI)
    p.do(c.Urge(actor=ANN))
    assert p.noticed("urged") == [(BEN,), (DAN,)]
    waiting = p.told("urged")[0]["tasks"]
    assert [w["people"] for w in waiting] == [[BEN], [DAN]]
    assert all(w["since"] for w in waiting)


def test_one_person_urges_once_in_thirty_working_minutes(approving: Any) -> None:
    p = approving(BEN)
    p.do(c.Urge(actor=ANN))
    p.later(29)
    with pytest.raises(errors.UrgedTooSoon) as refused:
        p.do(c.Urge(actor=ANN))
    assert refused.value.params["minutes"] == 1
    p.do(c.Urge(actor=DAN))
    p.later(1).do(c.Urge(actor=ANN))
    assert len(p.told("urged")) == 3


def test_there_must_be_somebody_to_urge(play: Any, draw: Any) -> None:
    p = play(draw.start(), draw.node("out", "external"), draw.end()).begin()
    with pytest.raises(errors.NobodyToUrge):
        p.do(c.Urge(actor=ANN))
