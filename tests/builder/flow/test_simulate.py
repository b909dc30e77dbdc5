"""The dry run: a real record, nobody asked, the path and its reasons."""

from __future__ import annotations

from typing import Any

import pytest

from paidan.builder.flow.ports import RecordView
from paidan.builder.flow.simulate import Answer, DryRun, simulate

ANN, BEN, CAI = 1, 2, 3


@pytest.fixture(scope="session")
def dry(play: Any, draw: Any) -> Any:
    stage = play(
        draw.start(),
        draw.handle("fill", BEN, CAI, form={"fields": {"amount": "required"}}),
        draw.branch("size", ("big", {"field": "amount", "above": 500}, [draw.approve("sign", CAI, BEN, mode="all")])),
        draw.parallel("both", a=[draw.node("give", "dispatch")], b=[draw.handle("pack", BEN)]),
        draw.node("rest", "wait", until={"kind": "time", "when": {"kind": "after", "minutes": 600}}),
        draw.node("check", "wait", until={"kind": "condition", "condition": {"field": "x", "is": 1}}),
        draw.end(status_on_enter="closed"),
    )

    def run(values: dict[str, Any], **answers: Answer) -> DryRun:
        return simulate(stage.version, RecordView(5, values), stage.now, stage.ports, initiator=ANN, answers=answers)

    return run


def test_the_path_and_the_reason_of_each_branch_are_shown(dry: Any) -> None:
    run = dry({"amount": 900})
    assert run.path == ("start", "fill", "size", "sign", "both", "give", "pack", "rest", "check", "end")
    assert run.outcome == "completed"
    taken = next(e for e in run.events if e.kind == "branch_taken")
    assert taken.data["reasons"][0]["why"] == {"field": "amount", "value": 900}


def test_it_shows_who_would_be_asked_and_what_would_be_missing(dry: Any) -> None:
    run = dry({})
    assert run.path[:4] == ("start", "fill", "size", "both")
    first = run.stops[0]
    assert (first.node, first.people, first.missing) == ("fill", (BEN, CAI), ("amount",))


def test_answers_fill_fields_reject_and_choose_outcomes(dry: Any) -> None:
    rejected = dry({}, fill=Answer(fields={"amount": 501}), sign=Answer(reject=True))
    assert (rejected.outcome, rejected.path[-1]) == ("rejected", "sign")
    waiting = dry({"amount": 1}, give=Answer(outcome="none_left"))
    assert waiting.outcome == "active"  # it would wait for ever, and the dry run says so


def test_nothing_is_written(dry: Any) -> None:
    values = {"amount": 900}
    run = dry(values)
    assert values == {"amount": 900}
    assert run.values["status"] == "closed"
