"""Story 11: a contract order over the National Day holiday of 2026, counted by hand.

The customer's hours are Monday to Friday 09:00–12:00 and 13:30–18:00 in Shanghai. 1 to 7 October 2026 are free; Saturday
10 October is worked (调休). The order:

    Wed 30 Sep 16:00  opened, policy "standard": first response in 4 h, resolution in 16 h
    Thu  8 Oct 10:30  first answer                      2 h + 1 h 30                                   = 3 h 30 used
    Thu  8 Oct 14:30  waits for the customer            2 h + 3 h + 1 h                                = 6 h used
    Fri  9 Oct 10:15  the customer answers, resumed
    Fri  9 Oct 15:00  priority raised: policy "urgent", 14 h    6 h + 1 h 45 + 1 h 30                  = 9 h 15 used
    Fri  9 Oct 20:00  calendar corrected: on the Saturday we work 10:00–12:00 and 13:00–17:00
    Sat 10 Oct 11:00  resolved                          9 h 15 + 3 h + 1 h                             = 13 h 15 used
    Mon 12 Oct 09:30  reopened; the gap counts for nothing
    Mon 12 Oct 10:00  resolved for good                 13 h 15 + 30 min                               = 13 h 45 used
"""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from paidan.aftersales.sla.alarms import list_alarms
from paidan.aftersales.sla.clock import Clock, Reason, TargetKind
from paidan.aftersales.sla.ledger import ledger
from paidan.aftersales.sla.measuring import (
    ClockState,
    due_at,
    due_if_resumed,
    fraction,
    remaining_seconds,
    state_at,
    used_seconds,
    warn_at,
)
from paidan.aftersales.sla.moving import change_calendar, change_policy, meet, pause, reopen, resume, start
from paidan.aftersales.sla.policies import EscalateTo, EscalationStep, SlaPolicy
from paidan.platform.calendars.holidays_cn import list_special_days
from paidan.platform.calendars.opening_days import SpecialDay
from paidan.platform.calendars.shifts import shift
from paidan.platform.calendars.working_time import BusinessCalendar

HOUR = 3600
OFFICE = (shift("09:00", "12:00"), shift("13:30", "18:00"))
HOLIDAYS = list_special_days(2026)
HOURS = BusinessCalendar.weekdays("Asia/Shanghai", OFFICE, HOLIDAYS)
SATURDAY = SpecialDay(date(2026, 10, 10), shifts=(shift("10:00", "12:00"), shift("13:00", "17:00")))
CORRECTED = BusinessCalendar.weekdays(
    "Asia/Shanghai", OFFICE, (*(day for day in HOLIDAYS if day.on != SATURDAY.on), SATURDAY)
)
STANDARD = SlaPolicy(
    1, 3, {"zh-CN": "标准"}, None, 1, {TargetKind.RESPONSE: 4 * 60, TargetKind.RESOLUTION: 16 * 60}
)  # fmt: skip
URGENT = SlaPolicy(
    2, 1, {"zh-CN": "紧急"}, None, 1, {TargetKind.RESOLUTION: 14 * 60},
    escalations=(
        EscalationStep(EscalateTo.TEAM_LEADER, percent=80),
        EscalationStep(EscalateTo.MANAGER, minutes_after_breach=30),
    ),
)  # fmt: skip
WAITING = Reason("waiting_customer", "等客户确认上门时间")


def at(text: str) -> datetime:
    """Read "10-08 14:30" as Shanghai time in 2026."""
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=ZoneInfo("Asia/Shanghai")).astimezone(UTC)


def opened(kind: TargetKind = TargetKind.RESOLUTION) -> Clock:
    return start(kind, STANDARD.terms(kind, HOURS), at("09-30 16:00")).clock


def paused() -> Clock:
    return pause(opened(), at("10-08 14:30"), WAITING).clock


def resumed() -> Clock:
    return resume(paused(), at("10-09 10:15")).clock


def raised() -> Clock:
    return change_policy(resumed(), at("10-09 15:00"), URGENT.terms(TargetKind.RESOLUTION, HOURS)).clock


def corrected() -> Clock:
    return change_calendar(raised(), at("10-09 20:00"), 2, CORRECTED).clock


def resolved() -> Clock:
    return meet(corrected(), at("10-10 11:00")).clock


def resolved_again() -> Clock:
    return meet(reopen(resolved(), at("10-12 09:30")).clock, at("10-12 10:00")).clock


def test_the_first_answer_after_the_holiday_is_in_time():
    response = opened(TargetKind.RESPONSE)
    assert due_at(response) == at("10-08 11:00")  # 2 h on the 30th, 2 h on the 8th
    assert used_seconds(response, at("10-07 12:00")) == 2 * HOUR
    answered = meet(response, at("10-08 10:30")).clock
    assert used_seconds(answered, at("10-31 00:00")) == 3.5 * HOUR
    assert state_at(answered, at("10-31 00:00")) is ClockState.MET
    assert state_at(response, at("10-08 11:00")) is ClockState.RUNNING
    assert state_at(response, at("10-08 11:01")) is ClockState.BREACHED_OPEN


def test_the_holiday_and_lunch_do_not_count():
    # 2 h on the 30th, 7 h 30 on the 8th, 6 h 30 on the 9th
    assert due_at(opened()) == at("10-09 17:00")


def test_waiting_for_the_customer_stops_the_promise():
    assert used_seconds(paused(), at("10-09 09:00")) == 6 * HOUR
    assert due_at(paused()) is None
    assert state_at(paused(), at("10-09 09:00")) is ClockState.PAUSED
    # 10 h left: 6 h 15 on the 9th, 3 h 45 on the worked Saturday
    assert due_if_resumed(paused(), at("10-09 10:15")) == at("10-10 14:15") == due_at(resumed())


def test_raising_the_priority_keeps_what_was_used():
    assert used_seconds(raised(), at("10-09 15:00")) == 9.25 * HOUR == used_seconds(resumed(), at("10-09 15:00"))
    assert remaining_seconds(raised(), at("10-09 15:00")) == 4.75 * HOUR
    # 3 h on the 9th, 1 h 45 on the worked Saturday
    assert due_at(raised()) == at("10-10 10:45")


def test_warnings_fall_at_their_share_of_the_target():
    assert warn_at(resumed(), 50) == at("10-09 13:45")  # 8 h: 7 h 45 before lunch
    assert warn_at(paused(), 50) is None
    assert warn_at(raised(), 50) == at("10-09 11:15")  # 7 h, before the change: owed at once
    assert warn_at(raised(), 80) == at("10-09 16:57")  # 11 h 12
    assert fraction(raised(), at("10-09 16:57")) == 0.8


def test_correcting_the_calendar_moves_only_what_is_to_come():
    assert used_seconds(corrected(), at("10-10 08:00")) == 12.25 * HOUR
    assert due_at(corrected()) == at("10-10 11:45")


def test_escalations_fall_at_the_right_instants():
    alarms = [(alarm.key, alarm.at) for alarm in list_alarms(corrected(), URGENT)]
    assert alarms == [
        ("warning:50", at("10-09 11:15")),
        ("warning:80", at("10-09 16:57")),
        ("escalation:team_leader:80%", at("10-09 16:57")),
        ("breach", at("10-10 11:45:01")),
        ("escalation:manager:breach+30", at("10-10 13:15")),  # 15 min before lunch, 15 after
    ]


def test_resolved_in_time_and_again_after_reopening():
    assert state_at(resolved(), at("11-01 00:00")) is ClockState.MET
    assert used_seconds(resolved(), at("11-01 00:00")) == 13.25 * HOUR
    reopened = reopen(resolved(), at("10-12 09:30")).clock
    assert due_at(reopened) == at("10-12 10:15")  # 45 min left
    assert state_at(resolved_again(), at("11-01 00:00")) is ClockState.MET
    assert used_seconds(resolved_again(), at("11-01 00:00")) == 13.75 * HOUR
    assert state_at(meet(reopened, at("10-12 10:15:01")).clock, at("11-01 00:00")) is ClockState.BREACHED_MET


def test_the_minute_ledger_equals_the_hand_calculation():
    lines = ledger(resolved_again(), at("11-01 00:00"))
    assert [(x.start, x.end, x.kind.value, x.policy_id, x.calendar_id, x.seconds, x.open_seconds) for x in lines] == [
        (at("09-30 16:00"), at("09-30 18:00"), "running", 1, 1, 7_200, 7_200),
        (at("09-30 18:00"), at("10-08 09:00"), "closed", 1, 1, 658_800, 0),  # 7 days 15 h
        (at("10-08 09:00"), at("10-08 12:00"), "running", 1, 1, 10_800, 10_800),
        (at("10-08 12:00"), at("10-08 13:30"), "closed", 1, 1, 5_400, 0),
        (at("10-08 13:30"), at("10-08 14:30"), "running", 1, 1, 3_600, 3_600),
        (at("10-08 14:30"), at("10-09 10:15"), "paused", 1, 1, 71_100, 17_100),  # 3 h 30 and 1 h 15 would have counted
        (at("10-09 10:15"), at("10-09 12:00"), "running", 1, 1, 6_300, 6_300),
        (at("10-09 12:00"), at("10-09 13:30"), "closed", 1, 1, 5_400, 0),
        (at("10-09 13:30"), at("10-09 15:00"), "running", 1, 1, 5_400, 5_400),
        (at("10-09 15:00"), at("10-09 18:00"), "running", 2, 1, 10_800, 10_800),
        (at("10-09 18:00"), at("10-09 20:00"), "closed", 2, 1, 7_200, 0),
        (at("10-09 20:00"), at("10-10 10:00"), "closed", 2, 2, 50_400, 0),
        (at("10-10 10:00"), at("10-10 11:00"), "running", 2, 2, 3_600, 3_600),
        (at("10-10 11:00"), at("10-12 09:30"), "stopped", 2, 2, 167_400, 19_800),  # 1 h, 4 h and 30 min were open
        (at("10-12 09:30"), at("10-12 10:00"), "running", 2, 2, 1_800, 1_800),
    ]  # fmt: skip
    totals = {
        kind: sum(x.seconds for x in lines if x.kind == kind) for kind in ("running", "closed", "paused", "stopped")
    }
    assert totals == {"running": 49_500, "closed": 727_200, "paused": 71_100, "stopped": 167_400}
    assert sum(totals.values()) == 1_015_200 == (at("10-12 10:00") - at("09-30 16:00")).total_seconds()
    assert [x.reason for x in lines if x.reason] == [WAITING]
