"""Plots: in which order, and when, things happen to each order; what lies in the future has not happened.

Plots end where now is, so that the orders of the last days stand wherever they have got to. On top of that some of
today's orders are led to a chosen status, so that a visitor finds every status whatever the hour.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

from paidan.aftersales.demo.catalogue import FAULTS
from paidan.aftersales.demo.pen import Pen
from paidan.aftersales.demo.scenes import Order, Scenes, Slot
from paidan.aftersales.demo.staff import AGENTS, Craft
from paidan.aftersales.demo.world import World

HISTORY_DAYS = 60
HISTORY_ORDERS = 120
SLOT_STARTS = (9, 11, 13, 15)
SLOT = timedelta(hours=2)
LIVE: dict[str, int] = {
    "on_site": 3, "done": 3, "waiting_parts": 3, "waiting_customer": 2, "accepted": 5, "assigned": 6, "dispatching": 4, "new": 5,
}  # fmt: skip
"""Status → how many of today's orders are led to it. Those that somebody works on now are placed first."""
_BEGUN = {"on_site": "", "done": "fix", "waiting_parts": "miss_part", "waiting_customer": "find_nobody"}
"""Statuses of orders whose visit has begun, and the scene that ends the visit."""
_CHANNELS = ("phone",) * 5 + ("portal",) * 3 + ("qr",) * 3 + ("agent",) * 2 + ("mail", "api")
_PRIORITIES = ("normal",) * 8 + ("high",) * 2 + ("urgent", "low")


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happens at a moment."""

    at: datetime
    happen: Callable[[Pen], None]
    quiet: bool = True
    """Nobody is told of what is history; today's new orders are announced, so that all that reacts to them does."""


class Plots:
    """Writes the plots of all orders, so that no engineer is in two places at once."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._rng = world.rng
        self._scenes = Scenes(world)
        self._taken: defaultdict[str, list[datetime]] = defaultdict(list)

    def all_steps(self) -> list[Step]:
        """Everything that has happened by now, in its order."""
        steps = [step for days in self._history_days() for step in self._story(days)]
        for status, count in LIVE.items():
            for number in range(count):
                steps += self._live(status, number)
        return sorted((step for step in steps if step.at <= self._world.now), key=lambda step: step.at)

    def _history_days(self) -> Iterator[int]:
        """For each order of the past: how many days ago it was reported, the same number on every day."""
        for number in range(HISTORY_ORDERS):
            yield HISTORY_DAYS - number * (HISTORY_DAYS - 1) // HISTORY_ORDERS

    def _order(self, *, with_part: bool = False) -> Order:
        """An order about any asset; `with_part`: about a fault for which a part may be missing."""
        faults = [one for one in FAULTS if one.part or not with_part]
        unit = self._rng.choice([one for one in self._world.units if any(f.product == one.category for f in faults)])
        fault = self._rng.choice([one for one in faults if one.product == unit.category])
        kind = "maintain" if fault.cause == "upkeep" and "filter" in fault.key else "repair"
        order = Order(unit, fault, self._rng.choice(_CHANNELS), self._rng.choice(AGENTS), kind)
        order.priority = self._rng.choice(_PRIORITIES)
        return order

    def _story(self, days_ago: int) -> Iterator[Step]:
        """An order from its report to its end."""
        order, day = self._order(), self._world.today - timedelta(days=days_ago)
        reported = self._world.at(day, self._rng.uniform(8.0, 19.5))
        answered = reported + self._minutes(4, 45)
        yield self._step(reported, self._scenes.report, order)
        yield self._step(answered, self._scenes.answer, order)
        if self._rng.random() < 0.06:
            yield self._step(answered + self._minutes(20, 300), self._scenes.cancel, order)
            return
        if self._rng.random() < 0.1:
            yield self._step(answered + self._minutes(30, 120), self._scenes.urge, order)
        fixed = yield from self._until_fixed(order, answered)
        if self._rng.random() < 0.06:
            again = fixed + self._minutes(900, 1500)
            yield self._step(again, self._scenes.reopen, order)
            fixed = yield from self._visit(order, again + self._minutes(30, 60), "fix")
        yield self._ending(order, fixed)

    def _until_fixed(self, order: Order, since: datetime) -> Generator[Step, None, datetime]:
        """One visit, or two where a part or the customer was missing; returns when it was fixed."""
        chance = self._rng.random()
        if order.fault.part and chance < 0.28:
            missed = yield from self._visit(order, since, "miss_part")
            return (yield from self._visit(order, missed + self._minutes(1200, 2800), "fix"))
        if chance > 0.95:
            missed = yield from self._visit(order, since, "find_nobody")
            heard = missed + self._minutes(60, 600)
            yield self._step(heard, self._scenes.hear_again, order)
            since = heard + self._minutes(10, 20)
        return (yield from self._visit(order, since, "fix"))

    def _visit(self, order: Order, since: datetime, end: str) -> Generator[Step, None, datetime]:
        """Dispatch, acceptance, journey and work; returns when the work ended."""
        assigned = self._next_open(since + self._minutes(5, 50))
        slot = self._find_slot(order, assigned + timedelta(minutes=40))
        arrived = slot.begins + self._minutes(0, 40)
        ended = arrived + timedelta(minutes=order.fault.minutes * self._rng.uniform(0.7, 1.1))
        yield Step(assigned, partial(self._scenes.assign, at=assigned, order=order, slot=slot))
        yield self._step(assigned + self._minutes(2, 25), self._scenes.accept, order)
        yield self._step(slot.begins - self._minutes(5, 12), self._scenes.set_off, order)
        yield self._step(arrived, self._scenes.arrive, order)
        yield self._step(ended, getattr(self._scenes, end), order)
        return ended

    def _ending(self, order: Order, fixed: datetime) -> Step:
        if self._rng.random() < 0.72:
            return self._step(fixed + self._minutes(20, 1500), self._scenes.confirm, order)
        return self._step(fixed + timedelta(days=3), self._scenes.close_unconfirmed, order)

    def _live(self, status: str, number: int) -> Iterator[Step]:
        """An order of today that has got as far as a status."""
        order, now = self._order(with_part=status == "waiting_parts"), self._world.now.replace(second=0, microsecond=0)
        begun = self._slot_begun(order, now - self._minutes(30, 90)) if status in _BEGUN else None
        hours = {"new": 0.2, "dispatching": 0.8, "assigned": 1.5, "accepted": 3}.get(status, 0) + number * 0.4
        reported = begun.begins - self._minutes(100, 200) if begun else now - timedelta(hours=hours)
        yield Step(reported, partial(self._scenes.report, at=reported, order=order), quiet=status != "new")
        if status == "new":
            return
        yield self._step(reported + timedelta(minutes=6), self._scenes.answer, order)
        if status == "dispatching":
            return
        slot = begun or self._find_slot(order, now + timedelta(minutes=30))
        at = reported + timedelta(minutes=20)
        yield Step(at, partial(self._scenes.assign, at=at, order=order, slot=slot))
        if status != "assigned":
            yield self._step(at + timedelta(minutes=9), self._scenes.accept, order)
        if begun:
            yield from self._visit_begun(order, begun, _BEGUN[status])

    def _visit_begun(self, order: Order, slot: Slot, end: str) -> Iterator[Step]:
        arrived = slot.begins + timedelta(minutes=4)
        yield self._step(slot.begins - timedelta(minutes=15), self._scenes.set_off, order)
        yield self._step(arrived, self._scenes.arrive, order)
        if end:
            yield self._step(arrived + timedelta(minutes=25), getattr(self._scenes, end), order)

    def _slot_begun(self, order: Order, begins: datetime) -> Slot:
        """The latest window that has begun, whatever the hour, and in which somebody able was free."""
        able = self._world.crafts_for(order.fault, order.unit.place)
        begins -= timedelta(minutes=begins.minute % 30)
        while not (free := [one for one in able if self._is_free(one, begins)]):
            begins -= timedelta(minutes=30)
        return self._take(free[0], begins)

    def _find_slot(self, order: Order, after: datetime) -> Slot:
        """The first window that begins after a moment and in which somebody able is free; who that is, by chance."""
        able = self._world.crafts_for(order.fault, order.unit.place)
        day = after.astimezone(self._world.zone).date()
        while True:
            for begins in (self._world.at(day, hour) for hour in SLOT_STARTS):
                free = [one for one in able if self._is_free(one, begins) and self._world.works_on(one, day)]
                if begins >= after and free:
                    return self._take(self._rng.choice(free), begins)
            day += timedelta(days=1)

    def _is_free(self, craft: Craft, begins: datetime) -> bool:
        return all(abs(taken - begins) >= SLOT for taken in self._taken[craft.login])

    def _take(self, craft: Craft, begins: datetime) -> Slot:
        self._taken[craft.login].append(begins)
        return Slot(begins, begins + SLOT, craft)

    def _next_open(self, moment: datetime) -> datetime:
        """The moment itself between 8:00 and 20:00, else 8:20 of the next morning."""
        local = moment.astimezone(self._world.zone)
        if 8 <= local.hour < 20:
            return moment
        day: date = local.date() + timedelta(days=local.hour >= 20)
        return self._world.at(day, 8 + self._rng.randint(5, 50) / 60)

    def _minutes(self, least: int, most: int) -> timedelta:
        return timedelta(minutes=self._rng.randint(least, most))

    def _step(self, at: datetime, scene: Callable[..., None], order: Order) -> Step:
        return Step(at, partial(scene, at=at, order=order))
