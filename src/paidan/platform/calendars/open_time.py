"""Open time as whole seconds since 1970 UTC, remembered in blocks so that sums over years cost microseconds.

This is the machinery under `BusinessCalendar`; nothing else speaks in these integers. Shifts that overlap (a night shift
running into a special day) count once.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import accumulate
from zoneinfo import ZoneInfo

from paidan.platform.calendars.errors import NeverOpen, OutOfRange
from paidan.platform.calendars.local_time import to_moment, wall_to_seconds
from paidan.platform.calendars.opening_days import OpeningDays

_BITS = 25  # a block is 2^25 seconds, some 388 days: a year of service usually touches one or two
FIRST_YEAR, LAST_YEAR = 1900, 2199
_FIRST_BLOCK = (date(FIRST_YEAR, 1, 1).toordinal() - 719163) * 86400 >> _BITS
_LAST_BLOCK = (date(LAST_YEAR, 12, 31).toordinal() - 719163) * 86400 >> _BITS
PATIENCE = 2 * 366 * 86400
"""Seconds (two years) without any open time after which a calendar counts as never open."""

Span = tuple[int, int]


class Block:
    """The open spans of one block, in order, apart from each other, with the open seconds before each."""

    __slots__ = ("before", "ends", "starts", "total")

    def __init__(self, spans: list[Span]) -> None:
        self.starts = [start for start, _ in spans]
        self.ends = [end for _, end in spans]
        sums = list(accumulate((end - start for start, end in spans), initial=0))
        self.before, self.total = sums[:-1], sums[-1]

    def open_before(self, at: int) -> int:
        """Return the open seconds of this block before a moment."""
        index = bisect_right(self.starts, at) - 1
        return self.before[index] + min(at, self.ends[index]) - self.starts[index] if index >= 0 else 0

    def reached(self, seconds: int) -> int:
        """Return the first moment with that many (1 to `total`) open seconds before it."""
        index = bisect_left(self.before, seconds) - 1
        return self.starts[index] + seconds - self.before[index]

    def spans(self, start: int, end: int) -> Iterator[Span]:
        """Yield the open spans within [start, end)."""
        first, last = bisect_right(self.ends, start), bisect_left(self.starts, end)
        for index in range(first, last):
            yield max(start, self.starts[index]), min(end, self.ends[index])


class OpenTime:
    """The open time of one calendar in one zone."""

    __slots__ = ("_blocks", "_days", "_zone")

    def __init__(self, zone: ZoneInfo, days: OpeningDays) -> None:
        self._zone = zone
        self._days = days
        self._blocks: dict[int, Block] = {}

    def between(self, start: int, end: int) -> int:
        """Return the open seconds in [start, end); negative when `end` comes first."""
        if end < start:
            return -self.between(end, start)
        first, last = start >> _BITS, end >> _BITS
        whole = sum(self._block(number).total for number in range(first, last))
        return whole + self._block(last).open_before(end) - self._block(first).open_before(start)

    def after(self, start: int, seconds: int) -> int:
        """Return the first moment not before `start` by which `seconds` (at least 0) open seconds have passed since.

        Raises: NeverOpen, OutOfRange.
        """
        if seconds == 0:
            return start
        number = start >> _BITS
        block = self._block(number)
        wanted = block.open_before(start) + seconds
        idle_since = start
        while wanted > block.total:
            wanted -= block.total
            idle_since = max([idle_since, *block.ends[-1:]])
            number += 1
            block = self._block(number)
            opens = block.starts[0] if block.starts else (number + 1) << _BITS
            if opens - idle_since > PATIENCE:
                raise NeverOpen(since=to_moment(idle_since).isoformat())
        return block.reached(wanted)

    def spans(self, start: int, end: int) -> Iterator[Span]:
        """Yield the open spans within [start, end), in order, those that touch joined."""
        pieces = (
            span
            for number in range(start >> _BITS, (end >> _BITS) + 1)
            for span in self._block(number).spans(start, end)
        )
        return iter(_joined(pieces))

    def _block(self, number: int) -> Block:
        block = self._blocks.get(number)
        if block is None:  # two threads may both build it: they build the same
            block = self._blocks[number] = self._build(number)
        return block

    def _build(self, number: int) -> Block:
        if not _FIRST_BLOCK <= number <= _LAST_BLOCK:
            raise OutOfRange(first=FIRST_YEAR, last=LAST_YEAR)
        start, end = number << _BITS, (number + 1) << _BITS
        clipped = ((max(start, a), min(end, b)) for a, b in self._spans_by_day(start, end))
        return Block(_joined(span for span in clipped if span[0] < span[1]))

    def _spans_by_day(self, start: int, end: int) -> list[Span]:
        """Return the spans of every shift that could touch [start, end), by beginning."""
        # a shift reaches 48 hours past its midnight at most, and zones lie within 15 hours of UTC
        day, last = to_moment(start).date() - timedelta(days=3), to_moment(end).date() + timedelta(days=1)
        spans: list[Span] = []
        while day <= last:
            spans += [(self._at(day, shift.start), self._at(day, shift.end)) for shift in self._days.shifts_on(day)]
            day += timedelta(days=1)
        return sorted(spans)

    def _at(self, day: date, minute: int) -> int:
        return wall_to_seconds(self._zone, day, minute)


def _joined(spans: Iterator[Span]) -> list[Span]:
    """Join the spans, given by beginning, that touch or overlap."""
    joined: list[Span] = []
    for start, end in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
