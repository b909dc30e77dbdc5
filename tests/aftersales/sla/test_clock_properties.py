"""Whatever happens to a clock, in whatever order, its ledger accounts for every second."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from paidan.aftersales.sla import moving
from paidan.aftersales.sla.clock import Clock, Reason, SpanKind, TargetKind, Terms
from paidan.aftersales.sla.ledger import LineKind, ledger
from paidan.aftersales.sla.measuring import (
    breached_at,
    due_at,
    due_if_resumed,
    moment_used,
    remaining_seconds,
    used_seconds,
)
from paidan.aftersales.sla.storing import read_clock, write_clock
from paidan.platform.calendars.history import CalendarHistory
from paidan.platform.calendars.holidays_cn import list_special_days
from paidan.platform.calendars.shifts import shift
from paidan.platform.calendars.working_time import BusinessCalendar

START = datetime(2026, 9, 28, 1, tzinfo=UTC)
OFFICE = BusinessCalendar.weekdays(
    "Asia/Shanghai", (shift("09:00", "12:00"), shift("13:30", "18:00")), list_special_days(2026)
)
NIGHTS = BusinessCalendar("America/New_York", ((shift("22:00", "06:00", overnight=True),),) * 7)
HOURS = {
    1: OFFICE,
    2: NIGHTS,
    3: BusinessCalendar.always(),
    4: CalendarHistory.of(OFFICE).changed(START + timedelta(days=3), NIGHTS),
}

seconds = st.integers(-3600, 1_500_000)
moments = seconds.map(lambda n: START + timedelta(seconds=n))
reasons = st.sampled_from([Reason("waiting_customer"), Reason("waiting_internal", "等配件", START)])
terms = st.builds(
    lambda number, target, calendar: Terms(number, number, {"zh-CN": f"策略{number}"}, target, calendar, HOURS[calendar]),
    st.integers(1, 3), st.integers(60, 200_000), st.sampled_from(sorted(HOURS)),
)  # fmt: skip
changes = st.one_of(
    st.tuples(st.just(moving.pause), moments, reasons),
    st.tuples(st.sampled_from([moving.resume, moving.meet, moving.cancel, moving.reopen, moving.reopen]), moments),
    st.tuples(st.just(moving.change_policy), moments, terms),
    st.sampled_from(sorted(HOURS)).flatmap(
        lambda number: st.tuples(st.just(moving.change_calendar), moments, st.just(number), st.just(HOURS[number]))
    ),
)


@st.composite
def clocks(draw) -> Clock:
    """A clock after up to ten changes, mostly in order of time, sometimes not."""
    clock = moving.start(TargetKind.RESOLUTION, draw(terms), START).clock
    drawn = draw(st.lists(changes, max_size=10))
    if draw(st.booleans()):
        drawn.sort(key=lambda change: change[1])
    for change, at, *rest in drawn:
        clock = change(clock, at, *rest).clock
    return clock


@given(clocks(), moments)
def test_the_ledger_covers_every_second_once(clock, until):
    lines = ledger(clock, until)
    end = min(clock.ended_at or until, until)
    assert all(line.start < line.end for line in lines)
    assert all(a.end == b.start for a, b in pairwise(lines))
    assert sum(line.seconds for line in lines) == max(0, (end - START).total_seconds())
    if lines:
        assert (lines[0].start, lines[-1].end) == (START, end)


@given(clocks(), moments)
def test_running_seconds_are_the_seconds_used(clock, until):
    running = [line for line in ledger(clock, until) if line.kind is LineKind.RUNNING]
    assert sum(line.seconds for line in running) == used_seconds(clock, until)
    assert all(line.open_seconds == line.seconds for line in running)


@given(clocks(), moments)
def test_lines_say_what_the_hours_in_force_say(clock, until):
    for line in ledger(clock, until):
        open_seconds = HOURS[line.calendar_id].seconds_between(line.start, line.end)
        assert open_seconds == line.open_seconds
        assert line.kind is not LineKind.CLOSED or open_seconds == 0
        assert (line.kind is LineKind.PAUSED) == (line.reason is not None)


@given(clocks())
def test_exactly_the_target_is_used_at_the_due_moment(clock):
    due = due_at(clock)
    if due is None:
        assert not clock.is_running
    elif not clock.is_ended or due <= clock.ended_at:
        target = clock.terms.target_seconds
        assert used_seconds(clock, due) == target
        used_before = used_seconds(clock, due - timedelta(seconds=1))
        # a clock stopped at its due second falls due when it goes on
        assert used_before == target - 1 or due in {span.start for span in clock.spans}


@given(clocks(), moments)
def test_a_promise_is_broken_only_after_more_than_its_due_moment_and_only_with_its_target_used(clock, now):
    now = max(now, clock.last.start)
    broken = breached_at(clock, now)
    if broken is not None:
        assert due_at(clock) <= broken
        assert remaining_seconds(clock, now) <= 0
    elif not clock.is_ended:
        assert remaining_seconds(clock, now) >= 0


@given(clocks(), moments)
def test_due_if_resumed_is_what_resuming_makes_due(clock, now):
    now = max(now, clock.last.start)
    if clock.is_paused:
        assert due_if_resumed(clock, now) == due_at(moving.resume(clock, now).clock)


@given(clocks(), st.integers(1, 100_000), st.integers(1, 100_000))
def test_more_is_used_later(clock, some, more):
    first, second = moment_used(clock, some), moment_used(clock, some + more)
    if second is not None:
        assert first is not None
        assert first < second


@given(clocks())
def test_a_clock_comes_back_from_storage_as_it_was(clock):
    assert read_clock(write_clock(clock), HOURS.__getitem__) == clock


@given(clocks())
def test_spans_follow_each_other_without_gap_seam_or_stray(clock):
    assert clock.spans[0].start == clock.started_at
    for a, b in pairwise(clock.spans):
        assert a.start < a.end == b.start
        assert (a.kind, a.terms, a.reason) != (b.kind, b.terms, b.reason)
    assert clock.last.end is None
    assert all((span.kind is SpanKind.PAUSED) == (span.reason is not None) for span in clock.spans)


@given(clocks(), changes)
def test_doing_it_twice_is_doing_it_once(clock, change):
    do, at, *rest = change
    once = do(clock, at, *rest).clock
    assert do(once, at, *rest).clock == once
