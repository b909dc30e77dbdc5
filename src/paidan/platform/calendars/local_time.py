"""Local time to UTC: when a wall clock shows a given minute.

Two traps of summer time are settled here, once. A wall time that occurs twice means its first occurrence. A wall time
that is skipped means the moment of the jump. Both keep order: a later wall time is never an earlier moment.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from paidan.platform.calendars.errors import ZoneUnknown

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EPOCH_DAY = EPOCH.toordinal()
_SECOND = timedelta(seconds=1)


def zone_named(name: str) -> ZoneInfo:
    """Return the time zone with an IANA name.

    Raises: ZoneUnknown.
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ZoneUnknown(zone=name) from error


def to_seconds(moment: datetime) -> int:
    """Return whole seconds since 1970 UTC, parts of a second dropped. A moment without a zone raises TypeError."""
    return (moment - EPOCH) // _SECOND


def to_moment(seconds: int) -> datetime:
    """Return the UTC moment that many seconds after 1970."""
    return EPOCH + timedelta(seconds=seconds)


def wall_to_seconds(zone: ZoneInfo, day: date, minute: int) -> int:
    """Return the moment (seconds since 1970 UTC) at which clocks in `zone` show `minute` minutes after midnight of `day`.

    Minutes from 1440 on belong to the days after. See the module about skipped and repeated times.
    """
    days, minute = divmod(minute, 1440)
    day += timedelta(days=days)
    wall = datetime(day.year, day.month, day.day, minute // 60, minute % 60, tzinfo=zone)
    shown = (day.toordinal() - _EPOCH_DAY) * 86400 + minute * 60
    first, second = _offset(wall), _offset(wall.replace(fold=1))
    if first >= second:  # the usual case, or a repeated time: its first occurrence
        return shown - first
    return _jump_between(zone, shown - second, shown - first)


def _jump_between(zone: ZoneInfo, before: int, after: int) -> int:
    """Return the first second in (before, after] at which the zone has the offset that it has at `after`."""
    offset_after = _offset(to_moment(after).astimezone(zone))
    while after - before > 1:
        middle = (before + after) // 2
        if _offset(to_moment(middle).astimezone(zone)) == offset_after:
            after = middle
        else:
            before = middle
    return after


def _offset(moment: datetime) -> int:
    offset = moment.utcoffset()
    assert offset is not None
    return int(offset.total_seconds())
