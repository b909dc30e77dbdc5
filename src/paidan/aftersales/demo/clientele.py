"""The customers of the demo company: people and firms, where they are, and what stands there."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from paidan.aftersales.demo.catalogue import COMPANIES, GIVEN, MODELS, SURNAMES
from paidan.aftersales.demo.pen import Pen
from paidan.aftersales.demo.places import PLACES, Place
from paidan.aftersales.demo.world import Unit, World

PRIVATE_CUSTOMERS = 46
ASSETS = 124
_LEVELS = ("normal",) * 14 + ("vip",) * 4 + ("key",) * 2


@dataclass(frozen=True, slots=True)
class _Household:
    """A customer with one site."""

    customer_id: int
    site_id: int
    contact_id: int | None
    contact_name: str
    phone: str
    address: dict[str, Any]
    place: Place


def win_customers(world: World, pen: Pen) -> None:
    """Make all customers and the assets at their sites."""
    pen.at(world.opened + timedelta(hours=2), "agent")
    homes = [_private(world, pen, number) for number in range(PRIVATE_CUSTOMERS)]
    homes += [_company(world, pen, name, number) for number, name in enumerate(COMPANIES)]
    for number in range(ASSETS):
        home = homes[number] if number < len(homes) else world.rng.choice(homes)
        world.units.append(_install(world, pen, home, number))


def make_name(world: World) -> str:
    """Make up somebody's name."""
    return world.rng.choice(SURNAMES) + world.rng.choice(GIVEN)


def _private(world: World, pen: Pen, number: int) -> _Household:
    place, name, phone = world.rng.choice(PLACES), make_name(world), f"1990001{number:04}"
    address = place.address(world.rng)
    customer_id = _customer(world, pen, name, "person", place, phone=phone, address=address)
    site_id = _site(world, pen, customer_id, "家", address, place)
    return _Household(customer_id, site_id, None, name, phone, address, place)


def _company(world: World, pen: Pen, name: str, number: int) -> _Household:
    place = PLACES[-1 - number % 4] if number in (8, 9, 11, 12) else PLACES[number % 7]
    contact_name, phone = make_name(world), f"1990002{number:04}"
    address = place.address(world.rng)
    customer_id = _customer(world, pen, name, "company", place, phone=f"021{60000000 + number}", address=address)
    values = {
        "customer": customer_id,
        "name": contact_name,
        "phone": phone,
        "job_title": world.rng.choice(("行政主管", "工程部经理", "店长", "后勤老师")),
        "is_main": True,
    }
    contact_id = pen.create("contact", values)
    hours = world.rng.choice(
        ("工作日 9:00–17:00，前台登记", "每天 14:00–17:00，避开营业高峰", "提前一天预约，需登记车牌")
    )
    site_id = _site(world, pen, customer_id, f"{name}主场地", address, place, contact=contact_id, access_hours=hours)
    return _Household(customer_id, site_id, contact_id, contact_name, phone, address, place)


def _customer(world: World, pen: Pen, name: str, kind: str, place: Place, **values: Any) -> int:
    level = world.rng.choice(_LEVELS) if kind == "person" else world.rng.choice(("normal", "key", "vip"))
    source = world.rng.choice(("service", "sale", "dealer", "ecommerce"))
    given = {"name": name, "kind": kind, "level": level, "source": source, "region": world.regions[place.code]}
    return pen.create("customer", given | values)


def _site(
    world: World, pen: Pen, customer_id: int, name: str, address: dict[str, Any], place: Place, **values: Any
) -> int:
    given = {"customer": customer_id, "name": name, "address": address, "region": world.regions[place.code]}
    return pen.create("site", given | values)


def _install(world: World, pen: Pen, home: _Household, number: int) -> Unit:
    code, _, category, _, months, _ = world.rng.choice(MODELS)
    installed = world.today - timedelta(days=world.rng.randint(100, 1900))
    until = _months_later(installed, months) - timedelta(days=1)
    values = {
        "serial_number": f"{code.split('-')[0]}{installed:%y%m}{10000 + number}",
        "product_model": world.models[code],
        "customer": home.customer_id,
        "site": home.site_id,
        "installed_on": installed.isoformat(),
        "warranty_from": installed.isoformat(),
        "warranty_until": until.isoformat(),
        "qr_token": f"{world.rng.getrandbits(96):024x}",
    }
    unit_id = pen.create("asset", values)
    return Unit(
        unit_id, category, until, home.customer_id, home.site_id, home.contact_id, home.contact_name, home.phone,
        home.address, home.place,
    )  # fmt: skip


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
