"""What happens in the demo company, before any of it is written down."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from paidan.aftersales.demo.catalogue import FAULTS, MODELS, SKILLS
from paidan.aftersales.demo.places import PLACES
from paidan.aftersales.demo.plots import LIVE, Plots, Step
from paidan.aftersales.demo.scenes import Order, Slot
from paidan.aftersales.demo.staff import CRAFTS, TEAMS, WORKERS
from paidan.aftersales.demo.world import Unit, World
from paidan.aftersales.workorders.choices import STATUSES
from paidan.aftersales.workorders.faults import CATEGORIES, CAUSES

MONDAY_NINE = datetime(2026, 11, 16, 1, 0, tzinfo=UTC)
SUNDAY_NIGHT = datetime(2026, 11, 15, 19, 30, tzinfo=UTC)
at_any_hour = pytest.mark.parametrize("now", [MONDAY_NINE, SUNDAY_NIGHT, MONDAY_NINE + timedelta(hours=8)])


def world_at(now: datetime) -> World:
    world = World(now, ZoneInfo("Asia/Shanghai"))
    places = [(place, model) for place in PLACES for model in MODELS]
    world.units = [
        Unit(number, model[2], date(2026, 10, 1), 1, 1, None, "王芳", "19900010000", {}, place)
        for number, (place, model) in enumerate(places)
    ]
    return world


def told(step: Step) -> tuple[datetime, str, int]:
    given = step.happen.keywords  # type: ignore[attr-defined]
    return step.at, step.happen.func.__name__, given["order"].unit.id  # type: ignore[attr-defined]


def slots_of(steps: list[Step]) -> list[Slot]:
    given = [step.happen.keywords for step in steps]  # type: ignore[attr-defined]
    return [one["slot"] for one in given if "slot" in one]


@at_any_hour
def test_nothing_has_happened_in_the_future_and_everything_in_its_order(now: datetime) -> None:
    moments = [step.at for step in Plots(world_at(now)).all_steps()]

    assert moments == sorted(moments)
    assert moments[-1] <= now


def test_the_same_moment_gives_the_same_company() -> None:
    first, second = (Plots(world_at(MONDAY_NINE)).all_steps() for _ in range(2))

    assert [told(step) for step in first] == [told(step) for step in second]


@at_any_hour
def test_no_engineer_is_promised_to_two_customers_at_once(now: datetime) -> None:
    slots = sorted(slots_of(Plots(world_at(now)).all_steps()), key=lambda slot: (slot.craft.login, slot.begins))

    assert all(a.ends <= b.begins for a, b in pairwise(slots) if a.craft is b.craft)


def test_nobody_is_sent_on_a_day_off() -> None:
    world = world_at(MONDAY_NINE)
    planned = [slot for slot in slots_of(Plots(world).all_steps()) if slot.begins < MONDAY_NINE - timedelta(days=1)]

    assert planned
    assert all(world.works_on(slot.craft, slot.begins.astimezone(world.zone).date()) for slot in planned)


@at_any_hour
def test_only_the_new_orders_of_today_are_announced(now: datetime) -> None:
    loud = [step for step in Plots(world_at(now)).all_steps() if not step.quiet]

    assert len(loud) == LIVE["new"]
    assert {told(step)[1] for step in loud} == {"report"}


@pytest.mark.parametrize("city", ["SH", "HZ"])
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.key)
def test_somebody_in_each_city_can_mend_every_fault(fault: object, city: str) -> None:
    place = next(one for one in PLACES if one.code.startswith(city))

    assert world_at(MONDAY_NINE).crafts_for(fault, place)  # type: ignore[arg-type]


def test_the_stories_speak_of_what_is_there() -> None:
    teams, skills = {key for key, _, _ in TEAMS}, {code for code, *_ in SKILLS}

    assert {fault.key for fault in FAULTS} <= {option.key for option in CATEGORIES}
    assert {fault.cause for fault in FAULTS} <= {option.key for option in CAUSES}
    assert {fault.product for fault in FAULTS} == {model[2] for model in MODELS}
    assert {fault.skill for fault in FAULTS} | {skill for model in MODELS for skill in model[5]} <= skills
    assert {place.team for place in PLACES} | {worker.team for worker in WORKERS} <= teams
    assert {craft.login for craft in CRAFTS} == {worker.login for worker in WORKERS if worker.role == "engineer"}
    assert LIVE.keys() <= {status.key for status in STATUSES}


def test_one_certificate_has_lapsed_so_that_somebody_is_passed_over() -> None:
    lapsed = [
        (craft.login, code) for craft in CRAFTS for code, _, days in craft.skills if days is not None and days < 0
    ]

    assert lapsed == [("engineer6", "GAS")]


def test_an_order_counts_the_window_that_was_promised_last() -> None:
    unit = world_at(MONDAY_NINE).units[0]
    order = Order(unit, FAULTS[0], "phone", "agent")
    for day in (1, 2):
        begins = MONDAY_NINE + timedelta(days=day)
        order.slots.append(Slot(begins, begins + timedelta(hours=2), CRAFTS[0]))

    assert order.slot.begins == MONDAY_NINE + timedelta(days=2)


def test_an_order_waits_only_for_a_part_that_it_needs() -> None:
    steps = Plots(world_at(MONDAY_NINE)).all_steps()
    waiting = [step.happen.keywords["order"] for step in steps if told(step)[1] == "miss_part"]  # type: ignore[attr-defined]

    assert waiting
    assert all(order.fault.part for order in waiting)
