"""Timers at a node: reminders, then one final action, in working time, void when late."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from paidan.builder.flow import commands as c
from paidan.builder.flow.effects import ArmTimer, NobodyFound

ANN, BEN, CAI, DAN, EVE, ADMIN = 1, 2, 3, 4, 5, 90


def after(minutes: int, **more: Any) -> dict[str, Any]:
    return {"kind": "after", "minutes": minutes, **more}


def final(action: dict[str, Any], when: dict[str, Any] | None = None) -> dict[str, Any]:
    return {"final": {"when": when or after(60), "action": action}}


@pytest.fixture(scope="session")
def timed(play: Any, draw: Any) -> Any:
    """A form by Ben, then an approval by Cai and Dan with timers; handed in up to it."""

    def build(timers: dict[str, Any], **settings: Any) -> Any:
        settings = {"mode": "all", **settings}
        p = play(
            draw.start(),
            draw.handle("fill", BEN),
            draw.approve("sign", CAI, DAN, timers=timers, **settings),
            draw.handle("after", EVE),
            draw.end(),
        ).begin()
        p.complete(BEN)
        return p

    return build


def test_several_reminders_and_one_final_action_are_armed_on_entry(timed: Any) -> None:
    p = timed({"reminders": [{"when": after(10)}, {"when": after(20)}], **final({"kind": "auto_agree"})})
    assert {e.timer: (e.due_at - p.now).seconds // 60 for e in p.asked(ArmTimer)} == {
        "reminder.0": 10,
        "reminder.1": 20,
        "final": 60,
    }
    token = p.token()
    assert {(e.token_id, e.epoch) for e in p.asked(ArmTimer)} == {(token.id, token.epoch)}


def test_times_run_on_the_nodes_calendar(timed: Any, play: Any) -> None:
    p = timed({"calendar": "office", **final({"kind": "auto_agree"}, after(9 * 60))})
    assert p.due("final") == (24 + 1) * 60  # eight hours today, one tomorrow
    wall = timed({"calendar": "office", **final({"kind": "auto_agree"}, after(9 * 60, working=False))})
    assert wall.due("final") == 9 * 60


def test_a_reminder_reaches_those_who_still_hold_a_task_and_whoever_is_named(timed: Any, draw: Any) -> None:
    p = timed({"reminders": [{"when": after(10), "also": draw.person(EVE)}]})
    p.agree(CAI)
    p.later(10).fire("reminder.0")
    assert p.noticed("reminder") == [(DAN, EVE)]
    assert p.over == "active"


def test_a_timer_that_fires_early_is_armed_again(timed: Any) -> None:
    p = timed(final({"kind": "auto_agree"}))
    p.later(59).fire("final")
    assert p.due("final") == 60
    assert p.open == {"sign": [CAI, DAN]}


def test_a_late_timer_finds_itself_void(timed: Any) -> None:
    p = timed(final({"kind": "auto_agree"}))
    token = p.token()
    p.agree(CAI)
    p.agree(DAN)
    result = p.later(60).do(c.TimerFired(token_id=token.id, epoch=token.epoch, timer="final"))
    assert (result.changes, result.events, result.effects) == ((), (), ())
    assert p.open == {"after": [EVE]}


def test_the_timer_of_one_node_never_acts_on_the_next(play: Any, draw: Any) -> None:
    timers = final({"kind": "auto_agree"})
    one, two = draw.approve("one", CAI, timers=timers), draw.approve("two", DAN, timers=timers)
    p = play(draw.start(), one, two, draw.end()).begin()
    token = p.token()
    p.later(55).agree(CAI)
    p.later(60).do(c.TimerFired(token_id=token.id, epoch=token.epoch, timer="final"))
    assert p.open == {"two": [DAN]}


def test_a_timer_of_an_ended_instance_is_void(timed: Any) -> None:
    p = timed(final({"kind": "auto_agree"}))
    token = p.token()
    p.do(c.Terminate(actor=ADMIN, reason="x"))
    assert p.later(60).do(c.TimerFired(token_id=token.id, epoch=token.epoch, timer="final")).changes == ()


def test_escalation_tells_somebody_and_moves_nothing(timed: Any, draw: Any) -> None:
    p = timed(final({"kind": "escalate", "to": draw.person(EVE)}))
    p.later(60).fire("final")
    assert p.noticed("escalated") == [(EVE,)]
    assert p.open == {"sign": [CAI, DAN]}


def test_the_final_transfer_moves_open_slots(timed: Any, draw: Any) -> None:
    p = timed(final({"kind": "transfer", "to": draw.person(EVE, 6)}))
    p.later(60).fire("final")
    assert p.open == {"sign": [EVE, 6]}
    p.agree(EVE)
    p.agree(6)
    assert p.open == {"after": [EVE]}


def test_a_final_transfer_without_enough_people_is_listed(timed: Any, draw: Any) -> None:
    p = timed(final({"kind": "transfer", "to": draw.person(EVE)}))
    p.later(60).fire("final")
    assert p.open == {"sign": [DAN, EVE]}
    assert p.asked(NobodyFound)[-1].reason == "timer_could_not_act"


def test_the_final_agree_fills_the_votes_not_cast(timed: Any) -> None:
    p = timed(final({"kind": "auto_agree"}))
    p.agree(CAI)
    p.later(60).fire("final")
    assert p.open == {"after": [EVE]}
    assert p.told("agreed")[-1]["automatic"] is True
    assert p.told("agreed")[-1]["actor"] is None


def test_the_final_agree_closes_opinions_still_asked(timed: Any) -> None:
    p = timed(final({"kind": "auto_agree"}))
    p.add(CAI, 7, "before")
    p.later(60).fire("final")
    assert p.open == {"after": [EVE]}


def test_the_final_agree_does_not_ask_for_required_fields(timed: Any) -> None:
    p = timed(final({"kind": "auto_agree"}), form={"fields": {"price": "required"}})
    p.later(60).fire("final")
    assert p.open == {"after": [EVE]}


def test_the_final_return_goes_to_a_node_handled_before(timed: Any) -> None:
    p = timed(final({"kind": "auto_return", "node": "fill"}))
    p.later(60).fire("final")
    assert p.open == {"fill": [BEN]}
    assert p.told("returned")[0]["actor"] is None


def test_the_final_jump(timed: Any) -> None:
    p = timed(final({"kind": "jump", "node": "after"}))
    p.later(60).fire("final")
    assert p.open == {"after": [EVE]}


def test_a_timer_around_a_date_field_is_armed_again_when_the_field_changes(timed: Any) -> None:
    when = {"kind": "field", "field": "promised_at", "minutes": -15}
    p = timed(final({"kind": "auto_agree"}, when))
    assert p.asked(ArmTimer) == []
    p.values["promised_at"] = p.now + timedelta(minutes=60)
    p.do(c.RecordChanged(fields=frozenset({"promised_at"})))
    assert p.due("final") == 45
    p.do(c.RecordChanged(fields=frozenset({"other"})))
    assert len(p.asked(ArmTimer)) == 1


# -- suspension --------------------------------------------------------------------------------------------------------


def test_timers_stand_still_while_the_instance_is_suspended(timed: Any) -> None:
    p = timed({"reminders": [{"when": after(10)}], **final({"kind": "auto_agree"})})
    p.later(20)
    p.do(c.Suspend(actor=ADMIN, reason="strike"))
    p.later(40).fire("final")
    assert p.over == "suspended"
    p.later(60).do(c.Unsuspend(actor=ADMIN, reason="over"))
    assert p.due("final") == 120 + 40
    assert [e.timer for e in p.last.effects if isinstance(e, ArmTimer)] == ["final"]  # the reminder had been given
    p.later(40).fire("final")
    assert p.open == {"after": [EVE]}


def test_wall_minutes_and_office_hours_stand_still_too(timed: Any) -> None:
    wall = timed(final({"kind": "auto_agree"}, after(60, working=False)))
    office = timed({"calendar": "office", **final({"kind": "auto_agree"}, after(60))})
    for p in (wall, office):
        p.later(20).do(c.Suspend(actor=ADMIN, reason="strike"))
        p.later(24 * 60).do(c.Unsuspend(actor=ADMIN, reason="over"))
        assert p.due("final") == 24 * 60 + 60


def test_two_suspensions_add_up(timed: Any) -> None:
    p = timed(final({"kind": "auto_agree"}))
    for _ in range(2):
        p.later(20).do(c.Suspend(actor=ADMIN, reason="strike"))
        p.later(100).do(c.Unsuspend(actor=ADMIN, reason="over"))
    assert p.due("final") == 260
