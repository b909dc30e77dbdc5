"""From one readable row per engineer to the columns of a pool."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np

from paidan.aftersales.dispatch.errors import EngineerListedTwice
from paidan.aftersales.dispatch.problem import NEVER_EXPIRES, NO_CAP, EngineerPool, SkillColumn
from paidan.aftersales.dispatch.spans import Floats, Ints, always, minute_of, spans_of

Period = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Skill:
    """A skill somebody has. valid_until: the last day its certificate counts; None is for ever."""

    skill_id: int
    level: int = 1
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class Engineer:
    """One engineer as dispatch sees them on one day; the meaning of each field stands at `EngineerPool`."""

    id: int
    name: str
    active: bool = True
    lat: float | None = None
    lng: float | None = None
    skills: tuple[Skill, ...] = ()
    region_ids: tuple[int, ...] = ()
    shifts: tuple[Period, ...] = ()
    leave: tuple[Period, ...] = ()
    free_from: datetime | None = None
    last_assigned_at: datetime | None = None
    planned_count: int = 0
    daily_cap: int | None = None
    open_count: int = 0
    open_cap: int | None = None
    planned_minutes: int = 0
    available_minutes: int = 480
    week_minutes: int = 0


def build_pool(engineers: Iterable[Engineer]) -> EngineerPool:
    """Turn rows into columns. Raises EngineerListedTwice, SpanEndsBeforeStart."""
    rows = list(engineers)
    row_of = {engineer.id: index for index, engineer in enumerate(rows)}
    if len(row_of) < len(rows):
        raise EngineerListedTwice(engineer=_twice([engineer.id for engineer in rows]))
    shifts, leave = spans_of([e.shifts for e in rows]), spans_of([e.leave for e in rows])
    on_leave = bool(leave.has_any.any())
    return EngineerPool(
        ids=_ints(e.id for e in rows),
        names=tuple(e.name for e in rows),
        active=np.array([e.active for e in rows], dtype=np.bool_),
        lat=_degrees([e.lat for e in rows]),
        lng=_degrees([e.lng for e in rows]),
        skills=_skill_columns(rows),
        region_rows=_region_rows(rows),
        regionless=np.array([not e.region_ids for e in rows], dtype=np.bool_),
        shifts=shifts,
        leave=leave,
        working=shifts.without(leave) if on_leave else shifts,
        between_leave=always(len(rows)).without(leave),
        anybody_on_leave=on_leave,
        free_from=_ints(minute_of(e.free_from) if e.free_from else 0 for e in rows),
        last_assigned=_ints(minute_of(e.last_assigned_at) if e.last_assigned_at else 0 for e in rows),
        planned_count=_ints(e.planned_count for e in rows),
        daily_cap=_ints(NO_CAP if e.daily_cap is None else e.daily_cap for e in rows),
        open_count=_ints(e.open_count for e in rows),
        open_cap=_ints(NO_CAP if e.open_cap is None else e.open_cap for e in rows),
        planned_minutes=_ints(e.planned_minutes for e in rows),
        available_minutes=_ints(e.available_minutes for e in rows),
        week_minutes=_ints(e.week_minutes for e in rows),
        row_of=row_of,
    )


def _ints(values: Iterable[int]) -> Ints:
    return np.fromiter(values, dtype=np.int64)


def _degrees(values: Sequence[float | None]) -> Floats:
    return np.array([np.nan if value is None else value for value in values], dtype=np.float64)


def _skill_columns(rows: Sequence[Engineer]) -> dict[int, SkillColumn]:
    held: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    for index, engineer in enumerate(rows):
        if len({skill.skill_id for skill in engineer.skills}) < len(engineer.skills):
            raise EngineerListedTwice(engineer=engineer.id)
        for skill in engineer.skills:
            until = NEVER_EXPIRES if skill.valid_until is None else skill.valid_until.toordinal()
            held[skill.skill_id].append((index, skill.level, until))
    return {key: SkillColumn(*np.array(entries, dtype=np.int64).T.copy()) for key, entries in held.items()}


def _region_rows(rows: Sequence[Engineer]) -> dict[int, Ints]:
    serving: dict[int, list[int]] = defaultdict(list)
    for index, engineer in enumerate(rows):
        for region in engineer.region_ids:
            serving[region].append(index)
    return {region: np.array(indexes, dtype=np.int64) for region, indexes in serving.items()}


def _twice(ids: Sequence[int]) -> int:
    return next(key for key, count in Counter(ids).items() if count > 1)
