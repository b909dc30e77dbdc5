"""What a formula may know besides the record: the moment, the place, and who asks.

The caller fills a `Context`; nothing here reads a clock or a database.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo


class WorkingTime(Protocol):
    """A business calendar's arithmetic, as far as formulas need it. Moments are aware; lengths are working seconds."""

    def seconds_between(self, start: datetime, end: datetime, /) -> int:
        """Working seconds from one moment to a later one."""
        ...

    def after(self, moment: datetime, seconds: int, /) -> datetime:
        """The moment at which so many working seconds have passed."""
        ...


@dataclass(frozen=True, slots=True)
class Context:
    """The surroundings of one evaluation.

    `now` is aware; it counts to the millisecond. `zone` is where days begin and end. `language` is used where a value
    becomes text (labels of choices, yes and no). `teammates` are the ids of all people in `my_teams`.
    """

    now: datetime
    zone: ZoneInfo
    language: str = "zh-CN"
    me: int | None = None
    my_team: int | None = None
    my_teams: tuple[int, ...] = ()
    teammates: tuple[int, ...] = ()
    calendar: WorkingTime | None = field(default=None, compare=False)

    def moment(self) -> datetime:
        """Now, in UTC, without what is finer than a millisecond."""
        now = self.now.astimezone(UTC)
        return now.replace(microsecond=now.microsecond // 1000 * 1000)

    def today(self) -> date:
        """The date it is now at this place."""
        return self.now.astimezone(self.zone).date()
