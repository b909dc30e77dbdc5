"""A product whose requests name their actor in a header."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from tests.platform.calling import ByHeader

from paidan.features import FEATURES
from paidan.kernel.clock import ManualClock
from paidan.kernel.feature import Feature
from paidan.kernel.product import Product, build_product
from paidan.kernel.settings import Settings


@pytest.fixture
async def product(settings: Settings, clock: ManualClock) -> AsyncIterator[Product]:
    outside = Feature(name="test", summary="Actors of the tests.", contributes=[ByHeader()])
    built = build_product(settings, (*FEATURES, outside), clock)
    yield built
    await built.close()
