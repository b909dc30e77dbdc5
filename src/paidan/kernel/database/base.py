"""The port: what every database behind Paidan can do.

`write` runs a function as one transaction; `read` runs a query. Both return when the result is durable or known.
Functions meant for threads, such as the command line and tests, end in `_now`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, TypeVar

import sqlalchemy as sa

from paidan.kernel.actor import SYSTEM, Actor
from paidan.kernel.clock import Clock, SystemClock
from paidan.kernel.database.reading import Query
from paidan.kernel.database.statements import Statements
from paidan.kernel.database.tx import Tx
from paidan.kernel.events.event import Cause
from paidan.kernel.registry import Registry
from paidan.kernel.settings import Settings

T = TypeVar("T")
P = ParamSpec("P")
Work = Callable[Concatenate[Tx, P], T]


class Database(ABC):
    """One database, SQLite or PostgreSQL."""

    def __init__(self, registry: Registry, clock: Clock | None = None) -> None:
        self.registry = registry
        self.clock = clock or SystemClock()
        self.on_commit: list[Callable[[Tx], None]] = []
        """Called after each commit, on the committing thread, with the finished transaction."""

    @property
    @abstractmethod
    def statements(self) -> Statements:
        """The compiled statements of this database's dialect."""

    @abstractmethod
    def open(self) -> None:
        """Take what the database needs: threads, connections, the lock on the folder. Raises Unavailable."""

    @abstractmethod
    def close(self) -> None:
        """Finish the work under way and let go of everything."""

    async def close_readers(self) -> None:  # noqa: B027
        """Let go of what reading on the event loop opened; on that loop, before `close`."""

    @abstractmethod
    async def write(self, work: Work[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `work(tx, …)` as the system, as one transaction."""

    @abstractmethod
    async def write_as(self, actor: Actor, work: Callable[[Tx], T], *, cause: Cause | None = None) -> T:
        """Run `work(tx)` for an actor as one transaction; returns after the commit. What it raises undoes it all."""

    @abstractmethod
    def write_now(self, work: Callable[[Tx], T], actor: Actor = SYSTEM, *, cause: Cause | None = None) -> T:
        """The same, from a thread that may wait."""

    @abstractmethod
    async def read(self, query: Query[T]) -> list[T]:
        """Run a query and return every answer."""

    @abstractmethod
    def read_now(self, query: Query[T]) -> list[T]:
        """The same, from a thread that may wait."""

    async def find(self, query: Query[T]) -> T | None:
        """Return the first answer, or None."""
        found = await self.read(query)
        return found[0] if found else None

    @abstractmethod
    def engine(self) -> sa.Engine:
        """Return a SQLAlchemy engine on the same database and the same driver, for migrations and the job library."""

    def after_commit(self, tx: Tx) -> None:
        """Tell everyone who waits for commits."""
        for call in tx.after_commit:
            call()
        for listener in self.on_commit:
            listener(tx)


def open_database(settings: Settings, registry: Registry, clock: Clock | None = None) -> Database:
    """Build the database that the settings name, and open it. Raises Unavailable."""
    database: Database
    if settings.uses_postgres:
        from paidan.kernel.database.postgres import PostgresDatabase

        database = PostgresDatabase(settings, registry, clock)
    else:
        from paidan.kernel.database.sqlite import SqliteDatabase

        database = SqliteDatabase(settings.sqlite_path, registry, clock)
    database.open()
    return database


def call_with(work: Callable[..., T], args: Any, kwargs: Any) -> Callable[[Tx], T]:
    """Bind everything but the transaction."""
    return lambda tx: work(tx, *args, **kwargs)
