"""What the calendars refuse, each refusal with its permanent code; the sentences stand in messages.toml."""

from __future__ import annotations

from paidan.kernel.errors import Conflict, Invalid, NotFound


class ZoneUnknown(Invalid):
    """The time zone is not an IANA name. Params: `zone`."""

    code = "calendar.zone_unknown"


class TimeUnreadable(Invalid):
    """A time of day is not written HH:MM. Params: `text`."""

    code = "calendar.time_unreadable"


class ShiftEndsBeforeStart(Invalid):
    """A shift ends at or before its start and is not marked as ending on the next day. Params: `start`, `end`."""

    code = "calendar.shift_ends_before_start"


class ShiftTooLong(Invalid):
    """A shift is longer than 24 hours. Params: `start`, `end`."""

    code = "calendar.shift_too_long"


class WeekIncomplete(Invalid):
    """The weekly hours do not hold exactly seven days. Params: `days`."""

    code = "calendar.week_incomplete"


class ShiftsOverlap(Invalid):
    """Two shifts of the week cover the same minutes. Params: `weekday` (a label), `first`, `second`."""

    code = "calendar.shifts_overlap"


class SpecialShiftsOverlap(Invalid):
    """Two shifts of one special day cover the same minutes. Params: `date`, `first`, `second`."""

    code = "calendar.special_shifts_overlap"


class SpecialDayTwice(Invalid):
    """One date is described twice. Params: `date`."""

    code = "calendar.special_day_twice"


class SpecialDayUnclear(Invalid):
    """A special day is not exactly one of: closed, with hours of its own, working like a weekday. Params: `date`."""

    code = "calendar.special_day_unclear"


class HistoryEmpty(Invalid):
    """A calendar history holds no calendar."""

    code = "calendar.history_empty"


class HistoryOutOfOrder(Invalid):
    """Two calendars of one history begin at the same moment, or a later one has no beginning."""

    code = "calendar.history_out_of_order"


class SecondsNegative(Invalid):
    """A length of open time is below zero. Params: `seconds`."""

    code = "calendar.seconds_negative"


class OutOfRange(Invalid):
    """A moment lies outside the years for which calendars answer. Params: `first`, `last` (years)."""

    code = "calendar.out_of_range"


class NeverOpen(Conflict):
    """The calendar does not open within two years, so a promise on it has no end. Params: `since` (ISO moment)."""

    code = "calendar.never_open"


class HolidaysUnknown(NotFound):
    """The holiday arrangement of a year has not been published, or we do not carry it. Params: `year`, `first`, `last`."""

    code = "calendar.holidays_unknown"


class CalendarInvalid(Invalid):
    """A calendar contradicts itself; `fields` says where and why."""

    code = "calendar.invalid"


class CalendarKeyTaken(Conflict):
    """There is, or was, a calendar with this key. Params: `key`."""

    code = "calendar.key_taken"


class CalendarEdited(Conflict):
    """Somebody else changed the calendar since it was read."""

    code = "calendar.edited"
