"""What is there once the company is founded: everything by the names that stories use."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from paidan.aftersales.demo.catalogue import Fault
from paidan.aftersales.demo.places import Place
from paidan.aftersales.demo.staff import CRAFTS, Craft

SEED = 20261
OPENED_DAYS_AGO = 90


@dataclass(frozen=True, slots=True)
class Unit:
    """One asset at a customer's, with what an order about it needs. `category`: of its product model."""

    id: int
    category: str
    warranty_until: date
    customer_id: int
    site_id: int
    contact_id: int | None
    contact_name: str
    phone: str
    address: dict[str, object] = field(hash=False)
    place: Place


@dataclass(slots=True)
class World:
    """The company at a moment. Ids by login, key or code."""

    now: datetime
    zone: ZoneInfo
    rng: Random = field(default_factory=lambda: Random(SEED))  # noqa: S311 - demo data, not secrets
    people: dict[str, int] = field(default_factory=dict)
    teams: dict[str, int] = field(default_factory=dict)
    regions: dict[str, int] = field(default_factory=dict)
    skills: dict[str, int] = field(default_factory=dict)
    models: dict[str, int] = field(default_factory=dict)
    units: list[Unit] = field(default_factory=list)
    away: set[tuple[str, date]] = field(default_factory=set)
    """Engineers and the days on which they are on leave."""

    @property
    def today(self) -> date:
        """The company's local day."""
        return self.now.astimezone(self.zone).date()

    @property
    def opened(self) -> datetime:
        """When the company began to work with this installation."""
        return self.at(self.today - timedelta(days=OPENED_DAYS_AGO), 9)

    def at(self, day: date, hour: float) -> datetime:
        """The moment at an hour of a local day; 9.5 is half past nine."""
        local = datetime.combine(day, time(0), self.zone) + timedelta(minutes=round(hour * 60))
        return local.astimezone(UTC)

    def works_on(self, craft: Craft, day: date) -> bool:
        """Whether an engineer works on a day: neither their day off nor on leave."""
        return day.weekday() != craft.day_off and (craft.login, day) not in self.away

    def crafts_for(self, fault: Fault, place: Place) -> list[Craft]:
        """The engineers who serve a place and master a fault, the most able last."""
        able = [one for one in CRAFTS if self._serves(one, place) and _level(one, fault.skill) >= fault.level]
        return sorted(able, key=lambda one: _level(one, fault.skill))

    def _serves(self, craft: Craft, place: Place) -> bool:
        return craft.home[:2] == place.code[:2]


def _level(craft: Craft, skill: str) -> int:
    """The level of a skill whose certificate is valid, 0 for none."""
    return next((level for code, level, days in craft.skills if code == skill and (days is None or days >= 0)), 0)
