"""Spans of minutes, several per engineer, as one array.

Minutes are whole minutes since 1970-01-01 00:00 UTC. Arrays are spans × engineers, padded with empty spans in the far
future, so that every calculation over all engineers is one array operation along the long axis.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np
import numpy.typing as npt

from paidan.aftersales.dispatch.errors import SpanEndsBeforeStart

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

FAR = 10**10
"""A minute no plan reaches: the start and end of a padding span."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MINUTE = timedelta(minutes=1)


def minute_of(moment: datetime) -> int:
    """Return the minute a moment falls in. Raises TypeError for a moment without a time zone."""
    return (moment - _EPOCH) // _MINUTE


def moment_of(minute: int) -> datetime:
    """Return the UTC moment a minute begins."""
    return _EPOCH + minute * _MINUTE


@dataclass(frozen=True, slots=True, eq=False)
class Spans:
    """For each engineer (column) the spans in order of time. `room` is how far past its end a span could be stretched
    before it meets the next span or something that forbids it, such as leave."""

    start: Ints
    end: Ints
    room: Ints

    @property
    def has_any(self) -> Bools:
        """Which engineers have a span at all."""
        return np.asarray((self.start < self.end).any(axis=0))

    def take(self, rows: Ints) -> Spans:
        """Return the same for some engineers only."""
        return Spans(self.start[:, rows], self.end[:, rows], self.room[:, rows])

    def without(self, blocked: Spans) -> Spans:
        """Cut the blocked spans out. What touches a block cannot be stretched into it."""
        engineers = self.start.shape[1]
        edge = np.full((1, engineers), FAR, dtype=np.int64)
        gap_start = np.concatenate([-edge, blocked.end])[None, :, :]
        gap_end = np.concatenate([blocked.start, edge])[None, :, :]
        start = np.maximum(self.start[:, None, :], gap_start)
        end = np.minimum(self.end[:, None, :], gap_end)
        room = np.minimum((self.end + self.room)[:, None, :], gap_end) - end
        shape = (start.shape[0] * start.shape[1], engineers)
        return _packed(start.reshape(shape), end.reshape(shape), room.reshape(shape))

    def overlap(self, start: Ints, end: Ints) -> Ints:
        """Return how many minutes of [start, end) fall into each engineer's spans."""
        shared = np.minimum(self.end, end) - np.maximum(self.start, start)
        return np.asarray(np.maximum(shared, 0).sum(axis=0))


def spans_of(rows: Sequence[Sequence[tuple[datetime, datetime]]]) -> Spans:
    """Build spans from each engineer's moments. Those that overlap or touch become one. Raises SpanEndsBeforeStart."""
    merged = [_merged(row) for row in rows]
    most = max((len(row) for row in merged), default=0) or 1
    table = np.full((2, most, len(merged)), FAR, dtype=np.int64)
    for engineer, row in enumerate(merged):
        for index, span in enumerate(row):
            table[:, index, engineer] = span
    following = np.concatenate([table[0, 1:], np.full((1, len(merged)), FAR, dtype=np.int64)])
    return Spans(table[0], table[1], following - table[1])


def always(engineers: int) -> Spans:
    """Return one span without end for each engineer: what is left when nobody asks for a roster."""
    edge = np.full((1, engineers), FAR, dtype=np.int64)
    return Spans(-edge, edge, np.zeros_like(edge))


def _merged(row: Sequence[tuple[datetime, datetime]]) -> list[tuple[int, int]]:
    result: list[tuple[int, int]] = []
    for first, last in sorted(row):
        start, end = minute_of(first), minute_of(last)
        if end <= start:
            raise SpanEndsBeforeStart(start=first.isoformat(), end=last.isoformat())
        if result and start <= result[-1][1]:
            start, end = result[-1][0], max(end, result.pop()[1])
        result.append((start, end))
    return result


def _packed(start: Ints, end: Ints, room: Ints) -> Spans:
    """Move padding to the end and drop what nobody uses."""
    empty = start >= end
    order = np.argsort(empty, axis=0, kind="stable")
    most = max(1, int((~empty).sum(axis=0).max(initial=0)))
    for array, blank in ((start, FAR), (end, FAR), (room, 0)):
        array[empty] = blank
    cut = [np.take_along_axis(array, order, axis=0)[:most] for array in (start, end, room)]
    return Spans(*cut)
