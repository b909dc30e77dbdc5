"""A product whose requests name their actor in a header, and whose records are open to whoever the test says."""

from __future__ import annotations

from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from tests.platform.calling import ByHeader

from paidan.features import FEATURES
from paidan.kernel.actor import Actor
from paidan.kernel.clock import ManualClock
from paidan.kernel.feature import Feature
from paidan.kernel.product import Product, build_product
from paidan.kernel.settings import Settings
from paidan.platform.files.guarding import FileGuard
from paidan.platform.files.queries import StoredFile


class OpenRecords(FileGuard):
    """Opens a record to the actors that the test wrote down."""

    def __init__(self) -> None:
        self.readers: set[tuple[str, int | None, int | None]] = set()

    async def may_read(self, product: Product, actor: Actor, file: StoredFile) -> bool:
        return (actor.kind, actor.id, file.attached_record) in self.readers


@pytest.fixture
def guard() -> OpenRecords:
    return OpenRecords()


@pytest.fixture
async def product(settings: Settings, clock: ManualClock, guard: OpenRecords) -> AsyncIterator[Product]:
    outside = Feature(name="test", summary="Actors and records of the tests.", contributes=[ByHeader(), guard])
    built = build_product(settings, (*FEATURES, outside), clock)
    yield built
    await built.close()


def picture(size: tuple[int, int] = (640, 480), kind: str = "JPEG", colour: str = "red", **options: Any) -> bytes:
    """Return the bytes of a plain picture."""
    out = BytesIO()
    Image.new("RGB", size, colour).save(out, kind, **options)
    return out.getvalue()


@pytest.fixture(name="picture")
def picture_maker() -> Any:
    return picture


@pytest.fixture
def written(tmp_path: Path) -> Any:
    """Writes bytes to a file and returns its path."""
    return lambda data: _write(tmp_path / "content", data)


def _write(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path
