"""PostgreSQL: writes on a few threads with a connection each, reads on an asynchronous pool.

Plans are made for the values at hand (`force_custom_plan`): generic plans picked the wrong index for skewed statuses.
A transaction that lost a race with another (serialization, deadlock) is run again, because nothing of it was kept.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import Any, TypeVar

import orjson
import psycopg
import sqlalchemy as sa
from psycopg import errors as pg
from psycopg.types.json import set_json_loads
from psycopg_pool import AsyncConnectionPool, ConnectionPool, PoolTimeout

from paidan.kernel.actor import SYSTEM, Actor
from paidan.kernel.clock import Clock
from paidan.kernel.database.base import Database, P, Work, call_with
from paidan.kernel.database.ids import BLOCK, IdBlock
from paidan.kernel.database.reading import Query
from paidan.kernel.database.statements import POSTGRES, Statements, statements_for
from paidan.kernel.database.tx import Tx
from paidan.kernel.errors import Unavailable
from paidan.kernel.events.event import Cause
from paidan.kernel.registry import Registry
from paidan.kernel.settings import Settings

T = TypeVar("T")
TRIES = 4
WAIT_SECONDS = 10.0
SESSION = "-c plan_cache_mode=force_custom_plan -c timezone=UTC -c statement_timeout=60000 -c lock_timeout=10000"

set_json_loads(orjson.loads)


class PostgresDatabase(Database):
    """A PostgreSQL database shared by any number of processes."""

    def __init__(self, settings: Settings, registry: Registry, clock: Clock | None = None) -> None:
        super().__init__(registry, clock)
        self.url = settings.database_url
        self._statements = statements_for(POSTGRES)
        self._ids = IdBlock()
        self._id_lock = Lock()
        self._threads = ThreadPoolExecutor(settings.database_threads, thread_name_prefix="postgres-writer")
        self._pool = ConnectionPool(
            self.url,
            min_size=1,
            max_size=settings.database_threads + 2,
            kwargs={"autocommit": True, "options": SESSION},
            timeout=WAIT_SECONDS,
            open=False,
        )
        self._readers = settings.database_readers
        self._read_pool: AsyncConnectionPool[Any] | None = None

    @property
    def statements(self) -> Statements:
        """The compiled statements of PostgreSQL."""
        return self._statements

    def open(self) -> None:
        """Connect. Raises Unavailable when the server does not answer."""
        self._pool.open()
        try:
            self._pool.wait(WAIT_SECONDS)
        except PoolTimeout as error:
            self._pool.close()
            raise Unavailable from error

    def close(self) -> None:
        """Finish the writes under way and let the connections go."""
        self._threads.shutdown()
        self._pool.close()

    async def close_readers(self) -> None:
        """Close the asynchronous pool; on the loop that opened it."""
        if self._read_pool is not None:
            await self._read_pool.close()
            self._read_pool = None

    def engine(self) -> sa.Engine:
        """Return an engine on the same database through the same driver."""
        url = sa.make_url(self.url).set(drivername="postgresql+psycopg")
        return sa.create_engine(url, poolclass=sa.pool.NullPool)

    # -- writing -----------------------------------------------------------------------------------------------

    async def write(self, work: Work[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `work(tx, …)` as the system."""
        return await self.write_as(SYSTEM, call_with(work, args, kwargs))

    async def write_as(self, actor: Actor, work: Callable[[Tx], T], *, cause: Cause | None = None) -> T:
        """Run `work(tx)` for an actor on a writer thread; returns after the commit."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, lambda: self.write_now(work, actor, cause=cause))

    def write_now(self, work: Callable[[Tx], T], actor: Actor = SYSTEM, *, cause: Cause | None = None) -> T:
        """Run `work(tx)` and wait for the commit; again when it lost a race."""
        for attempt in range(TRIES):
            try:
                return self._write_once(work, actor, cause)
            except (pg.SerializationFailure, pg.DeadlockDetected):
                if attempt == TRIES - 1:
                    raise Unavailable from None
            except (psycopg.OperationalError, PoolTimeout) as error:
                raise Unavailable from error
        raise AssertionError("unreachable")

    def _write_once(self, work: Callable[[Tx], T], actor: Actor, cause: Cause | None) -> T:
        with self._pool.connection() as connection, connection.cursor() as cursor:
            with connection.transaction():
                tx = Tx(
                    cursor,  # type: ignore[arg-type]
                    self._statements,
                    now=self.clock.now(),
                    actor=actor,
                    registry=self.registry,
                    next_id=lambda: self._next_id(cursor),
                    cause=cause,
                )
                result = work(tx)
            self.after_commit(tx)
            return result

    def _next_id(self, cursor: Any) -> int:
        taken = self._ids.take()
        while taken is None:
            with self._id_lock:
                if not self._ids.left:
                    cursor.execute("SELECT nextval('paidan_id')")
                    self._ids.refill(cursor.fetchone()[0], BLOCK)
            taken = self._ids.take()
        return taken

    # -- reading -----------------------------------------------------------------------------------------------

    async def read(self, query: Query[T]) -> list[T]:
        """Run a query on the asynchronous pool."""
        bound = self._statements.bind(query.statement, query.params)
        pool = await self._open_readers()
        try:
            async with pool.connection() as connection:
                cursor = await connection.execute(bound.sql, bound.values)
                rows = await cursor.fetchall()
        except (pg.QueryCanceled, psycopg.OperationalError, PoolTimeout) as error:
            raise Unavailable from error
        return [query.into(*row) for row in bound.prepared.convert(rows)]

    def read_now(self, query: Query[T]) -> list[T]:
        """Run a query and wait."""
        bound = self._statements.bind(query.statement, query.params)
        with self._pool.connection() as connection:
            rows = connection.execute(bound.sql, bound.values).fetchall()
        return [query.into(*row) for row in bound.prepared.convert(rows)]

    async def _open_readers(self) -> AsyncConnectionPool[Any]:
        if self._read_pool is None:
            self._read_pool = AsyncConnectionPool(
                self.url,
                min_size=1,
                max_size=self._readers,
                kwargs={"autocommit": True, "options": SESSION},
                timeout=WAIT_SECONDS,
                open=False,
            )
            await self._read_pool.open()
        return self._read_pool
