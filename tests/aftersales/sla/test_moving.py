"""What can happen to a clock, and what it makes of odd orders and odd moments."""

from datetime import UTC, datetime, timedelta

import pytest

from paidan.aftersales.sla.clock import Reason, Terms
from paidan.aftersales.sla.ledger import ledger
from paidan.aftersales.sla.measuring import (
    ClockState,
    breached_at,
    due_at,
    due_if_resumed,
    remaining_seconds,
    state_at,
    used_seconds,
    warn_at,
)
from paidan.aftersales.sla.moving import (
    EventKind,
    Note,
    cancel,
    change_calendar,
    change_policy,
    meet,
    pause,
    reopen,
    resume,
    start,
)
from paidan.platform.calendars.shifts import shift
from paidan.platform.calendars.working_time import BusinessCalendar

ALWAYS = BusinessCalendar.always()
OFFICE = BusinessCalendar.weekdays("UTC", (shift("09:00", "18:00"),))
TWO_HOURS = Terms(1, 1, {"en": "Gold"}, 7200, 1, ALWAYS)
ONE_HOUR = Terms(2, 1, {"en": "Urgent"}, 3600, 1, ALWAYS)
WAITING, INSIDE = Reason("waiting_customer"), Reason("waiting_internal", "part ordered")


def at(text: str, day: int = 18) -> datetime:
    """Return a moment of November 2026; the 18th is a Wednesday."""
    return datetime.fromisoformat(f"2026-11-{day} {text}").replace(tzinfo=UTC)


@pytest.fixture
def running():
    return start("resolution", TWO_HOURS, at("10:00")).clock


@pytest.fixture
def paused(running):
    return pause(running, at("10:30"), WAITING).clock


@pytest.fixture
def met(running):
    return meet(running, at("11:00")).clock


def only(outcome):
    [event] = outcome.events
    return event.kind, event.note


def test_a_pause_moves_the_due_moment_by_its_length(running, paused):
    assert due_at(running) == at("12:00")
    assert due_at(paused) is None
    assert due_at(resume(paused, at("11:15")).clock) == at("12:45")
    assert due_if_resumed(paused, at("11:15")) == at("12:45")
    assert due_if_resumed(paused, at("09:00")) == at("12:00")  # not before the pause began
    assert due_if_resumed(running, at("11:15")) == at("12:00")


@pytest.mark.parametrize(
    ("twice", "note"),
    [
        (lambda r, p, m: pause(p, at("10:40"), WAITING), Note.NO_CHANGE),
        (lambda r, p, m: resume(r, at("10:40")), Note.NO_CHANGE),
        (lambda r, p, m: reopen(r, at("10:40")), Note.NO_CHANGE),
        (lambda r, p, m: meet(m, at("11:40")), Note.NO_CHANGE),
        (lambda r, p, m: change_policy(r, at("11:40"), TWO_HOURS), Note.NO_CHANGE),
        (lambda r, p, m: change_calendar(r, at("11:40"), 1, BusinessCalendar.always()), Note.NO_CHANGE),
        (lambda r, p, m: cancel(m, at("11:40")), Note.ENDED),
        (lambda r, p, m: pause(m, at("11:40"), WAITING), Note.ENDED),
        (lambda r, p, m: resume(m, at("11:40")), Note.ENDED),
        (lambda r, p, m: change_policy(m, at("11:40"), ONE_HOUR), Note.ENDED),
        (lambda r, p, m: meet(cancel(r, at("10:20")).clock, at("11:40")), Note.ENDED),
        (lambda r, p, m: cancel(cancel(r, at("10:20")).clock, at("11:40")), Note.NO_CHANGE),
    ],
)
def test_what_holds_already_or_cannot_hold_any_more_changes_nothing(running, paused, met, twice, note):
    outcome = twice(running, paused, met)
    assert only(outcome) == (EventKind.IGNORED, note)
    assert outcome.clock in (running, paused, met) or outcome.clock.ended_at == at("10:20")


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (lambda r, p, m: pause(r, at("10:30"), WAITING), EventKind.PAUSED),
        (lambda r, p, m: pause(p, at("10:40"), INSIDE), EventKind.REASON_CHANGED),
        (lambda r, p, m: resume(p, at("10:40")), EventKind.RESUMED),
        (lambda r, p, m: meet(p, at("10:40")), EventKind.MET),
        (lambda r, p, m: cancel(p, at("10:40")), EventKind.CANCELLED),
        (lambda r, p, m: reopen(m, at("11:40")), EventKind.REOPENED),
        (lambda r, p, m: change_policy(p, at("10:40"), ONE_HOUR), EventKind.POLICY_CHANGED),
        (lambda r, p, m: change_calendar(r, at("10:40"), 2, OFFICE), EventKind.CALENDAR_CHANGED),
    ],
)
def test_every_change_tells_what_happened_and_begins_an_epoch(running, paused, met, change, kind):
    outcome = change(running, paused, met)
    assert only(outcome) == (kind, None)
    assert outcome.clock.epoch in {2, 3}
    assert outcome.clock.epoch == len(outcome.clock.spans)


def test_another_reason_begins_a_pause_of_its_own(paused):
    clock = resume(pause(paused, at("10:50"), INSIDE).clock, at("11:00")).clock
    lines = [(line.seconds // 60, line.reason) for line in ledger(clock, at("11:00"))]
    assert lines == [(30, None), (20, WAITING), (10, INSIDE)]


def test_a_moment_before_the_last_change_counts_as_that_change_and_says_so(paused):
    outcome = resume(paused, at("10:10"))
    [event] = outcome.events
    assert (event.at, event.asked_at, event.note) == (at("10:30"), at("10:10"), Note.CLAMPED)
    assert used_seconds(outcome.clock, at("10:30")) == 1800
    assert due_at(outcome.clock) == at("12:00")  # the pause had no length


def test_a_moment_before_the_start_counts_as_the_start(running):
    clock = pause(running, at("09:00"), WAITING).clock
    assert used_seconds(clock, at("11:00")) == 0
    assert [line.start for line in ledger(clock, at("11:00"))] == [at("10:00")]


def test_asking_about_a_moment_before_the_last_change_counts_up_to_that_moment(paused):
    assert used_seconds(resume(paused, at("11:00")).clock, at("10:20")) == 1200
    assert used_seconds(paused, at("09:00")) == 0
    assert ledger(paused, at("09:00")) == []


def test_parts_of_a_second_are_dropped_everywhere_alike(running):
    clock = pause(running, at("10:30") + timedelta(milliseconds=999), WAITING).clock
    clock = resume(clock, at("10:40") + timedelta(milliseconds=1)).clock
    assert used_seconds(clock, at("10:50") + timedelta(milliseconds=500)) == 2400


class TestTheDueSecond:
    def test_met_at_it_is_in_time_and_after_it_is_late(self, running):
        assert state_at(meet(running, at("12:00")).clock, at("15:00")) is ClockState.MET
        assert state_at(meet(running, at("12:00:01")).clock, at("15:00")) is ClockState.BREACHED_MET

    def test_paused_at_it_is_not_broken_and_due_when_resumed(self, running):
        clock = pause(running, at("12:00"), WAITING).clock
        assert state_at(clock, at("15:00")) is ClockState.PAUSED
        assert due_at(resume(clock, at("15:00")).clock) == at("15:00")

    def test_paused_after_it_stays_broken_since_then(self, running):
        clock = pause(running, at("12:01"), WAITING).clock
        assert (state_at(clock, at("15:00")), breached_at(clock, at("15:00"))) == (
            ClockState.BREACHED_OPEN,
            at("12:00"),
        )
        assert due_if_resumed(clock, at("15:00")) == at("12:00")

    def test_a_promise_due_at_closing_time_is_broken_in_the_evening_not_the_next_morning(self):
        clock = start("resolution", Terms(1, 1, {"en": "x"}, 3600, 1, OFFICE), at("17:00")).clock
        assert (due_at(clock), state_at(clock, at("18:01"))) == (at("18:00"), ClockState.BREACHED_OPEN)
        assert remaining_seconds(clock, at("23:00")) == 0


class TestChangedTerms:
    def test_a_longer_target_mends_a_broken_promise(self, running):
        clock = change_policy(running, at("13:00"), Terms(3, 1, {"en": "Slow"}, 4 * 3600, 1, ALWAYS)).clock
        assert state_at(running, at("13:00")) is ClockState.BREACHED_OPEN
        assert (state_at(clock, at("13:00")), due_at(clock)) == (ClockState.RUNNING, at("14:00"))

    def test_a_target_shorter_than_what_was_used_is_broken_from_the_change_on(self, running):
        clock = change_policy(running, at("11:30"), ONE_HOUR).clock
        assert (due_at(clock), breached_at(clock, at("11:31"))) == (at("11:00"), at("11:30"))
        assert state_at(clock, at("11:31")) is ClockState.BREACHED_OPEN

    def test_other_hours_do_not_move_the_moment_since_when_it_is_broken(self, running):
        clock = change_calendar(running, at("13:00"), 2, OFFICE).clock
        assert breached_at(clock, at("14:00")) == at("12:00")

    def test_other_terms_during_a_pause_leave_it_paused_for_the_same_reason(self, paused):
        clock = change_policy(paused, at("11:00"), ONE_HOUR).clock
        assert (clock.is_paused, clock.last.reason) == (True, WAITING)
        assert due_at(resume(clock, at("11:30")).clock) == at("12:00")

    def test_used_time_stays_used_when_the_hours_change(self, running):
        clock = change_calendar(
            running, at("11:00"), 2, BusinessCalendar.weekdays("UTC", (shift("13:00", "14:00"),))
        ).clock
        assert used_seconds(clock, at("12:00")) == 3600
        assert due_at(clock) == at("14:00")

    def test_changing_there_and_back_in_one_second_leaves_no_trace(self, running):
        clock = change_policy(change_policy(running, at("11:00"), ONE_HOUR).clock, at("11:00"), TWO_HOURS).clock
        assert clock.spans == running.spans


def test_a_share_of_the_target_is_rounded_up_to_the_second():
    clock = start("response", Terms(1, 1, {"en": "x"}, 61, 1, ALWAYS), at("10:00")).clock
    assert warn_at(clock, 1) == at("10:00:01")
    assert warn_at(clock, 50) == at("10:00:31")
    assert warn_at(clock, 120) == at("10:01:14")


class TestReopening:
    def test_the_gap_counts_for_nothing(self, met):
        clock = reopen(met, at("16:00")).clock
        assert used_seconds(clock, at("16:30")) == 5400
        assert due_at(clock) == at("17:00")
        assert [(line.kind.value, line.seconds) for line in ledger(clock, at("16:30"))] == [
            ("running", 3600),
            ("stopped", 5 * 3600),
            ("running", 1800),
        ]

    def test_a_promise_met_late_stays_broken(self, running):
        clock = reopen(meet(running, at("12:30")).clock, at("13:00")).clock
        assert (state_at(clock, at("13:00")), breached_at(clock, at("13:00"))) == (
            ClockState.BREACHED_OPEN,
            at("12:00"),
        )

    def test_a_cancelled_promise_can_be_taken_up_again(self, running):
        clock = cancel(running, at("11:00")).clock
        assert state_at(clock, at("15:00")) is ClockState.CANCELLED
        assert due_at(reopen(clock, at("15:00")).clock) == at("16:00")


def test_an_ended_clock_keeps_the_due_moment_it_had(running, paused, met):
    assert due_at(met) == at("12:00")
    assert due_if_resumed(met, at("12:00")) is None
    assert due_at(meet(paused, at("15:00")).clock) is None
    assert state_at(meet(paused, at("15:00")).clock, at("16:00")) is ClockState.MET


def test_a_moment_needs_a_zone(running):
    with pytest.raises(ValueError, match="time zone"):
        meet(running, datetime(2026, 11, 18, 12))  # noqa: DTZ001
