"""The clock: the only place that asks the machine what time it is.

Moments are timezone-aware UTC datetimes cut to milliseconds, the precision that both databases keep.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Anything that can say what moment it is."""

    def now(self) -> datetime:
        """Return the present moment in UTC, cut to milliseconds."""
        ...


def to_milliseconds(moment: datetime) -> datetime:
    """Return the moment in UTC cut to whole milliseconds. Raises ValueError for a naive datetime."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    moment = moment.astimezone(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def moment_text(moment: datetime) -> str:
    """Return 'YYYY-MM-DDTHH:MM:SS.mmmZ', the form of moments in JSON and in SQLite."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03d}Z"


def parse_moment(text: str) -> datetime:
    """Read an ISO 8601 moment with a time zone into UTC milliseconds. Raises ValueError."""
    return to_milliseconds(datetime.fromisoformat(text))


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Return the machine's present moment in UTC."""
        return to_milliseconds(datetime.now(UTC))


class ManualClock:
    """A clock that moves only when told to; for tests, simulations and demo data."""

    def __init__(self, start: datetime) -> None:
        self._now = to_milliseconds(start)

    def now(self) -> datetime:
        """Return the moment last set."""
        return self._now

    def set(self, moment: datetime) -> None:
        """Jump to a moment, forward or back."""
        self._now = to_milliseconds(moment)

    def advance(self, **length: float) -> datetime:
        """Move forward by a `timedelta(**length)` and return the new moment."""
        self.set(self._now + timedelta(**length))
        return self._now
