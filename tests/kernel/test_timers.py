"""Timers fire once, at their moment or after it; disarmed ones do not; one that fails does not hold up the others."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
import sqlalchemy as sa

from paidan.features import FEATURES
from paidan.kernel.clock import ManualClock
from paidan.kernel.database.tx import Tx
from paidan.kernel.feature import Feature
from paidan.kernel.product import Product, build_product
from paidan.kernel.settings import Settings
from paidan.kernel.timers import Timer, TimerKind, arm, disarm
from paidan.kernel.timers.leasing import hold_lease
from paidan.kernel.timers.sweeping import BATCH, Sweeper, rearm_parked
from paidan.kernel.timers.tables import timers


class Bell:
    """Rings: remembers which timers it heard, and can be out of order."""

    def __init__(self) -> None:
        self.heard: list[int | None] = []
        self.broken_for: set[int | None] = set()

    def ring(self, tx: Tx, timer: Timer) -> None:
        if timer.subject_id in self.broken_for:
            raise RuntimeError("the clapper fell off")
        tx.after_commit.append(lambda: self.heard.append(timer.subject_id))
        if timer.payload.get("silences"):
            disarm(tx, subject_id=timer.payload["silences"])


@pytest.fixture
def bell() -> Bell:
    return Bell()


@pytest.fixture
async def product(settings: Settings, clock: ManualClock, bell: Bell) -> AsyncIterator[Product]:
    feature = Feature(name="bell", summary="Rings.", contributes=[TimerKind("test.bell", bell.ring)])
    built = build_product(settings, [*FEATURES, feature], clock)
    yield built
    await built.close()


@pytest.fixture
def sweeper(product: Product) -> Sweeper:
    return Sweeper(product.database, "one")


def arm_in(product: Product, seconds: float, subject_id: int, **payload: int) -> int:
    def work(tx: Tx) -> int:
        return arm(tx, "test.bell", tx.now + timedelta(seconds=seconds), subject_id=subject_id, payload=payload)

    return product.database.write_now(work)


def left(product: Product) -> list[tuple[object, ...]]:
    columns = sa.select(timers.c.subject_id, timers.c.state, timers.c.attempts).order_by(timers.c.id)
    return product.database.write_now(lambda tx: tx.all(columns))


async def test_a_timer_fires_at_its_moment_and_only_once(product: Product, clock: ManualClock, bell: Bell, sweeper):
    arm_in(product, 60, 1)
    clock.advance(seconds=59.999)
    assert await sweeper.sweep() == 0

    clock.advance(seconds=0.001)
    assert await sweeper.sweep() == 1
    assert await sweeper.sweep() == 0

    assert bell.heard == [1]
    assert left(product) == []


async def test_timers_fire_in_the_order_of_their_moments(product: Product, clock: ManualClock, bell: Bell, sweeper):
    for subject, seconds in ((1, 30), (2, 10), (3, 20)):
        arm_in(product, seconds, subject)
    clock.advance(hours=1)

    await sweeper.sweep()

    assert bell.heard == [2, 3, 1]


async def test_a_disarmed_timer_stays_silent(product: Product, clock: ManualClock, bell: Bell, sweeper):
    arm_in(product, 1, 1)
    arm_in(product, 1, 2)
    assert product.database.write_now(lambda tx: disarm(tx, kind="test.bell", subject_id=1)) == 1
    clock.advance(seconds=2)

    await sweeper.sweep()

    assert bell.heard == [2]


async def test_arming_that_was_undone_never_fires(product: Product, clock: ManualClock, bell: Bell, sweeper):
    def arm_and_fail(tx: Tx) -> None:
        arm(tx, "test.bell", tx.now, subject_id=1)
        raise ValueError

    with pytest.raises(ValueError):
        product.database.write_now(arm_and_fail)

    assert await sweeper.sweep() == 0
    assert bell.heard == []


async def test_a_timer_disarmed_by_another_of_the_same_batch_stays_silent(product, clock, bell: Bell, sweeper):
    arm_in(product, 1, 1, silences=2)
    arm_in(product, 2, 2)
    clock.advance(seconds=5)

    await sweeper.sweep()

    assert bell.heard == [1]
    assert left(product) == []


async def test_one_timer_that_fails_does_not_hold_up_the_others(product, clock, bell: Bell, sweeper):
    bell.broken_for = {2}
    for subject in (1, 2, 3):
        arm_in(product, 1, subject)
    clock.advance(seconds=5)

    await sweeper.sweep()
    assert bell.heard == [1, 3]
    assert left(product) == [(2, "armed", 1)]

    bell.broken_for = set()
    assert await sweeper.sweep() == 0
    clock.advance(seconds=6)
    await sweeper.sweep()
    assert bell.heard == [1, 3, 2]


async def test_after_eight_failures_a_timer_is_parked_until_somebody_lets_it_try_again(product, clock, bell, sweeper):
    bell.broken_for = {1}
    arm_in(product, 0, 1)
    for _ in range(12):
        await sweeper.sweep()
        clock.advance(minutes=10)
    assert left(product) == [(1, "parked", 8)]

    bell.broken_for = set()
    assert product.database.write_now(rearm_parked) == 1
    await sweeper.sweep()
    assert bell.heard == [1]


async def test_a_timer_that_nobody_hears_is_kept(product: Product, sweeper: Sweeper):
    product.database.write_now(lambda tx: arm(tx, "test.unheard_of", tx.now, subject_id=1))

    await sweeper.sweep()

    assert left(product) == [(1, "armed", 1)]


async def test_more_timers_than_a_batch_holds_all_fire(product: Product, clock: ManualClock, bell: Bell, sweeper):
    count = BATCH * 2 + 1
    due = clock.now()
    product.database.write_now(lambda tx: [arm(tx, "test.bell", due, subject_id=n) for n in range(count)])

    while await sweeper.sweep():
        pass

    assert bell.heard == list(range(count))


async def test_only_the_holder_of_the_lease_sweeps_and_another_takes_over_when_it_ends(product, clock, bell, sweeper):
    second = Sweeper(product.database, "two")
    arm_in(product, 0, 1)
    await sweeper.sweep()
    arm_in(product, 0, 2)
    assert await second.sweep() == 0

    clock.advance(seconds=10)
    assert await second.sweep() == 1
    arm_in(product, 0, 3)
    assert await sweeper.sweep() == 0
    assert bell.heard == [1, 2]


def test_a_lease_can_be_kept_and_is_then_not_free(tx: Tx):
    length = timedelta(seconds=5)
    assert hold_lease(tx, name="broom", holder="one", length=length)
    assert not hold_lease(tx, name="broom", holder="two", length=length)
    assert hold_lease(tx, name="broom", holder="one", length=length)
    assert hold_lease(tx, name="mop", holder="two", length=length)


def test_disarming_everything_of_a_kind_is_refused(tx: Tx):
    with pytest.raises(ValueError, match="which timers"):
        disarm(tx, kind="test.bell")
