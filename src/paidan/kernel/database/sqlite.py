"""SQLite: one writer thread with group commit, reads on the loop or on one reader thread.

All waiting writes share one transaction and one fsync; each stands behind its own savepoint, so that one that fails
takes nobody with it. Results are released after COMMIT, never before. pysqlite3 is the only copy of SQLite in the
process: two copies drop each other's file locks.
"""

from __future__ import annotations

import asyncio
import fcntl
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from typing import Any, TypeVar

import pysqlite3
import sqlalchemy as sa

from paidan.kernel.actor import SYSTEM, Actor
from paidan.kernel.clock import Clock
from paidan.kernel.database.base import Database, P, Work, call_with
from paidan.kernel.database.ids import BLOCK, IdBlock
from paidan.kernel.database.reading import Query
from paidan.kernel.database.statements import SQLITE, Statements, statements_for
from paidan.kernel.database.tx import Tx
from paidan.kernel.errors import Unavailable
from paidan.kernel.events.event import Cause
from paidan.kernel.registry import Registry

T = TypeVar("T")

OLDEST_SQLITE = (3, 51, 3)
"""Older ones lose data when the write-ahead log is reset at an unlucky moment."""
BATCH = 64
BATCH_SECONDS = 0.05
READ_SECONDS = 20.0
_PROGRESS_STEPS = 20_000


class DatabaseLocked(Unavailable):
    """Another server already works on this data folder."""

    code = "database.locked"


@dataclass(slots=True)
class _Job:
    work: Callable[[Tx], Any]
    actor: Actor
    cause: Cause | None
    future: Future[Any]


@dataclass(slots=True)
class _Done:
    job: _Job
    tx: Tx | None
    result: Any
    error: BaseException | None


class SqliteDatabase(Database):
    """The embedded database: one file, one writing process."""

    def __init__(self, path: Path, registry: Registry, clock: Clock | None = None) -> None:
        super().__init__(registry, clock)
        self.path = path
        self._statements = statements_for(SQLITE)
        self._queue: SimpleQueue[_Job | None] = SimpleQueue()
        self._ids = IdBlock()
        self._took_block = False
        self._writer: Thread | None = None
        self._reader = ThreadPoolExecutor(1, thread_name_prefix="sqlite-reader")
        self._read_lock = Lock()
        self._loop_reader: Any = None
        self._thread_reader: Any = None
        self._folder_lock: Any = None

    @property
    def statements(self) -> Statements:
        """The compiled statements of SQLite."""
        return self._statements

    # -- opening -----------------------------------------------------------------------------------------------

    def open(self) -> None:
        """Lock the folder, open the file and start the writer. Raises DatabaseLocked, Unavailable."""
        if pysqlite3.sqlite_version_info < OLDEST_SQLITE:
            raise RuntimeError(f"SQLite {pysqlite3.sqlite_version} is too old; 3.51.3 or newer is needed")
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._lock_folder()
        connection = self.connect()
        self._writer = Thread(target=self._write_forever, args=(connection,), name="sqlite-writer", daemon=True)
        self._writer.start()

    def close(self) -> None:
        """Finish the writes already handed in, then close."""
        if self._writer is not None:
            self._queue.put(None)
            self._writer.join()
            self._writer = None
        self._reader.shutdown()
        for reader in (self._loop_reader, self._thread_reader):
            if reader is not None:
                reader.close()
        self._loop_reader = self._thread_reader = None
        if self._folder_lock is not None:
            self._folder_lock.close()
            self._folder_lock = None

    def _lock_folder(self) -> None:
        lock = open(self.path.with_suffix(".lock"), "w")  # noqa: SIM115
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            lock.close()
            raise DatabaseLocked(folder=str(self.path.parent)) from None
        self._folder_lock = lock

    def connect(self, *, read_only: bool = False) -> Any:
        """Return a new driver connection with our settings."""
        connection = pysqlite3.connect(str(self.path), isolation_level=None, check_same_thread=False, timeout=10)
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "cache_size=-65536",
            "temp_store=MEMORY",
        ):
            connection.execute(f"PRAGMA {pragma}")
        if read_only:
            connection.execute("PRAGMA query_only=ON")
        return connection

    def engine(self) -> sa.Engine:
        """Return an engine on the same file through the same driver copy."""
        return sa.create_engine(f"sqlite:///{self.path}", module=pysqlite3, poolclass=sa.pool.NullPool)

    # -- writing -----------------------------------------------------------------------------------------------

    async def write(self, work: Work[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `work(tx, …)` as the system."""
        return await self.write_as(SYSTEM, call_with(work, args, kwargs))

    async def write_as(self, actor: Actor, work: Callable[[Tx], T], *, cause: Cause | None = None) -> T:
        """Run `work(tx)` for an actor; returns after the commit."""
        return await asyncio.wrap_future(self._hand_in(actor, work, cause))

    def write_now(self, work: Callable[[Tx], T], actor: Actor = SYSTEM, *, cause: Cause | None = None) -> T:
        """Run `work(tx)` and wait for the commit."""
        return self._hand_in(actor, work, cause).result()

    def _hand_in(self, actor: Actor, work: Callable[[Tx], T], cause: Cause | None) -> Future[T]:
        if self._writer is None:
            raise Unavailable
        future: Future[T] = Future()
        self._queue.put(_Job(work, actor, cause, future))
        return future

    def _write_forever(self, connection: Any) -> None:
        cursor = connection.cursor()
        while (job := self._queue.get()) is not None:
            stop = self._write_batch(cursor, job)
            if stop:
                break
        connection.close()

    def _write_batch(self, cursor: Any, job: _Job | None) -> bool:
        """Run jobs until the queue is empty, the batch full or the time up; commit; tell. True: asked to stop."""
        done: list[_Done] = []
        try:
            cursor.execute("BEGIN IMMEDIATE")
            self._reserve_ids(cursor)
            until = time.monotonic() + BATCH_SECONDS
            while job is not None:
                done.append(self._run(cursor, job))
                if len(done) >= BATCH or time.monotonic() > until:
                    break
                try:
                    job = self._queue.get_nowait()
                except Empty:
                    break
            cursor.execute("COMMIT")
        except BaseException as error:
            self._fail_batch(cursor, done, job, error)
        else:
            self._release(done)
        return job is None

    def _run(self, cursor: Any, job: _Job) -> _Done:
        cursor.execute("SAVEPOINT job")
        self._took_block = False
        tx = Tx(
            cursor,
            self._statements,
            now=self.clock.now(),
            actor=job.actor,
            registry=self.registry,
            next_id=lambda: self._next_id(cursor),
            cause=job.cause,
        )
        try:
            result = job.work(tx)
        except BaseException as error:
            if not cursor.connection.in_transaction:
                raise
            cursor.execute("ROLLBACK TO job")
            cursor.execute("RELEASE job")
            if self._took_block:
                self._ids.drop()  # its reservation was rolled back, so others would be given the same ids
            return _Done(job, None, None, error)
        cursor.execute("RELEASE job")
        return _Done(job, tx, result, None)

    def _release(self, done: list[_Done]) -> None:
        for one in done:
            if one.tx is not None:
                self.after_commit(one.tx)
            _settle(one.job.future, one.result, one.error)

    def _fail_batch(self, cursor: Any, done: list[_Done], job: _Job | None, error: BaseException) -> None:
        """The disk is full or the file cannot be written: nobody's work was done, and everybody hears it."""
        if cursor.connection.in_transaction:
            cursor.execute("ROLLBACK")
        self._ids.drop()
        refusal = Unavailable() if isinstance(error, pysqlite3.OperationalError) else error
        refusal.__cause__ = error if refusal is not error else None
        jobs = [one.job for one in done]
        if job is not None and job not in jobs:
            jobs.append(job)
        for one in jobs:
            _settle(one.future, None, refusal)

    def _reserve_ids(self, cursor: Any) -> None:
        """Before any savepoint, so that no single failure turns the reservation back."""
        if self._ids.left < BLOCK // 2:
            self._take_block(cursor)

    def _next_id(self, cursor: Any) -> int:
        taken = self._ids.take()
        while taken is None:
            self._take_block(cursor)
            taken = self._ids.take()
        return taken

    def _take_block(self, cursor: Any) -> None:
        try:
            rows = cursor.execute(
                "UPDATE id_block SET next = next + ? WHERE name = 'id' RETURNING next - ?", (BLOCK, BLOCK)
            ).fetchall()
        except pysqlite3.OperationalError:
            rows = []  # the table comes with the first migration
        if rows:
            self._ids.refill(rows[0][0])
            self._took_block = True

    # -- reading -----------------------------------------------------------------------------------------------

    async def read(self, query: Query[T]) -> list[T]:
        """Run a query: on the loop if an index answers it, else on the reader thread."""
        if query.slow:
            return await asyncio.get_running_loop().run_in_executor(self._reader, self._read_apart, query)
        if self._loop_reader is None:
            self._loop_reader = self.connect(read_only=True)
        return self._fetch(self._loop_reader, query)

    def read_now(self, query: Query[T]) -> list[T]:
        """Run a query on the reader thread and wait."""
        return self._reader.submit(self._read_apart, query).result()

    def _read_apart(self, query: Query[T]) -> list[T]:
        if self._thread_reader is None:
            self._thread_reader = self.connect(read_only=True)
        return self._fetch(self._thread_reader, query)

    def _fetch(self, connection: Any, query: Query[T]) -> list[T]:
        bound = self._statements.bind(query.statement, query.params)
        deadline = time.monotonic() + READ_SECONDS
        connection.set_progress_handler(lambda: time.monotonic() > deadline, _PROGRESS_STEPS)
        try:
            rows = connection.execute(bound.sql, bound.values).fetchall()
        except pysqlite3.OperationalError as error:
            if "interrupted" in str(error):
                raise Unavailable from error
            raise
        return [query.into(*row) for row in bound.prepared.convert(rows)]


def _settle(future: Future[Any], result: Any, error: BaseException | None) -> None:
    if not future.set_running_or_notify_cancel():
        return
    if error is not None:
        future.set_exception(error)
    else:
        future.set_result(result)
