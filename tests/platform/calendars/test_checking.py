"""Whoever writes a calendar down wrong is told where."""

import pytest

from paidan.platform.calendars.checking import read_calendar, read_history
from paidan.platform.calendars.errors import CalendarInvalid
from paidan.platform.calendars.schemas import CalendarSchema, HistorySchema

NINE_TO_SIX = {"start": "09:00", "end": "18:00"}
LATE = {"start": "17:00", "end": "20:00"}
NIGHT = {"start": "22:00", "end": "10:00", "overnight": True}


def codes(refusal):
    return {path: [one.code for one in found] for path, found in refusal.value.fields.items()}


@pytest.mark.parametrize(
    ("calendar", "told"),
    [
        ({"zone": "Mars/Base", "week": {}}, {"calendar.zone": ["calendar.zone_unknown"]}),
        ({"zone": "UTC", "week": {1: [{"start": "9", "end": "18:00"}]}}, {"calendar.week.1": ["calendar.time_unreadable"]}),
        ({"zone": "UTC", "week": {3: [NINE_TO_SIX, LATE]}}, {"calendar.week.3": ["calendar.shifts_overlap"]}),
        ({"zone": "UTC", "week": {5: [NIGHT], 6: [NINE_TO_SIX]}}, {"calendar.week.5": ["calendar.shifts_overlap"]}),
        ({"zone": "UTC", "week": {7: [NIGHT], 1: [NINE_TO_SIX]}}, {"calendar.week.7": ["calendar.shifts_overlap"]}),
        ({"zone": "UTC", "week": {}, "special_days": [{"kind": "closed", "on": "2026-10-01"}] * 2},
         {"calendar.special_days": ["calendar.special_day_twice"]}),
        ({"zone": "UTC", "week": {}, "special_days": [{"kind": "closed", "on": "2026-10-01"},
                                                      {"kind": "open", "on": "2026-10-02", "shifts": [NINE_TO_SIX, LATE]}]},
         {"calendar.special_days.1": ["calendar.special_shifts_overlap"]}),
    ],
)  # fmt: skip
def test_a_mistake_is_told_at_its_field(calendar, told):
    with pytest.raises(CalendarInvalid) as refusal:
        read_calendar(CalendarSchema.model_validate(calendar))
    assert codes(refusal) == told


def test_every_mistake_is_told_at_once_and_by_entry():
    good = {"zone": "UTC", "week": {1: [NINE_TO_SIX]}}
    bad = {"zone": "Nowhere", "week": {1: [{"start": "18:00", "end": "09:00"}], 2: [{"start": "x", "end": "y"}]}}
    entries = [{"calendar": good}, {"valid_from": "2026-11-01T00:00:00Z", "calendar": bad}]
    with pytest.raises(CalendarInvalid) as refusal:
        read_history(HistorySchema.model_validate({"entries": entries}))
    assert codes(refusal) == {
        "entries.1.calendar.zone": ["calendar.zone_unknown"],
        "entries.1.calendar.week.1": ["calendar.shift_ends_before_start"],
        "entries.1.calendar.week.2": ["calendar.time_unreadable"],
    }


@pytest.mark.parametrize(
    ("starts", "code"),
    [((), "calendar.history_empty"), ((None, None), "calendar.history_out_of_order")],
)
def test_a_history_that_is_none_is_refused_as_a_whole(starts, code):
    entries = [{"valid_from": start, "calendar": {"zone": "UTC", "week": {}}} for start in starts]
    with pytest.raises(CalendarInvalid) as refusal:
        read_history(HistorySchema.model_validate({"entries": entries}))
    assert codes(refusal) == {"entries": [code]}


def test_a_sound_calendar_is_read_as_it_is():
    schema = CalendarSchema.model_validate({"zone": "Asia/Shanghai", "week": {1: [NINE_TO_SIX], 7: [NIGHT]}})
    with pytest.raises(CalendarInvalid):
        read_calendar(schema)  # Sunday night runs into Monday morning
    sound = CalendarSchema.model_validate({"zone": "Asia/Shanghai", "week": {1: [NINE_TO_SIX], 6: [NIGHT]}})
    assert read_calendar(sound) == sound.to_calendar()
