"""A clock in one JSON column."""

import json
from datetime import UTC, datetime

import pytest

from paidan.aftersales.sla.clock import Reason, TargetKind, Terms
from paidan.aftersales.sla.moving import pause, resume, start
from paidan.aftersales.sla.storing import read_clock, write_clock
from paidan.platform.calendars.working_time import BusinessCalendar

ALWAYS = BusinessCalendar.always()
TERMS = Terms(7, 2, {"zh-CN": "金牌"}, 57600, 12, ALWAYS)


def at(hour: int) -> datetime:
    return datetime(2026, 11, 18, hour, tzinfo=UTC)


def test_the_stored_form_is_short_and_names_calendars_by_id():
    clock = pause(
        start(TargetKind.RESPONSE, TERMS, at(8)).clock, at(9), Reason("waiting_customer", "出差", at(20))
    ).clock
    clock = resume(clock, at(10)).clock
    assert json.loads(json.dumps(write_clock(clock))) == {
        "v": 1,
        "kind": "response",
        "epoch": 3,
        "started_at": "2026-11-18T08:00:00Z",
        "terms": [{"policy": 7, "version": 2, "name": {"zh-CN": "金牌"}, "target": 57600, "calendar": 12}],
        "spans": [
            ["running", "2026-11-18T08:00:00Z", 0],
            ["paused", "2026-11-18T09:00:00Z", 0, {"code": "waiting_customer", "text": "出差", "expected_at": "2026-11-18T20:00:00+00:00"}],
            ["running", "2026-11-18T10:00:00Z", 0],
        ],
    }  # fmt: skip
    assert read_clock(write_clock(clock), {12: ALWAYS}.__getitem__) == clock


def test_a_clock_written_by_a_later_version_is_not_misread():
    stored = write_clock(start(TargetKind.RESPONSE, TERMS, at(8)).clock) | {"v": 2}
    with pytest.raises(ValueError, match="version 2"):
        read_clock(stored, {12: ALWAYS}.__getitem__)
