"""A calendar that changed: each moment counts by the calendar in force then."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paidan.platform.calendars import errors
from paidan.platform.calendars.history import CalendarHistory, InForce
from paidan.platform.calendars.shifts import shift
from paidan.platform.calendars.working_time import BusinessCalendar, Interval

HOUR = 3600
LONG = BusinessCalendar.weekdays("Asia/Shanghai", (shift("09:00", "18:00"),))
SHORT = BusinessCalendar.weekdays("Asia/Shanghai", (shift("10:00", "16:00"),))
ALWAYS = BusinessCalendar.always()
CLOSED = BusinessCalendar("UTC", ((),) * 7)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """Return a moment of November 2026 in Shanghai; the 16th is a Monday."""
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC) - timedelta(hours=8)


CHANGED = CalendarHistory.of(LONG).changed(at(18, 12), SHORT)


def test_hours_before_the_change_count_by_the_old_calendar_and_after_it_by_the_new():
    assert CHANGED.seconds_between(at(16, 0), at(20, 0)) == (9 + 9 + 3 + 4 + 6) * HOUR
    assert CHANGED.seconds_between(at(20, 0), at(16, 0)) == -31 * HOUR


@pytest.mark.parametrize(
    ("asked", "is_open"), [(at(17, 9), True), (at(18, 11), True), (at(18, 17), False), (at(19, 9), False)]
)
def test_being_open_depends_on_the_calendar_of_the_moment(asked, is_open):
    assert CHANGED.is_open(asked) is is_open


@pytest.mark.parametrize(
    ("hours", "due"), [(2, at(17, 18)), (5, at(18, 12)), (5.5, at(18, 12, 30)), (9, at(18, 16)), (10, at(19, 11))]
)
def test_a_promise_carries_what_it_used_over_the_change(hours, due):
    assert CHANGED.after(at(17, 16), int(hours * HOUR)) == due


def test_a_promise_used_up_before_the_change_is_due_then_and_not_at_the_change():
    history = CalendarHistory.of(LONG).changed(at(17, 22), ALWAYS)
    assert history.after(at(17, 16), 2 * HOUR) == at(17, 18)


def test_a_stretch_open_in_both_calendars_is_one_stretch():
    assert CHANGED.open_intervals(at(18, 0), at(19, 0)) == [Interval(at(18, 9), at(18, 16))]


def test_the_next_opening_may_lie_in_the_next_calendar():
    history = CalendarHistory((InForce(None, CLOSED), InForce(at(18, 12), SHORT)))
    assert history.next_open(at(16, 9)) == at(18, 12)
    assert history.next_open(at(18, 17)) == at(19, 10)


def test_a_history_that_ends_closed_never_opens_again():
    with pytest.raises(errors.NeverOpen):
        CalendarHistory.of(LONG).changed(at(18, 12), CLOSED).after(at(18, 11), 2 * HOUR)


def test_workdays_follow_the_calendar_in_force_at_each_midnight():
    history = CalendarHistory.of(LONG).changed(at(21, 12), ALWAYS).changed(at(29, 0), LONG)
    assert (
        history.workdays_between(date(2026, 11, 16), date(2026, 11, 22)) == 5
    )  # Saturday began under the old calendar
    assert history.workdays_between(date(2026, 11, 16), date(2026, 12, 1)) == 5 + 7 + 1
    assert history.workdays_between(date(2026, 12, 1), date(2026, 11, 16)) == -13


def test_a_day_counts_once_however_far_apart_the_zones_of_two_calendars_are():
    east = BusinessCalendar("Pacific/Kiritimati", ((),) * 7)  # UTC+14
    west = BusinessCalendar.always("Pacific/Pago_Pago")  # UTC-11
    history = CalendarHistory.of(ALWAYS).changed(at(18, 8), east).changed(at(18, 9), west)
    assert history.workdays_between(date(2026, 11, 16), date(2026, 11, 21)) == 5


def test_changing_again_from_an_earlier_moment_replaces_what_was_planned():
    replanned = CHANGED.changed(at(17, 12), ALWAYS)
    assert [entry.calendar for entry in replanned.entries] == [LONG, ALWAYS]
    assert CHANGED.changed(at(18, 12), ALWAYS).entries[1:] == (InForce(at(18, 12), ALWAYS),)


@pytest.mark.parametrize(
    ("entries", "refusal"),
    [
        ((), errors.HistoryEmpty),
        ((InForce(None, LONG), InForce(None, SHORT)), errors.HistoryOutOfOrder),
        ((InForce(at(18, 0), LONG), InForce(at(17, 0), SHORT)), errors.HistoryOutOfOrder),
        ((InForce(at(18, 0), LONG), InForce(at(18, 0), SHORT)), errors.HistoryOutOfOrder),
    ],
)
def test_a_history_has_an_order(entries, refusal):
    with pytest.raises(refusal):
        CalendarHistory(entries)


moments = st.integers(0, 4_000_000).map(lambda seconds: at(2, 0) + timedelta(seconds=seconds))


@st.composite
def histories(draw) -> CalendarHistory:
    starts = sorted(draw(st.sets(moments, max_size=4)))
    calendars = [draw(st.sampled_from([LONG, SHORT, ALWAYS, CLOSED])) for _ in starts]
    entries = (InForce(start, calendar) for start, calendar in zip(starts, calendars, strict=True))
    return CalendarHistory((InForce(None, LONG), *entries))


@given(histories(), moments, moments)
def test_a_history_measures_each_piece_by_its_calendar(history, a, b):
    a, b = sorted((a, b))
    starts = [entry.valid_from for entry in history.entries[1:]]
    cuts = [a, *(start for start in starts if a < start < b), b]
    pieces = (history.in_force(x).seconds_between(x, y) for x, y in pairwise(cuts))
    assert history.seconds_between(a, b) == sum(pieces)
    assert sum((i.end - i.start).total_seconds() for i in history.open_intervals(a, b)) == history.seconds_between(a, b)


@given(histories(), moments, st.integers(1, 500_000))
def test_after_undoes_measuring_across_changes(history, start, seconds):
    if history.entries[-1].calendar is CLOSED:
        history = history.changed(history.entries[-1].valid_from, ALWAYS)
    end = history.after(start, seconds)
    assert history.seconds_between(start, end) == seconds
    assert history.seconds_between(start, end - timedelta(seconds=1)) == seconds - 1
