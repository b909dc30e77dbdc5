"""Founding the company: teams, people, regions, skills, models, engineers, and when they work."""

from __future__ import annotations

from datetime import timedelta

from paidan.aftersales.demo.catalogue import MODELS, SKILLS
from paidan.aftersales.demo.pen import Pen
from paidan.aftersales.demo.places import PLACES
from paidan.aftersales.demo.staff import CRAFTS, TEAMS, WORKERS, Craft
from paidan.aftersales.demo.world import World
from paidan.kernel.database import Tx
from paidan.platform.identity.people import create_person
from paidan.platform.identity.teams import create_team, update_team

ROSTERED_DAYS = range(-7, 15)
"""Days before and after today for which shifts are planned."""
_PLACE_OF = {place.code: place for place in PLACES}


def found_company(world: World, pen: Pen, password_hash: str) -> None:
    """Make everything that is there before the first customer calls."""
    pen.at(world.opened)
    _hire(world, pen.tx, password_hash)
    world.regions = {one.code: pen.create("region", {"name": one.name, "code": one.code}) for one in PLACES}
    for code, name, category, needs_certificate in SKILLS:
        values = {"name": name, "code": code, "category": category, "certificate_needed": needs_certificate}
        world.skills[code] = pen.create("skill", values)
    for model in MODELS:
        world.models[model[0]] = _make_model(world, pen, *model)
    for craft in CRAFTS:
        _make_engineer(world, pen, craft)


def plan_roster(world: World, pen: Pen) -> None:
    """Give out leave, then plan the shifts of everybody who works."""
    _grant_leave(world, pen)
    pen.at(world.now - timedelta(days=8), "dispatcher")
    for craft in CRAFTS:
        start, end = (10.0, 19.0) if craft.late else (8.5, 17.5)
        for offset in ROSTERED_DAYS:
            day = world.today + timedelta(days=offset)
            if world.works_on(craft, day):
                values = {
                    "person": world.people[craft.login],
                    "day": day.isoformat(),
                    "starts_at": world.at(day, start),
                    "ends_at": world.at(day, end),
                    "break_minutes": 60,
                }
                pen.create("roster_shift", values)


def _hire(world: World, tx: Tx, password_hash: str) -> None:
    for key, name, above in TEAMS:
        world.teams[key] = create_team(tx, name=name, parent_id=world.teams[above] if above else None)
    for number, worker in enumerate(WORKERS):
        world.people[worker.login] = create_person(
            tx,
            name=worker.name,
            login=worker.login,
            password_hash=password_hash,
            phone=f"1990000{9000 + number}",
            email=f"{worker.login}@example.com",
            title=worker.title,
            team_ids=[world.teams[worker.team]],
            role_keys=[worker.role],
        )
    for worker in WORKERS:
        if worker.leads:
            changes = {"leader_id": world.people[worker.login]}
            update_team(tx, team_id=world.teams[worker.leads], changes=changes)


def _make_model(
    world: World, pen: Pen, code: str, name: str, category: str, brand: str, months: int, skills: tuple[str, ...]
) -> int:
    values = {
        "name": name,
        "code": code,
        "category": category,
        "brand": brand,
        "warranty_months": months,
        "skills": [world.skills[skill] for skill in skills],
    }
    return pen.create("product_model", values)


def _make_engineer(world: World, pen: Pen, craft: Craft) -> None:
    worker = next(one for one in WORKERS if one.login == craft.login)
    served = [code for code, place in _PLACE_OF.items() if place.team == _PLACE_OF[craft.home].team]
    skills = [
        {
            "skill": world.skills[code],
            "level": level,
            "certificate_number": f"{code}-{world.people[craft.login]}" if days is not None else None,
            "valid_until": (world.today + timedelta(days=days)).isoformat() if days is not None else None,
        }
        for code, level, days in craft.skills
    ]
    values = {
        "name": worker.name,
        "person": world.people[craft.login],
        "team": world.teams[worker.team],
        "cost_class": craft.cost_class,
        "regions": [world.regions[code] for code in served],
        "home_location": _PLACE_OF[craft.home].position(world.rng),
        "daily_cap": craft.daily_cap,
        "skills": skills,
    }
    pen.create("engineer", values)


def _grant_leave(world: World, pen: Pen) -> None:
    """One engineer away tomorrow, one ill last week, one in training the week after next."""
    for login, first, days, reason in (
        ("engineer8", 1, 2, "personal"),
        ("engineer3", -5, 2, "sick"),
        ("engineer6", 9, 3, "training"),
    ):
        begins = world.today + timedelta(days=first)
        values = {
            "person": world.people[login],
            "starts_at": world.at(begins, 0),
            "ends_at": world.at(begins + timedelta(days=days), 0),
            "reason": reason,
        }
        pen.at(world.now - timedelta(days=9), "dispatcher").create("leave", values)
        world.away |= {(login, begins + timedelta(days=offset)) for offset in range(days)}
