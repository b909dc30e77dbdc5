"""Events reach their listeners: once when all is well, again when a listener fails, never lost."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import ClassVar

import pytest
import sqlalchemy as sa

from paidan.features import FEATURES
from paidan.kernel.clock import ManualClock
from paidan.kernel.database.tx import Tx
from paidan.kernel.events.event import Event
from paidan.kernel.events.tables import outbox
from paidan.kernel.feature import Feature
from paidan.kernel.product import Product, build_product
from paidan.kernel.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class KettleBoiled(Event):
    kind: ClassVar[str] = "test.kettle_boiled"
    degrees: int


heard: list[int] = []
failures: list[Exception] = []


def pour(tx: Tx, event: KettleBoiled) -> None:
    if failures:
        raise failures[0]
    heard.append(event.degrees)


@pytest.fixture
async def product(settings: Settings, clock: ManualClock) -> AsyncIterator[Product]:
    kettle = Feature(name="kettle", summary="Boils water.", listens={KettleBoiled: pour})
    heard.clear()
    failures.clear()
    built = build_product(settings, [*FEATURES, kettle], clock)
    yield built
    await built.close()


def boil(tx: Tx, degrees: int) -> None:
    tx.announce(KettleBoiled(record=1, degrees=degrees))


async def test_a_listener_hears_each_event_once_and_in_order(product: Product):
    for degrees in (98, 99, 100):
        await product.database.write(boil, degrees)

    await product.outbox.deliver_due()
    await product.outbox.deliver_due()

    assert heard == [98, 99, 100]


async def test_an_event_whose_change_was_undone_is_never_heard(product: Product):
    def boil_over(tx: Tx) -> None:
        boil(tx, 100)
        raise ValueError

    with pytest.raises(ValueError):
        await product.database.write(boil_over)
    await product.outbox.deliver_due()

    assert heard == []


async def test_a_listener_that_fails_is_tried_again_later(product: Product, clock: ManualClock):
    failures.append(RuntimeError("no cups"))
    await product.database.write(boil, 100)
    await product.outbox.deliver_due()
    failures.clear()

    await product.outbox.deliver_due()
    assert heard == []
    clock.advance(seconds=6)
    await product.outbox.deliver_due()
    assert heard == [100]


async def test_after_eight_failures_the_event_waits_for_a_person(product: Product, clock: ManualClock):
    failures.append(RuntimeError("no cups"))
    await product.database.write(boil, 100)
    for _ in range(10):
        await product.outbox.deliver_due()
        clock.advance(minutes=10)

    state, attempts, error = product.database.write_now(
        lambda tx: tx.first(sa.select(outbox.c.state, outbox.c.attempts, outbox.c.error))
    )
    assert (state, attempts) == ("dead", 8)
    assert "no cups" in error
