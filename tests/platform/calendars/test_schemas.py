"""Calendars travel as JSON and come back the same."""

from datetime import UTC, date, datetime

import pytest
from pydantic import ValidationError

from paidan.kernel.errors import AppError
from paidan.kernel.i18n import load_catalogue
from paidan.platform.calendars import errors
from paidan.platform.calendars.history import CalendarHistory
from paidan.platform.calendars.holidays_cn import list_special_days
from paidan.platform.calendars.opening_days import SpecialDay
from paidan.platform.calendars.schemas import CalendarSchema, HistorySchema
from paidan.platform.calendars.shifts import shift
from paidan.platform.calendars.working_time import BusinessCalendar

RICH = BusinessCalendar.weekdays(
    "Asia/Shanghai",
    (shift("09:00", "12:00"), shift("13:30", "18:00"), shift("22:00", "06:00", overnight=True)),
    (*list_special_days(2026), SpecialDay(date(2026, 12, 24), shifts=(shift("09:00", "12:00"),), names={"en": "Eve"})),
)


@pytest.mark.parametrize("calendar", [RICH, BusinessCalendar.always(), BusinessCalendar("UTC", ((),) * 7)])
def test_a_calendar_comes_back_from_json_as_it_was(calendar):
    text = CalendarSchema.of(calendar).model_dump_json()
    assert CalendarSchema.model_validate_json(text).to_calendar() == calendar


def test_a_history_comes_back_from_json_as_it_was():
    history = CalendarHistory.of(RICH).changed(datetime(2026, 6, 1, tzinfo=UTC), BusinessCalendar.always())
    assert HistorySchema.model_validate_json(HistorySchema.of(history).model_dump_json()).to_history() == history


def test_the_json_is_what_a_person_would_write():
    written = CalendarSchema.model_validate_json(
        """{"zone": "Asia/Shanghai", "week": {"1": [{"start": "22:00", "end": "06:00", "overnight": true}]},
            "special_days": [{"on": "2026-10-01", "kind": "closed", "names": {"zh-CN": "国庆节"}},
                             {"on": "2026-10-10", "kind": "works_like", "weekday": 1},
                             {"on": "2026-10-11", "kind": "open", "shifts": [{"start": "08:00", "end": "24:00"}]}]}"""
    )
    calendar = written.to_calendar()
    assert calendar.shifts_on(date(2026, 10, 10)) == (shift("22:00", "06:00", overnight=True),)
    assert CalendarSchema.of(calendar) == written


@pytest.mark.parametrize(
    "wrong",
    [
        {"zone": "UTC", "week": {"8": []}},
        {"zone": "UTC", "week": {}, "special_days": [{"on": "2026-10-10", "kind": "works_like"}]},
        {"zone": "UTC", "week": {}, "special_days": [{"on": "2026-10-10", "kind": "open", "shifts": []}]},
        {"zone": "UTC", "week": {}, "colour": "red"},
    ],
)
def test_json_of_the_wrong_shape_is_refused(wrong):
    with pytest.raises(ValidationError):
        CalendarSchema.model_validate(wrong)


def test_json_of_the_right_shape_but_contradictory_is_refused_with_a_code():
    schema = CalendarSchema.model_validate({"zone": "UTC", "week": {"1": [{"start": "22:00", "end": "06:00"}]}})
    with pytest.raises(errors.ShiftEndsBeforeStart):
        schema.to_calendar()


def test_every_refusal_has_its_sentence_in_both_languages():
    refusals = [
        e
        for e in vars(errors).values()
        if isinstance(e, type) and issubclass(e, AppError) and e.__module__ == errors.__name__
    ]
    assert len(refusals) == 18
    for refusal in refusals:
        assert set(load_catalogue()[f"error.{refusal.code}"]) == {"zh-CN", "en"}
