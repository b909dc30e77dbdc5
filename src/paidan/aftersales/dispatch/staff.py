"""Who could be sent: the engineers of the company as dispatch sees them on one day, read with a few questions for all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from paidan.aftersales.dispatch.building import Engineer, Skill, build_pool
from paidan.aftersales.dispatch.geo import bd09_to_wgs84, gcj02_to_wgs84
from paidan.aftersales.dispatch.problem import EngineerPool
from paidan.aftersales.dispatch.tables import offers
from paidan.builder.objects.loading import model_of
from paidan.builder.objects.model import ObjectType
from paidan.builder.objects.tables import record_links
from paidan.builder.records.scoping import zone_of
from paidan.kernel.database import Tx
from paidan.platform.identity.tables import people

OPEN_CATEGORIES = ("open", "waiting_customer", "waiting_internal")
USUAL_MINUTES = 60
"""An order that says nothing of its length."""

Period = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Day:
    """A local day as two moments."""

    on: date
    start: datetime
    end: datetime


def day_of(tx: Tx, moment: datetime) -> Day:
    """Return the company's local day that a moment falls into."""
    zone = zone_of(tx.registry)
    on = moment.astimezone(zone).date()
    start = datetime(on.year, on.month, on.day, tzinfo=zone)
    return Day(on, start, start + timedelta(days=1))


def read_pool(tx: Tx, day: Day) -> EngineerPool:
    """Return all engineers who can be sent at all, with their day."""
    model = model_of(tx)
    engineers = _engineers(tx, model.object("engineer"))
    skills = _skills(tx, model.object("engineer_skill"))
    regions = _many(tx, model.object("engineer").field("regions").id)
    shifts = _periods(tx, model.object("roster_shift"), day)
    leave = _periods(tx, model.object("leave"), day)
    work = _Workload(tx, model.object("work_order"), day)
    found = []
    for row in engineers:
        person = row["person"]
        place = place_of(row["home_location"])
        planned = work.planned.get(person, ())
        found.append(
            Engineer(
                id=person,
                name=row["name"],
                active=row["active"],
                lat=place[0],
                lng=place[1],
                skills=tuple(skills.get(row["id"], ())),
                region_ids=tuple(regions.get(row["id"], ())),
                shifts=tuple(shifts.get(person, ())),
                leave=tuple(leave.get(person, ())),
                free_from=max((until for _, until in planned), default=None),
                last_assigned_at=work.last.get(person),
                planned_count=len(planned),
                daily_cap=row["daily_cap"],
                open_count=work.open.get(person, 0),
                open_cap=row["open_cap"],
                planned_minutes=sum(int((until - start).total_seconds() // 60) for start, until in planned),
                available_minutes=_available(shifts.get(person, ())),
                week_minutes=0,
            )
        )
    return build_pool(found)


def _engineers(tx: Tx, engineer: ObjectType) -> list[dict[str, Any]]:
    table, active = engineer.table, engineer.field("status").find_choice("active")
    keys = ("person", "name", "status", "home_location", "daily_cap", "open_cap")
    statement = (
        sa.select(table.c.id, people.c.active, *(engineer.column(key) for key in keys))
        .join_from(table, people, people.c.id == engineer.column("person"))
        .where(table.c.deleted_at.is_(None))
        .order_by(table.c.id)
    )
    found: dict[int, dict[str, Any]] = {}
    for record_id, account, person, name, status, home, daily_cap, open_cap in tx.all(statement):
        is_active = bool(account) and active is not None and status == active.id
        row = {"id": record_id, "person": person, "name": name, "active": is_active, "home_location": home}
        found.setdefault(person, {**row, "daily_cap": daily_cap, "open_cap": open_cap})
    return list(found.values())


def _skills(tx: Tx, skill: ObjectType) -> dict[int, list[Skill]]:
    table = skill.table
    statement = sa.select(table.c.parent_id, *(skill.column(key) for key in ("skill", "level", "valid_until")))
    held: dict[int, dict[int, Skill]] = defaultdict(dict)
    for parent, skill_id, level, until in tx.all(statement.where(table.c.deleted_at.is_(None))):
        last = date.fromisoformat(until) if until else None
        best = held[parent].get(skill_id)
        if best is None or best.level < (level or 1):
            held[parent][skill_id] = Skill(skill_id, level or 1, last)
    return {parent: list(skills.values()) for parent, skills in held.items()}


def _many(tx: Tx, field_id: int) -> dict[int, list[int]]:
    links = record_links.c
    found: dict[int, list[int]] = defaultdict(list)
    for record, to in tx.all(sa.select(links.from_id, links.to_id).where(links.field_id == field_id)):
        found[record].append(to)
    return found


def _periods(tx: Tx, kind: ObjectType, day: Day) -> dict[int, list[Period]]:
    """Shifts or leave that touch a day, by person, one after the other without overlap."""
    table, starts, ends = kind.table, kind.column("starts_at"), kind.column("ends_at")
    statement = (
        sa.select(kind.column("person"), starts, ends)
        .where(table.c.deleted_at.is_(None), starts < day.end, ends > day.start)
        .order_by(starts)
    )
    found: dict[int, list[Period]] = defaultdict(list)
    for person, start, end in tx.all(statement):
        last = found[person][-1] if found[person] else None
        if last is not None and start <= last[1]:
            found[person][-1] = (last[0], max(last[1], end))
        elif end > start:
            found[person].append((start, end))
    return found


class _Workload:
    """What everybody has in hand: open orders, those planned for the day, when each was sent last."""

    def __init__(self, tx: Tx, order: ObjectType, day: Day) -> None:
        self.planned: dict[int, list[Period]] = defaultdict(list)
        self.open: dict[int, int] = defaultdict(int)
        ids = [choice.id for choice in order.field("status").choices if choice.category in OPEN_CATEGORIES]
        table, engineer = order.table, order.column("engineer")
        start, until = order.column("promised_from"), order.column("promised_until")
        statement = sa.select(engineer, start, until, order.column("estimated_minutes")).where(
            table.c.deleted_at.is_(None), table.c.status.in_(ids), engineer.is_not(None)
        )
        for person, begins, ends, minutes in tx.all(statement):
            self.open[person] += 1
            if begins is not None and day.start <= begins < day.end:
                length = timedelta(minutes=minutes or USUAL_MINUTES)
                self.planned[person].append((begins, max(ends or begins, begins + length)))
        last = sa.select(offers.c.engineer_id, sa.func.max(offers.c.offered_at)).group_by(offers.c.engineer_id)
        self.last: Mapping[int, datetime | None] = {person: _moment(at) for person, at in tx.all(last)}


def _moment(at: datetime | str | None) -> datetime | None:
    return datetime.fromisoformat(at) if isinstance(at, str) else at


def place_of(location: Mapping[str, Any] | None) -> tuple[float | None, float | None]:
    """A stored location as WGS-84 degrees."""
    if not location:
        return None, None
    lat, lng = location["lat"], location["lng"]
    convert = {"gcj02": gcj02_to_wgs84, "bd09": bd09_to_wgs84}.get(location.get("datum", "wgs84"))
    if convert is not None:
        lat, lng = convert(lat, lng)
    return float(lat), float(lng)


def _available(shifts: Any) -> int:
    return int(sum((end - start).total_seconds() for start, end in shifts) // 60) or 480
