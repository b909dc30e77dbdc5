"""What is known when somebody must be chosen: the engineers, as columns, and the job.

These are values without behaviour of their own. `building.py` makes a pool from one readable row per engineer.
Coordinates are WGS-84 degrees, lengths are minutes, days are proleptic ordinals (`date.toordinal`), moments inside
arrays are minutes since 1970 UTC (`spans.minute_of`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np

from paidan.aftersales.dispatch.spans import Bools, Floats, Ints, Spans

NEVER_EXPIRES = date.max.toordinal()
NO_CAP = 10**6


@dataclass(frozen=True, slots=True)
class SkillNeed:
    """A skill that the job asks for, at least at this level (1 is the lowest)."""

    skill_id: int
    level: int = 1


@dataclass(frozen=True, slots=True)
class Job:
    """One work order that needs somebody.

    planned_on: the local day of the visit; certificates must be valid on it.
    minutes: estimated time on site.
    window_from, window_until: the promised arrival window, either end may be open.
    deadline: when the work must be done, with `deadline_is_hard` never later.
    priority: 1 is the most urgent.
    banned_ids: engineers this customer does not want. refused_ids: engineers who refused this order.
    last_engineer_id: who served this asset last. known_engineer_ids: who has served this customer before.
    """

    order_id: int
    planned_on: date
    minutes: int
    needs: tuple[SkillNeed, ...] = ()
    region_id: int | None = None
    lat: float | None = None
    lng: float | None = None
    window_from: datetime | None = None
    window_until: datetime | None = None
    deadline: datetime | None = None
    deadline_is_hard: bool = False
    priority: int = 3
    banned_ids: frozenset[int] = frozenset()
    refused_ids: frozenset[int] = frozenset()
    last_engineer_id: int | None = None
    known_engineer_ids: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, eq=False)
class SkillColumn:
    """Who has one skill: the engineers' rows, their levels, and the last day their certificates are valid."""

    rows: Ints
    levels: Ints
    valid_until: Ints


@dataclass(frozen=True, slots=True, eq=False)
class EngineerPool:
    """All engineers at once, one row each, for one day.

    lat, lng: where each will be when next free: at home, or at the last visit already planned; NaN if unknown.
    free_from: the minute from which nothing is planned any more. last_assigned: the minute of the last dispatch, 0 if never.
    region_rows: region → rows of those who serve it; `regionless` marks those for whom no region is recorded.
    planned_count, daily_cap: visits on the day. open_count, open_cap: weighted open orders at this moment.
    planned_minutes, available_minutes: of the day, breaks already taken off. week_minutes: worked and planned this week.
    working: shifts with leave cut out. between_leave: all time with leave cut out.
    """

    ids: Ints
    names: tuple[str, ...]
    active: Bools
    lat: Floats
    lng: Floats
    skills: Mapping[int, SkillColumn]
    region_rows: Mapping[int, Ints]
    regionless: Bools
    shifts: Spans
    leave: Spans
    working: Spans
    between_leave: Spans
    anybody_on_leave: bool
    free_from: Ints
    last_assigned: Ints
    planned_count: Ints
    daily_cap: Ints
    open_count: Ints
    open_cap: Ints
    planned_minutes: Ints
    available_minutes: Ints
    week_minutes: Ints
    row_of: Mapping[int, int]

    def __len__(self) -> int:
        return len(self.ids)

    def marked(self, ids: Iterable[int | None]) -> Bools:
        """Return a mask of the engineers with these ids; ids of nobody here are passed over."""
        mask = np.zeros(len(self.ids), dtype=np.bool_)
        rows = [self.row_of[key] for key in ids if key is not None and key in self.row_of]
        if rows:
            mask[rows] = True
        return mask
