"""How long a way takes when the speed changes with the hour.

Everything after the straight line is whole metres and whole minutes, rounded up, so that the same way always takes the
same time on every machine. Speeds change while driving, hence whoever leaves later never arrives earlier.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from paidan.aftersales.dispatch.geo import great_circle_metres
from paidan.aftersales.dispatch.ruleset import Travel
from paidan.aftersales.dispatch.spans import Floats, Ints

UNKNOWN = -1
"""The length of a way whose start or end has no coordinates."""

_DAY = 1_440


def straight_metres(lat: Floats, lng: Floats, to_lat: float | None, to_lng: float | None) -> Ints:
    """Return the straight line from each position to one place in whole metres, UNKNOWN where it cannot be told."""
    if to_lat is None or to_lng is None:
        return np.full(lat.shape, UNKNOWN, dtype=np.int64)
    metres = np.floor(great_circle_metres(lat, lng, to_lat, to_lng) + 0.5)
    return np.where(np.isnan(metres), UNKNOWN, metres).astype(np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Roads:
    """Travel settings made ready for arithmetic.

    reach: how far one gets from local midnight until each minute of the day, in sixtieths of a metre (so that km/h per minute
    is a whole number). index: for each `step` of reach the first minute that gets so far; no minute is shorter than a step,
    so the minute looked for is this one or the next.
    """

    reach: Ints
    index: Ints
    step: int
    factor_permille: int
    offset: int
    unknown_minutes: int

    def sixtieths(self, metres: Ints) -> Ints:
        """Return the length by road of straight lines, UNKNOWN (negative) kept."""
        return np.where(metres < 0, metres, metres * self.factor_permille * 60 // 1_000)

    def arrive(self, leave: Ints, way: Ints) -> Ints:
        """Return the minute of arrival for ways from `sixtieths`."""
        day, reached = self._reached(leave)
        arrival = self._minute(day, reached + way)
        return self._or_unknown(arrival, way, leave + self.unknown_minutes)

    def leave_by(self, arrive: Ints, way: Ints) -> Ints:
        """Return the last minute to leave and still arrive by then."""
        day, reached = self._reached(arrive)
        leave = self._minute(day, reached - way + 1) - 1
        return self._or_unknown(leave, way, arrive - self.unknown_minutes)

    def _reached(self, minute: Ints) -> tuple[Ints, Ints]:
        day, rest = np.divmod(minute + self.offset, _DAY)
        return day, self.reach.take(rest)

    def _minute(self, day: Ints, reach: Ints) -> Ints:
        """Return the first minute, counting from the midnight of `day`, at which one has got so far."""
        days, rest = np.divmod(reach, self.reach[-1])
        minute = self.index.take(rest // self.step)
        minute += self.reach.take(minute) < rest
        return np.asarray((day + days) * _DAY + minute - self.offset)

    def _or_unknown(self, known: Ints, way: Ints, guess: Ints) -> Ints:
        unknown = way < 0
        return np.where(unknown, guess, known) if unknown.any() else known


@lru_cache(maxsize=64)
def roads_of(travel: Travel) -> Roads:
    """Prepare travel settings; kept, since a policy version is used for thousands of decisions."""
    per_minute = np.repeat(np.array(travel.speed_kmh, dtype=np.int64) * 1_000, 60)
    reach = np.concatenate([np.zeros(1, dtype=np.int64), per_minute.cumsum()])
    step = int(per_minute.min())
    index = reach.searchsorted(np.arange(0, reach[-1] + step, step))
    return Roads(
        reach,
        index.astype(np.int64),
        step,
        travel.road_factor_permille,
        travel.utc_offset_minutes,
        travel.unknown_minutes,
    )
