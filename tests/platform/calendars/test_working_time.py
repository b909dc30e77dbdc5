"""What a business calendar promises about time."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paidan.platform.calendars import errors
from paidan.platform.calendars.opening_days import SpecialDay
from paidan.platform.calendars.shifts import Shift, shift
from paidan.platform.calendars.working_time import BusinessCalendar, Interval

SHANGHAI, NEW_YORK = "Asia/Shanghai", "America/New_York"
WEEKDAYS_9_TO_18 = BusinessCalendar.weekdays(SHANGHAI, (shift("09:00", "18:00"),))
WITH_LUNCH = BusinessCalendar.weekdays(SHANGHAI, (shift("09:00", "12:00"), shift("13:30", "18:00")))
NIGHTS = BusinessCalendar.weekdays(SHANGHAI, (shift("22:00", "06:00", overnight=True),))
WEEK = {"Mon": 16, "Tue": 17, "Wed": 18, "Thu": 19, "Fri": 20, "Sat": 21, "Sun": 22, "Mon+": 23}  # November 2026
HOUR = 3600


def at(text: str, zone: str = SHANGHAI) -> datetime:
    """Read "Thu 17:00" (the week of 16 November 2026) or "2026-11-01 17:00" as local time."""
    day, time = text.split()
    full = day if "-" in day else f"2026-11-{WEEK[day]}"
    return datetime.fromisoformat(f"{full} {time}").replace(tzinfo=ZoneInfo(zone))


@pytest.mark.parametrize(
    ("opened", "promised", "due"),
    [
        ("Thu 17:00", 120, "Fri 10:00"),  # the night does not count
        ("Fri 17:30", 60, "Mon+ 09:30"),  # nor does the weekend
        ("Thu 17:00", 60, "Thu 18:00"),  # the last minute of a day is that day's, not the next morning's
        ("Thu 17:00", 0, "Thu 17:00"),
        ("Thu 20:00", 0, "Thu 20:00"),  # nothing asked, nothing waited for
        ("Sat 12:00", 1, "Mon+ 09:01"),
        ("Mon 00:00", 5 * 9 * 60, "Fri 18:00"),
    ],
)
def test_a_promise_counts_open_minutes_only(opened, promised, due):
    assert WEEKDAYS_9_TO_18.after(at(opened), promised * 60) == at(due)


def test_lunch_does_not_count():
    assert WITH_LUNCH.after(at("Mon 11:30"), HOUR) == at("Mon 14:00")
    assert WITH_LUNCH.seconds_between(at("Mon 11:00"), at("Mon 14:00")) == 1.5 * HOUR
    assert not WITH_LUNCH.is_open(at("Mon 12:00"))
    assert WITH_LUNCH.is_open(at("Mon 11:59"))


def test_a_night_shift_runs_into_the_morning_after_its_day():
    assert NIGHTS.seconds_between(at("Mon 00:00"), at("Mon 12:00")) == 0  # nobody worked on Sunday evening
    assert NIGHTS.seconds_between(at("Mon 12:00"), at("Tue 12:00")) == 8 * HOUR
    assert NIGHTS.is_open(at("Sat 05:59"))
    assert not NIGHTS.is_open(at("Sat 22:30"))


def test_around_the_clock_every_second_counts():
    calendar = BusinessCalendar.always()
    assert calendar.seconds_between(at("2020-01-01 00:00"), at("2026-01-01 00:00")) == 2192 * 86400
    assert calendar.open_intervals(at("2020-01-01 00:00"), at("2026-01-01 00:00")) == [
        Interval(at("2020-01-01 00:00"), at("2026-01-01 00:00"))
    ]


def test_going_back_in_time_counts_negative():
    assert WEEKDAYS_9_TO_18.seconds_between(at("Tue 10:00"), at("Mon 17:00")) == -2 * HOUR


def test_open_stretches_are_cut_at_the_ends_asked_for():
    assert WITH_LUNCH.open_intervals(at("Mon 10:00"), at("Mon 15:00")) == [
        Interval(at("Mon 10:00"), at("Mon 12:00")),
        Interval(at("Mon 13:30"), at("Mon 15:00")),
    ]
    assert WITH_LUNCH.open_intervals(at("Mon 12:00"), at("Mon 13:30")) == []
    assert WITH_LUNCH.open_intervals(at("Mon 15:00"), at("Mon 10:00")) == []


def test_shifts_that_touch_are_one_stretch_also_at_midnight():
    calendar = BusinessCalendar.weekdays(SHANGHAI, (shift("00:00", "08:00"), shift("08:00", "24:00")))
    assert calendar.open_intervals(at("Mon 00:00"), at("Mon+ 00:00")) == [Interval(at("Mon 00:00"), at("Sat 00:00"))]


@pytest.mark.parametrize(
    ("asked", "opens"),
    [("Mon 10:00", "Mon 10:00"), ("Mon 12:00", "Mon 13:30"), ("Fri 18:00", "Mon+ 09:00"), ("Mon 08:59", "Mon 09:00")],
)
def test_the_next_opening_is_now_when_open(asked, opens):
    assert WITH_LUNCH.next_open(at(asked)) == at(opens)


def test_answers_are_in_utc_and_whole_seconds():
    answer = WEEKDAYS_9_TO_18.after(at("Mon 10:00") + timedelta(milliseconds=700), 5)
    assert (answer.tzinfo, answer) == (UTC, datetime(2026, 11, 16, 2, 0, 5, tzinfo=UTC))


class TestSpecialDays:
    calendar = BusinessCalendar(
        SHANGHAI,
        ((shift("09:00", "18:00"),),) * 4 + ((shift("09:00", "12:00"),), (), ()),  # Friday is half a day
        (
            SpecialDay(date(2026, 11, 17), names={"zh-CN": "厂庆", "en": "Founders' day"}),
            SpecialDay(date(2026, 11, 18), shifts=(shift("10:00", "11:00"),)),
            SpecialDay(date(2026, 11, 21), works_like=2),
            SpecialDay(date(2026, 11, 22), works_like=5),
        ),
    )

    @pytest.mark.parametrize(
        ("day", "hours"), [("Mon", 9), ("Tue", 0), ("Wed", 1), ("Thu", 9), ("Fri", 3), ("Sat", 9), ("Sun", 3)]
    )
    def test_a_date_can_be_closed_have_its_own_hours_or_work_like_a_weekday(self, day, hours):
        midnight = at(f"{day} 00:00")
        assert self.calendar.seconds_between(midnight, midnight + timedelta(days=1)) == hours * HOUR

    def test_working_like_a_weekday_that_is_itself_closed_on_a_date_means_the_usual_weekday(self):
        assert self.calendar.shifts_on(date(2026, 11, 21)) == (shift("09:00", "18:00"),)

    def test_workdays_are_days_on_which_a_shift_begins(self):
        assert self.calendar.workdays_between(date(2026, 11, 16), date(2026, 11, 23)) == 6
        assert self.calendar.workdays_between(date(2026, 11, 16), date(2026, 11, 16)) == 0
        assert self.calendar.workdays_between(date(2026, 11, 23), date(2026, 11, 16)) == -6
        assert self.calendar.workdays_between(date(2024, 1, 1), date(2025, 1, 1)) == 262

    def test_a_closed_day_does_not_cut_the_night_shift_that_began_the_evening_before(self):
        nights = BusinessCalendar(NIGHTS.zone, NIGHTS.week, (SpecialDay(date(2026, 11, 18)),))
        assert nights.seconds_between(at("Tue 12:00"), at("Wed 12:00")) == 8 * HOUR
        assert nights.seconds_between(at("Wed 12:00"), at("Thu 12:00")) == 0

    def test_a_night_shift_and_a_special_day_that_share_hours_count_them_once(self):
        nights = BusinessCalendar(
            NIGHTS.zone, NIGHTS.week, (SpecialDay(date(2026, 11, 18), (shift("04:00", "08:00"),)),)
        )
        assert nights.seconds_between(at("Tue 22:00"), at("Wed 12:00")) == 10 * HOUR


class TestSummerTime:
    """New York: 2026-03-08 02:00 jumps to 03:00; 2026-11-01 02:00 falls back to 01:00."""

    always = BusinessCalendar.always(NEW_YORK)

    def span(self, start: str, end: str, calendar: BusinessCalendar) -> float:
        return calendar.seconds_between(at(start, NEW_YORK), at(end, NEW_YORK)) / HOUR

    @pytest.mark.parametrize(("day", "next_day", "hours"), [("03-08", "03-09", 23), ("11-01", "11-02", 25)])
    def test_a_day_is_as_long_as_it_is(self, day, next_day, hours):
        assert self.span(f"2026-{day} 00:00", f"2026-{next_day} 00:00", self.always) == hours

    @pytest.mark.parametrize(("evening", "morning", "hours"), [("03-07", "03-08", 7), ("10-31", "11-01", 9)])
    def test_the_night_shift_works_the_hours_that_pass(self, evening, morning, hours):
        nights = BusinessCalendar(NEW_YORK, ((shift("22:00", "06:00", overnight=True),),) * 7)
        assert self.span(f"2026-{evening} 12:00", f"2026-{morning} 12:00", nights) == hours

    def test_opening_times_follow_the_wall_clock(self):
        office = BusinessCalendar(NEW_YORK, ((shift("09:00", "10:00"),),) * 7)
        for day in ("2026-03-07", "2026-03-08", "2026-10-31", "2026-11-01"):
            assert office.next_open(at(f"{day} 04:00", NEW_YORK)) == at(f"{day} 09:00", NEW_YORK)

    @pytest.mark.parametrize(
        ("start", "end", "hours"),
        [
            ("02:00", "03:00", 0),  # the skipped hour cannot be worked
            ("02:30", "02:45", 0),
            ("02:30", "03:15", 0.25),  # opens at the jump
            ("01:30", "02:30", 0.5),  # closes at the jump
        ],
    )
    def test_a_skipped_time_means_the_moment_of_the_jump(self, start, end, hours):
        office = BusinessCalendar(NEW_YORK, ((shift(start, end),),) * 7)
        assert self.span("2026-03-08 00:00", "2026-03-09 00:00", office) == hours

    @pytest.mark.parametrize(
        ("start", "end", "hours"),
        [("00:00", "01:30", 1.5), ("01:30", "01:45", 0.25), ("01:30", "08:00", 7.5), ("01:00", "02:00", 2)],
    )
    def test_a_repeated_time_means_its_first_occurrence(self, start, end, hours):
        office = BusinessCalendar(NEW_YORK, ((shift(start, end),),) * 7)
        assert self.span("2026-11-01 00:00", "2026-11-02 00:00", office) == hours

    def test_a_zone_that_jumps_at_midnight_still_begins_its_day(self):
        cairo = BusinessCalendar("Africa/Cairo", ((shift("00:00", "08:00"),),) * 7)
        day = at("2026-04-24 12:00", "Africa/Cairo")  # 00:00 was 01:00 that day
        assert cairo.seconds_between(day - timedelta(hours=12), day) == 7 * HOUR

    def test_a_zone_that_skipped_a_whole_day_did_not_work_on_it(self):
        samoa = BusinessCalendar("Pacific/Apia", ((shift("09:00", "17:00"),),) * 7)
        start, end = at("2011-12-29 00:00", "Pacific/Apia"), at("2012-01-01 00:00", "Pacific/Apia")
        assert samoa.seconds_between(start, end) == 2 * 8 * HOUR  # the 29th and the 31st: there was no 30th


class TestRefusals:
    def test_a_calendar_that_never_opens_says_so_instead_of_searching(self):
        closed = BusinessCalendar(SHANGHAI, ((),) * 7, (SpecialDay(date(2026, 1, 1), (shift("09:00", "10:00"),)),))
        assert closed.after(at("2025-01-01 00:00"), HOUR) == at("2026-01-01 10:00")
        for ask in (lambda c: c.after(at("2025-01-01 00:00"), HOUR + 1), lambda c: c.next_open(at("2026-01-01 10:00"))):
            with pytest.raises(errors.NeverOpen):
                ask(closed)

    @pytest.mark.parametrize(("opens", "found"), [("2027-12-30", True), ("2028-01-10", False)])
    def test_two_years_is_as_far_as_it_looks(self, opens, found):
        calendar = BusinessCalendar(
            SHANGHAI, ((),) * 7, (SpecialDay(date.fromisoformat(opens), (shift("09:00", "10:00"),)),)
        )
        if found:
            assert calendar.next_open(at("2026-01-01 00:00")) == at(f"{opens} 09:00")
        else:
            with pytest.raises(errors.NeverOpen):
                calendar.next_open(at("2026-01-01 00:00"))

    def test_the_two_years_begin_again_after_every_opening(self):
        opens = (
            SpecialDay(date.fromisoformat(day), (shift("09:00", "10:00"),)) for day in ("2026-12-01", "2028-06-01")
        )
        calendar = BusinessCalendar(SHANGHAI, ((),) * 7, tuple(opens))
        assert calendar.after(at("2026-01-01 00:00"), 2 * HOUR) == at("2028-06-01 10:00")

    def test_a_length_below_zero_is_refused(self):
        with pytest.raises(errors.SecondsNegative):
            WEEKDAYS_9_TO_18.after(at("Mon 09:00"), -1)

    def test_moments_far_from_any_service_are_refused(self):
        with pytest.raises(errors.OutOfRange):
            BusinessCalendar.always().seconds_between(at("2026-01-01 00:00"), datetime(2900, 1, 1, tzinfo=UTC))

    def test_a_moment_needs_a_zone(self):
        with pytest.raises(TypeError):
            WEEKDAYS_9_TO_18.is_open(datetime(2026, 11, 16, 9))  # noqa: DTZ001

    @pytest.mark.parametrize(
        ("build", "refusal"),
        [
            (lambda: shift("22:00", "06:00"), errors.ShiftEndsBeforeStart),
            (lambda: shift("09:00", "09:00"), errors.ShiftEndsBeforeStart),
            (lambda: shift("08:00", "08:01", overnight=True), errors.ShiftTooLong),
            (lambda: shift("9:00", "18:00"), errors.TimeUnreadable),
            (lambda: shift("24:00", "01:00", overnight=True), errors.TimeUnreadable),
            (lambda: BusinessCalendar.always("Asia/Beijing"), errors.ZoneUnknown),
            (lambda: BusinessCalendar.always("../etc/passwd"), errors.ZoneUnknown),
            (lambda: BusinessCalendar.weekdays("UTC", (shift("09:00", "12:01"), shift("12:00", "18:00"))), errors.ShiftsOverlap),
            (lambda: BusinessCalendar("UTC", ((shift("22:00", "08:00", overnight=True), shift("07:00", "09:00")),) * 7), errors.ShiftsOverlap),
            (lambda: BusinessCalendar("UTC", ((),) * 5), errors.WeekIncomplete),
            (lambda: BusinessCalendar("UTC", ((),) * 7, (SpecialDay(date(2026, 1, 1)),) * 2), errors.SpecialDayTwice),
            (lambda: SpecialDay(date(2026, 1, 1), works_like=8), errors.SpecialDayUnclear),
            (lambda: SpecialDay(date(2026, 1, 1), (shift("09:00", "10:00"),), works_like=1), errors.SpecialDayUnclear),
            (lambda: SpecialDay(date(2026, 1, 1), (shift("09:00", "10:00"), shift("09:30", "11:00"))), errors.SpecialShiftsOverlap),
        ],
    )  # fmt: skip
    def test_a_calendar_that_contradicts_itself_is_refused_with_a_code(self, build, refusal):
        with pytest.raises(refusal):
            build()

    def test_sunday_night_may_not_run_into_mondays_shift(self):
        with pytest.raises(errors.ShiftsOverlap) as refused:
            BusinessCalendar(
                "UTC", ((shift("05:00", "09:00"),), (), (), (), (), (), (shift("22:00", "06:00", overnight=True),))
            )
        assert refused.value.params["weekday"]["en"] == "Sunday"


def test_equal_calendars_are_equal_whatever_they_have_computed():
    other = BusinessCalendar.weekdays(SHANGHAI, (shift("13:30", "18:00"), shift("09:00", "12:00")))
    WITH_LUNCH.is_open(at("Mon 10:00"))
    assert other == WITH_LUNCH
    assert hash(other) == hash(WITH_LUNCH)


# --- properties -------------------------------------------------------------------------------------------------------

moments = st.integers(1_690_000_000, 1_830_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))


@st.composite
def shifts_of_a_day(draw) -> tuple[Shift, ...]:
    """Shifts between 04:00 and 22:00, clear of clock changes, sometimes one overnight."""
    cuts = sorted(draw(st.sets(st.integers(240, 1320), max_size=4)))
    day = tuple(Shift(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=False))
    return (*day, Shift(1320, 1440 + 240)) if draw(st.booleans()) else day


@st.composite
def calendars(draw) -> BusinessCalendar:
    zone = draw(st.sampled_from([SHANGHAI, NEW_YORK, "Europe/Berlin", "Asia/Kathmandu", "Australia/Lord_Howe", "UTC"]))
    week = tuple(draw(st.tuples(*[shifts_of_a_day()] * 7)))
    days = draw(st.lists(st.dates(date(2023, 7, 1), date(2028, 1, 1)), max_size=5, unique=True))
    kinds = [draw(st.one_of(st.none(), st.integers(1, 7), shifts_of_a_day())) for _ in days]
    special = (
        SpecialDay(day, shifts=kind) if isinstance(kind, tuple) else SpecialDay(day, works_like=kind)
        for day, kind in zip(days, kinds, strict=True)
    )
    return BusinessCalendar(zone, week, tuple(special))


def seen_open(calendar: BusinessCalendar, moment: datetime) -> bool:
    """Decide by looking at the wall clock: an independent and slow definition of being open."""
    wall = moment.astimezone(ZoneInfo(calendar.zone))
    minute = wall.hour * 60 + wall.minute
    today, yesterday = wall.date(), wall.date() - timedelta(days=1)
    return any(s.start <= minute < s.end for s in calendar.shifts_on(today)) or any(
        s.start <= minute + 1440 < s.end for s in calendar.shifts_on(yesterday)
    )


@given(calendars(), moments)
def test_a_wall_clock_agrees_about_what_is_open(calendar, moment):
    assert calendar.is_open(moment) == seen_open(calendar, moment)


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago", SHANGHAI])  # UTC+14, -11, +8
@pytest.mark.parametrize("block", [52, 53, 54])
def test_long_shifts_count_whole_where_remembered_blocks_of_time_meet(zone, block):
    border = datetime.fromtimestamp(block << 25, UTC)  # see open_time
    for worked in (shift("23:00", "22:00", overnight=True), shift("00:30", "20:00")):
        for first in (0, 1):
            week = tuple((worked,) if day % 2 == first else () for day in range(6))
            calendar = BusinessCalendar(zone, (*week, ()))
            moments_around = [border + timedelta(hours=hours) for hours in range(-60, 60)]
            assert [calendar.is_open(at) for at in moments_around] == [seen_open(calendar, at) for at in moments_around]


@given(calendars(), moments)
def test_two_days_measured_are_their_minutes_seen_open(calendar, moment):
    start = moment.replace(second=0)
    minutes = [start + timedelta(minutes=n) for n in range(2880)]
    expected = 60 * sum(seen_open(calendar, minute) for minute in minutes)
    assert calendar.seconds_between(start, start + timedelta(days=2)) == expected


@given(calendars(), moments, moments, moments)
def test_lengths_add_up(calendar, a, b, c):
    between = calendar.seconds_between
    assert between(a, b) + between(b, c) == between(a, c)
    assert between(a, b) == -between(b, a)
    assert sum((i.end - i.start).total_seconds() for i in calendar.open_intervals(a, b)) == max(0, between(a, b))


@given(calendars(), moments, st.integers(1, 4_000_000))
def test_after_is_the_first_moment_with_that_much_open_time(calendar, start, seconds):
    try:
        end = calendar.after(start, seconds)
    except errors.NeverOpen:
        assert not any(calendar.week)
        return
    assert calendar.seconds_between(start, end) == seconds
    assert calendar.seconds_between(start, end - timedelta(seconds=1)) == seconds - 1
