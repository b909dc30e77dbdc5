"""Running: hands waiting jobs to the engine, does them when the engine calls, and takes up what dead processes left.

The engine, and the library behind it, are started when the first job is due, so that an idle server carries neither
its memory nor its threads.
"""

from __future__ import annotations

import asyncio
import inspect
import os
import socket
import time
import traceback
from concurrent import futures
from typing import Any
from uuid import uuid4

import structlog

from paidan.kernel.actor import Actor
from paidan.kernel.database.tx import Tx
from paidan.kernel.errors import Unavailable
from paidan.kernel.jobs import keeping
from paidan.kernel.jobs.asking import ENQUEUED
from paidan.kernel.jobs.engine import InlineEngine, JobEngine
from paidan.kernel.jobs.job import Job, JobContext, JobStopped
from paidan.kernel.jobs.keeping import Begun
from paidan.kernel.jobs.queries import next_run_at
from paidan.kernel.jobs.scheduling import install_schedules
from paidan.kernel.product import Background, Product

log = structlog.get_logger("paidan.jobs")

AT_ONCE = 4
"""Jobs that one process does at the same time."""
TICK_SECONDS = 1.0
BEAT_SECONDS = 5.0
CLEAN_SECONDS = 3600.0
ENGINE_KEEPS_SECONDS = 24 * 3600.0
STOP_WITHIN_SECONDS = 8.0


class JobRunner:
    """Does jobs in one process."""

    def __init__(self, product: Product, engine: JobEngine | None = None) -> None:
        self.product = product
        self.executor = uuid4().hex
        self._given = engine
        self._engine: JobEngine | None = None
        self._loop = asyncio.get_running_loop()
        self._wake = asyncio.Event()
        self._running: dict[tuple[int, int], JobContext] = {}
        self._tasks: dict[tuple[int, int], asyncio.Task[Any]] = {}
        self._stopping = False
        self._only = None if product.settings.uses_postgres else self.executor
        """The embedded database has one process, so every other one is dead."""
        self._beat_at = 0.0
        self._clean_at = time.monotonic() + CLEAN_SECONDS

    def on_commit(self, tx: Tx) -> None:
        """Somebody asked for work; on the committing thread."""
        if tx.memo.get(ENQUEUED) and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._wake.set)

    async def run(self) -> None:
        """Do jobs for ever."""
        if self._only is not None:
            await self.product.database.write(keeping.hand_all_again)
        while True:
            self._wake.clear()
            try:
                await self.tick()
            except Unavailable:
                log.warning("jobs.database_unavailable")
            await self._pause()

    async def tick(self) -> None:
        """Take up what was abandoned, hand over what is due, write progress down."""
        now = time.monotonic()
        if now >= self._beat_at:
            self._beat_at = now + BEAT_SECONDS
            if self._engine is not None:
                await self.product.database.write(keeping.beat, self.executor, socket.gethostname(), os.getpid())
            await self.take_up_abandoned()
        await self.hand_over_due()
        await self.flush_progress()
        if now >= self._clean_at:
            self._clean_at = now + CLEAN_SECONDS
            await self.product.database.write(keeping.forget_old)
            if self._engine is not None:
                await asyncio.to_thread(self._engine.clean, ENGINE_KEEPS_SECONDS)

    async def take_up_abandoned(self) -> int:
        """Put the runs of dead processes back; returns how many there were."""
        database = self.product.database
        abandoned = [
            one
            for one in await database.read(keeping.list_abandoned(database.clock.now(), self._only))
            if one[2] != self.executor or (one[0], one[1]) not in self._running
        ]
        for run_id, round, executor in abandoned:
            log.warning("jobs.taken_up", job=run_id, executor=executor)
            await database.write(keeping.take_back, run_id, round)
        if abandoned and self._engine is not None:
            await asyncio.to_thread(self._engine.forget, [(run_id, round) for run_id, round, _ in abandoned])
        return len(abandoned)

    async def hand_over_due(self) -> int:
        """Give the engine what is due; returns how many runs that were."""
        database = self.product.database
        runs = await database.read(keeping.list_to_hand_over(database.clock.now()))
        if runs:
            engine = await self._require_engine()
            await asyncio.to_thread(engine.hand_over, runs)
            await database.write(keeping.mark_handed, runs)
        return len(runs)

    async def flush_progress(self) -> None:
        """Write down what running jobs said, and ask those to stop that shall."""
        for (run_id, round), context in list(self._running.items()):
            shall_stop = await self.product.database.write(keeping.tell_progress, run_id, round, context.take_news())
            if shall_stop and (run_id, round) in self._running:
                self._ask_to_stop((run_id, round), context)

    async def stop(self) -> None:
        """Ask running jobs to stop, give them a moment, and leave; what did not stop is done again elsewhere."""
        self._stopping = True
        for run, context in list(self._running.items()):
            self._ask_to_stop(run, context)
        deadline = time.monotonic() + STOP_WITHIN_SECONDS
        while self._running and time.monotonic() < deadline:
            await asyncio.sleep(0.02)
        if self._engine is not None:
            await asyncio.to_thread(self._engine.stop)
            self._engine = None
            await self.product.database.write(keeping.leave, self.executor)

    # -- on the engine's threads -------------------------------------------------------------------------------

    def work(self, run_id: int, round: int) -> None:
        """Do one run from beginning to end, and write down what became of it."""
        if self._stopping:
            return
        begun = self.product.database.write_now(lambda tx: keeping.begin(tx, run_id, round, self.executor))
        if begun is None:
            return
        context = JobContext(
            self.product, id=begun.id, name=begun.name, attempt=begun.attempt, round=round,
            started_by=begun.started_by, language=begun.language,
        )  # fmt: skip
        self._running[run_id, round] = context
        try:
            with structlog.contextvars.bound_contextvars(job=run_id, job_name=begun.name):
                self._do(begun, context)
        finally:
            self._running.pop((run_id, round), None)
            self._tasks.pop((run_id, round), None)

    def _do(self, begun: Begun, context: JobContext) -> None:
        write = self.product.database.write_now
        actor = Actor(kind="service", name=f"job.{begun.name}", language=begun.language, source="system")
        try:
            result = self._call(begun, context)
        except (JobStopped, futures.CancelledError):
            write(lambda tx: keeping.stop(tx, begun), actor)
            return
        except Exception as error:
            log.warning("jobs.failed", attempt=begun.attempt, error=repr(error), exc_info=error)
            told = "".join(traceback.format_exception_only(error)).strip()
            write(lambda tx: keeping.fail(tx, begun, told), actor)
            return
        news = context.take_news()
        write(lambda tx: keeping.tell_progress(tx, begun.id, begun.round, news), actor)
        write(lambda tx: keeping.finish(tx, begun, result), actor)

    def _call(self, begun: Begun, context: JobContext) -> Any:
        job = next((job for job in self.product.registry.all(Job) if job.name == begun.name), None)
        if job is None:
            raise LookupError(f"no feature does {begun.name}")
        if not inspect.iscoroutinefunction(job.handler):
            return job.handler(context, **begun.payload)
        return asyncio.run_coroutine_threadsafe(self._call_async(job, begun, context), self._loop).result()

    async def _call_async(self, job: Job, begun: Begun, context: JobContext) -> Any:
        task = asyncio.current_task()
        assert task is not None
        self._tasks[begun.id, begun.round] = task
        if context.stop_asked:
            raise JobStopped
        return await job.handler(context, **begun.payload)

    # -- on the loop -------------------------------------------------------------------------------------------

    def _ask_to_stop(self, run: tuple[int, int], context: JobContext) -> None:
        context.stop_asked = True
        task = self._tasks.get(run)
        if task is not None:
            task.cancel()

    async def _require_engine(self) -> JobEngine:
        if self._engine is not None:
            return self._engine
        engine = await asyncio.to_thread(self._import_engine) if self._given is None else self._given
        await self.product.database.write(keeping.beat, self.executor, socket.gethostname(), os.getpid())
        await asyncio.to_thread(engine.start, self.executor, self.work)
        self._engine = engine
        return engine

    def _import_engine(self) -> JobEngine:
        from paidan.kernel.jobs.dbos_engine import DbosEngine

        return DbosEngine(self.product.settings, self.product.database, AT_ONCE)

    async def _pause(self) -> None:
        database = self.product.database
        run_at = await database.find(next_run_at())
        left = TICK_SECONDS if run_at is None else (run_at - database.clock.now()).total_seconds()
        try:
            await asyncio.wait_for(self._wake.wait(), min(max(left, 0.05), TICK_SECONDS))
        except TimeoutError:
            return


async def run_due(product: Product) -> int:
    """Do every job that is due now, one after the other, and return how many runs there were; for tests and tools."""
    runner = JobRunner(product, InlineEngine())
    count = 0
    while handed := await runner.hand_over_due():
        count += handed
    await runner.stop()
    return count


class JobRunning(Background):
    """Does jobs beside the requests."""

    name = "jobs"

    async def run(self, product: Product) -> None:
        """Do jobs until cancelled. A product that was given a `JobEngine` as service uses that one."""
        runner = JobRunner(product, product.services.get(JobEngine))
        await product.database.write(install_schedules, product.settings.time_zone)
        product.database.on_commit.append(runner.on_commit)
        try:
            await runner.run()
        finally:
            product.database.on_commit.remove(runner.on_commit)
            await runner.stop()
