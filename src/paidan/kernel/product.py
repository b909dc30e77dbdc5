"""The product: settings, features and database put together, with what runs beside the requests."""

from __future__ import annotations

import asyncio
import contextlib
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import structlog

from paidan.kernel.clock import Clock
from paidan.kernel.database.base import Database, open_database
from paidan.kernel.database.schema import migrate
from paidan.kernel.database.tx import Tx
from paidan.kernel.events.delivering import OutboxWorker
from paidan.kernel.feature import Feature
from paidan.kernel.registry import Registry
from paidan.kernel.settings import Settings

log = structlog.get_logger("paidan")
T = TypeVar("T")


class Background(ABC):
    """Something a feature runs beside the requests for as long as the process lives. Contributed to the registry."""

    name: str = "background"

    @abstractmethod
    async def run(self, product: Product) -> None:
        """Run until cancelled."""


@dataclass(slots=True)
class Product:
    """One running Paidan: shared by the server, the worker and the command line.

    `services` holds what layers above keep for the life of the process, found by type.
    """

    settings: Settings
    registry: Registry
    database: Database
    outbox: OutboxWorker
    services: dict[type[Any], Any] = field(default_factory=dict)
    on_stopping: list[Callable[[], None]] = field(default_factory=list)
    """Called on the event loop when the server is told to stop, before it waits for the requests under way."""
    _tasks: list[asyncio.Task[None]] = field(default_factory=list)

    def service(self, kind: type[T]) -> T:
        """Return the service of a type. Raises KeyError when nobody provided it."""
        found: T = self.services[kind]
        return found

    def provide(self, service: object, kind: type[Any] | None = None) -> None:
        """Keep a service for the life of the process."""
        self.services[kind or type(service)] = service

    def migrate(self) -> None:
        """Bring the tables up to date and install what the features ship; nothing happens the second time."""
        migrate(self.database.engine())
        self.install()

    def install(self) -> None:
        """Put what the features ship into a migrated database; does nothing where it is there already."""
        for feature in self.registry.features:
            for install in feature.installs:
                self.database.write_now(install)

    async def start_background(self) -> None:
        """Start the outbox and everything that features run beside the requests. On the event loop."""
        loop = asyncio.get_running_loop()
        self.database.on_commit.append(lambda tx: self._wake(loop, tx))
        self._tasks.append(asyncio.create_task(self.outbox.run(), name="outbox"))
        for background in self.registry.all(Background):  # type: ignore[type-abstract]
            self._tasks.append(asyncio.create_task(self._keep_running(background), name=background.name))

    def stopping(self) -> None:
        """Tell those who answer without end, such as event streams, to come to an end."""
        for call in self.on_stopping:
            call()

    async def stop_background(self) -> None:
        """Stop what `start_background` started."""
        waiting = set(self._tasks)
        while waiting:
            for task in waiting:
                task.cancel()  # again and again: waiting with a time limit may swallow a cancellation
            _, waiting = await asyncio.wait(waiting, timeout=1)
        for task in self._tasks:
            with contextlib.suppress(asyncio.CancelledError):
                await task
        self._tasks.clear()

    async def close(self) -> None:
        """Stop everything and let the database go. On the event loop that used it."""
        await self.stop_background()
        await self.database.close_readers()
        self.database.close()

    async def _keep_running(self, background: Background) -> None:
        while True:
            try:
                await background.run(self)
            except Exception:
                log.exception("background.failed", background=background.name)
                await asyncio.sleep(1)
            else:
                return

    def _wake(self, loop: asyncio.AbstractEventLoop, tx: Tx) -> None:
        if tx.announced and not loop.is_closed():
            loop.call_soon_threadsafe(self.outbox.wake)


def build_product(
    settings: Settings, features: Iterable[Feature] | Sequence[Feature], clock: Clock | None = None
) -> Product:
    """Put a product together and open its database. Raises Unavailable."""
    registry = Registry(features)
    registry.memory["company_zone"] = ZoneInfo(settings.time_zone)
    database = open_database(settings, registry, clock)
    return Product(settings, registry, database, OutboxWorker(database))
