"""Jobs: asked for with a change, done after it, tried again when they fail, never lost; and people can watch."""

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
import sqlalchemy as sa
from starlette.requests import Request

from paidan.features import FEATURES
from paidan.kernel.actor import Actor
from paidan.kernel.clock import ManualClock
from paidan.kernel.database.tx import Tx
from paidan.kernel.errors import NotFound
from paidan.kernel.feature import Feature
from paidan.kernel.http import build_asgi
from paidan.kernel.http.authentication import Authenticator
from paidan.kernel.jobs import Job, JobContext, JobRun, cancel, enqueue, keeping, retry
from paidan.kernel.jobs.engine import InlineEngine
from paidan.kernel.jobs.errors import BadSchedule, JobFinished, JobNotWaiting, UnknownJob
from paidan.kernel.jobs.overseeing import JobOverseer, JobTopics
from paidan.kernel.jobs.queries import find_run
from paidan.kernel.jobs.running import JobRunner, run_due
from paidan.kernel.jobs.scheduling import Schedule, install_schedules, next_time, schedule, unschedule
from paidan.kernel.jobs.tables import job_schedules
from paidan.kernel.product import Product, build_product
from paidan.kernel.settings import Settings
from paidan.kernel.timers.sweeping import Sweeper
from paidan.kernel.timers.tables import timers


class Kitchen:
    """Bakes: some on a thread, some on the loop; the oven can be cold."""

    def __init__(self) -> None:
        self.baked: list[str] = []
        self.attempts: list[int] = []
        self.is_cold = False

    def bake(self, job: JobContext, what: str = "bread") -> dict[str, str]:
        self.attempts.append(job.attempt)
        if self.is_cold:
            raise RuntimeError("the oven is cold")
        job.progress(1, 2, "job.test.rising", what=what)
        self.baked.append(what)
        return {"eaten": what}

    async def brew(self, job: JobContext) -> None:
        await asyncio.sleep(0)
        self.baked.append("tea")

    async def simmer(self, job: JobContext) -> None:
        while True:
            job.progress(len(self.baked))
            self.baked.append("soup")
            await asyncio.sleep(0.01)


class NameBadge(Authenticator):
    async def authenticate(self, product: Product, request: Request) -> Actor | None:
        person = request.headers.get("x-person")
        return Actor(kind="person", id=int(person), language="en") if person else None


class Boss(JobOverseer):
    def may_see_all(self, actor: Actor) -> bool:
        return actor.id == 1


COOK = Actor(kind="person", id=5, name="Cook", language="en")


@pytest.fixture
def kitchen() -> Kitchen:
    return Kitchen()


@pytest.fixture
async def product(settings: Settings, clock: ManualClock, kitchen: Kitchen) -> AsyncIterator[Product]:
    jobs = [
        Job("test.bake", kitchen.bake, tries=3),
        Job("test.brew", kitchen.brew),
        Job("test.simmer", kitchen.simmer),
        Schedule("test.breakfast", "test.brew", "30 6 * * 1-5"),
    ]
    feature = Feature(name="kitchen", summary="Bakes.", contributes=[*jobs, NameBadge(), Boss()])
    built = build_product(settings, [*FEATURES, feature], clock)
    yield built
    await built.close()


def ask(product: Product, name: str = "test.bake", **options: Any) -> int:
    return product.database.write_now(lambda tx: enqueue(tx, name, **options), COOK)


def look(product: Product, run_id: int) -> JobRun:
    return product.database.read_now(find_run(run_id))[0]


async def test_a_job_is_done_after_the_commit_and_keeps_its_result(product: Product, kitchen: Kitchen):
    run_id = ask(product, payload={"what": "cake"})
    assert kitchen.baked == []

    assert await run_due(product) == 1

    run = look(product, run_id)
    assert (run.state, run.result, run.attempts) == ("done", {"eaten": "cake"}, 1)
    assert (run.done, run.total, run.message) == (1, 2, {"key": "job.test.rising", "params": {"what": "cake"}})
    assert run.started_by == COOK.id
    assert kitchen.baked == ["cake"]
    assert await run_due(product) == 0


async def test_a_job_may_be_a_coroutine(product: Product, kitchen: Kitchen):
    run_id = ask(product, "test.brew")
    await run_due(product)
    assert (look(product, run_id).state, kitchen.baked) == ("done", ["tea"])


async def test_a_job_of_a_change_that_was_undone_is_never_done(product: Product, kitchen: Kitchen):
    def ask_and_fail(tx: Tx) -> None:
        enqueue(tx, "test.bake")
        raise ValueError

    with pytest.raises(ValueError):
        product.database.write_now(ask_and_fail)
    assert await run_due(product) == 0


async def test_a_job_waits_for_its_moment(product: Product, clock: ManualClock, kitchen: Kitchen):
    ask(product, run_at=clock.now() + timedelta(hours=1))
    assert await run_due(product) == 0
    clock.advance(hours=1)
    assert await run_due(product) == 1


async def test_a_job_that_fails_is_tried_again_after_growing_pauses_and_then_is_dead(product, clock, kitchen):
    kitchen.is_cold = True
    run_id = ask(product)

    await run_due(product)
    assert look(product, run_id).run_at == clock.now() + timedelta(seconds=10)
    clock.advance(seconds=10)
    await run_due(product)
    assert look(product, run_id).run_at == clock.now() + timedelta(seconds=20)
    clock.advance(seconds=20)
    await run_due(product)

    run = look(product, run_id)
    assert (run.state, run.attempts, run.error) == ("dead", 3, "RuntimeError: the oven is cold")
    assert kitchen.attempts == [1, 2, 3]
    clock.advance(days=1)
    assert await run_due(product) == 0


async def test_a_dead_job_can_be_tried_again(product: Product, clock: ManualClock, kitchen: Kitchen):
    kitchen.is_cold = True
    run_id = ask(product)
    for _ in range(3):
        await run_due(product)
        clock.advance(minutes=10)
    kitchen.is_cold = False

    product.database.write_now(lambda tx: retry(tx, run_id))
    await run_due(product)

    run = look(product, run_id)
    assert (run.state, run.attempts, run.error) == ("done", 1, None)


async def test_what_is_asked_for_twice_under_one_key_is_done_once(product: Product, kitchen: Kitchen):
    first = ask(product, unique_key="bread of the day")
    assert ask(product, unique_key="bread of the day") == first
    assert ask(product, unique_key="cake of the day") != first
    await run_due(product)
    assert ask(product, unique_key="bread of the day") != first


async def test_a_waiting_job_can_be_taken_back(product: Product, kitchen: Kitchen):
    run_id = ask(product)
    product.database.write_now(lambda tx: cancel(tx, run_id))
    await run_due(product)
    assert (look(product, run_id).state, kitchen.baked) == ("cancelled", [])


async def test_a_running_job_stops_when_it_is_cancelled(product: Product, kitchen: Kitchen):
    run_id = ask(product, "test.simmer")
    async with running(product) as runner:
        async with asyncio.timeout(10):
            while not kitchen.baked:
                await asyncio.sleep(0.01)
        await product.database.write(cancel, run_id)
        await settled(runner, product, run_id, "cancelled")


async def test_a_job_under_way_is_put_back_when_the_process_stops(product: Product, kitchen: Kitchen):
    run_id = ask(product, "test.simmer")
    async with running(product):
        async with asyncio.timeout(10):
            while not kitchen.baked:
                await asyncio.sleep(0.01)
    run = look(product, run_id)
    assert (run.state, run.attempts) == ("waiting", 0)


async def test_the_job_of_a_process_that_died_is_done_by_another(product: Product, clock, kitchen: Kitchen):
    run_id = ask(product)
    product.database.write_now(lambda tx: keeping.beat(tx, "dead", "elsewhere", 1))
    begun = product.database.write_now(lambda tx: keeping.begin(tx, run_id, 0, "dead"))
    survivor = JobRunner(product)
    clock.advance(seconds=60)

    assert await survivor.take_up_abandoned() == 1
    await run_due(product)

    run = look(product, run_id)
    assert (run.state, run.attempts) == ("done", 2)
    assert product.database.write_now(lambda tx: keeping.finish(tx, begun, "late")) is False  # it was not dead at all
    assert look(product, run_id).result == {"eaten": "bread"}


async def test_a_job_that_kills_its_process_each_time_dies_in_the_end(product: Product, clock: ManualClock):
    run_id = ask(product)
    survivor = JobRunner(product)
    for round in range(3):
        product.database.write_now(lambda tx, round=round: keeping.begin(tx, run_id, round, f"dead {round}"))
        clock.advance(seconds=60)
        await survivor.take_up_abandoned()
    assert look(product, run_id).state == "dead"


async def test_a_process_that_is_alive_keeps_its_jobs(product: Product, settings: Settings, clock: ManualClock):
    if not settings.uses_postgres:
        pytest.skip("the embedded database has one process, so another one is never alive")
    run_id = ask(product)
    product.database.write_now(lambda tx: keeping.begin(tx, run_id, 0, "other"))
    product.database.write_now(lambda tx: keeping.beat(tx, "other", "elsewhere", 1))
    clock.advance(seconds=15)
    assert await JobRunner(product).take_up_abandoned() == 0
    assert look(product, run_id).state == "running"


async def test_what_ended_long_ago_is_forgotten(product: Product, clock: ManualClock):
    run_id = ask(product)
    await run_due(product)
    clock.advance(days=13)
    assert product.database.write_now(keeping.forget_old) == 0
    clock.advance(days=2)
    assert product.database.write_now(keeping.forget_old) == 1
    assert product.database.read_now(find_run(run_id)) == []


def test_unknown_jobs_and_impossible_wishes_are_refused(product: Product):
    run_id = ask(product)
    write = product.database.write_now
    with pytest.raises(UnknownJob):
        ask(product, "test.juggle")
    with pytest.raises(JobNotWaiting):
        write(lambda tx: retry(tx, run_id))
    write(lambda tx: cancel(tx, run_id))
    with pytest.raises(JobFinished):
        write(lambda tx: cancel(tx, run_id))
    with pytest.raises(NotFound):
        write(lambda tx: cancel(tx, 999))


# -- by the calendar ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cron", "zone", "after", "strikes"),
    [
        ("30 6 * * 1-5", "Asia/Shanghai", "2026-11-16T01:00", "2026-11-16T22:30"),
        ("30 6 * * 1-5", "Asia/Shanghai", "2026-11-20T01:00", "2026-11-22T22:30"),  # over the weekend
        ("0 9 * * *", "Europe/Berlin", "2026-10-24T12:00", "2026-10-25T08:00"),  # the clocks went back that night
        ("0 0 1 * *", "UTC", "2026-12-01T00:00", "2027-01-01T00:00"),
    ],
)
def test_a_cron_line_strikes_by_the_clock_of_its_zone(cron, zone, after, strikes):
    moment = datetime.fromisoformat(after).replace(tzinfo=UTC)
    assert next_time(cron, zone, moment) == datetime.fromisoformat(strikes).replace(tzinfo=UTC)


@pytest.mark.parametrize(("cron", "zone"), [("61 * * * *", "UTC"), ("* * * *", "UTC"), ("0 9 * * *", "Mars/North")])
def test_a_cron_line_that_nobody_can_read_is_refused(cron, zone):
    with pytest.raises(BadSchedule):
        next_time(cron, zone, datetime(2026, 1, 1, tzinfo=UTC))


async def test_a_shipped_schedule_brings_its_job_each_time(product: Product, clock: ManualClock, kitchen: Kitchen):
    sweeper = Sweeper(product.database)
    for _ in range(2):
        product.database.write_now(lambda tx: install_schedules(tx, "Asia/Shanghai"))
    for _ in range(2):  # Monday 09:00: the next ones are Tuesday and Wednesday
        clock.advance(days=1)
        await sweeper.sweep()
        await run_due(product)
    assert kitchen.baked == ["tea", "tea"]


async def test_what_was_missed_is_done_once(product: Product, clock: ManualClock, kitchen: Kitchen):
    product.database.write_now(lambda tx: install_schedules(tx, "Asia/Shanghai"))
    clock.advance(days=30)
    while await Sweeper(product.database, "one").sweep():
        pass
    await run_due(product)
    assert kitchen.baked == ["tea"]


async def test_a_schedule_can_be_changed_and_taken_away(product: Product, clock: ManualClock, kitchen: Kitchen):
    write = product.database.write_now
    common = {"job": "test.brew", "time_zone": "UTC"}
    write(lambda tx: schedule(tx, "supper", cron="0 19 * * *", **common))
    write(lambda tx: schedule(tx, "supper", cron="0 20 * * *", **common))
    due = write(lambda tx: tx.all(sa.select(timers.c.due_at).where(timers.c.kind == "job.schedule")))
    assert [moment.hour for (moment,) in due] == [20]

    assert write(lambda tx: unschedule(tx, "supper"))
    assert not write(lambda tx: unschedule(tx, "supper"))
    assert write(lambda tx: tx.all(sa.select(job_schedules.c.id))) == []


# -- over HTTP ---------------------------------------------------------------------------------------------------


@pytest.fixture
async def browser(product: Product) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app=build_asgi(product, background=False))
    async with httpx.AsyncClient(transport=transport, base_url="http://paidan.test") as client:
        yield client


def as_person(person: int) -> dict[str, str]:
    return {"x-person": str(person)}


async def test_everybody_sees_their_own_jobs_and_the_boss_sees_all(product: Product, browser: httpx.AsyncClient):
    mine = ask(product)
    other = product.database.write_now(lambda tx: enqueue(tx, "test.brew"))

    async def seen_by(person: int) -> list[int]:
        answer = await browser.get("/api/jobs", headers=as_person(person))
        return [job["id"] for job in answer.json()["jobs"]]

    assert await seen_by(5) == [mine]
    assert await seen_by(6) == []
    assert await seen_by(1) == [other, mine]
    assert (await browser.get(f"/api/jobs/{mine}", headers=as_person(6))).status_code == 404
    assert (await browser.get("/api/jobs")).status_code == 401


async def test_jobs_come_in_pages(product: Product, browser: httpx.AsyncClient):
    ids = [ask(product) for _ in range(3)]
    first = (await browser.get("/api/jobs?limit=2", headers=as_person(5))).json()
    second = (await browser.get(f"/api/jobs?limit=2&before={first['next']}", headers=as_person(5))).json()
    assert [job["id"] for job in first["jobs"] + second["jobs"]] == ids[::-1]
    assert second["next"] is None


async def test_a_job_tells_how_far_it_is(product: Product, browser: httpx.AsyncClient):
    run_id = ask(product, payload={"what": "cake"})
    await run_due(product)
    job = (await browser.get(f"/api/jobs/{run_id}", headers=as_person(5))).json()
    assert (job["state"], job["done"], job["total"], job["result"]) == ("done", 1, 2, {"eaten": "cake"})
    assert job["finished_at"] == "2026-11-16T01:00:00.000Z"


async def test_a_job_is_cancelled_and_tried_again_over_http(product: Product, browser: httpx.AsyncClient):
    run_id = ask(product)
    cancelled = await browser.post(f"/api/jobs/{run_id}/cancel", headers=as_person(5))
    again = await browser.post(f"/api/jobs/{run_id}/cancel", headers=as_person(5))
    foreign = await browser.post(f"/api/jobs/{run_id}/retry", headers=as_person(6))
    retried = await browser.post(f"/api/jobs/{run_id}/retry", headers=as_person(1))

    assert cancelled.json()["state"] == "cancelled"
    assert (again.status_code, again.json()["code"]) == (409, "job.finished")
    assert foreign.status_code == 404
    assert retried.json()["state"] == "waiting"


async def test_only_who_sees_a_job_may_follow_it(product: Product):
    run_id = ask(product)
    guard = JobTopics()
    allowed = [
        await guard.may_follow(product, Actor(kind="person", id=person), f"job/{run_id}") for person in (5, 6, 1)
    ]
    assert allowed == [True, False, True]
    assert not await guard.may_follow(product, COOK, "job/999")
    assert not await guard.may_follow(product, COOK, f"work_order/{run_id}")


# -- a runner beside the test ------------------------------------------------------------------------------------


class ThreadEngine(InlineEngine):
    """Does runs on threads of its own."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(2)

    def hand_over(self, runs: list[tuple[int, int]]) -> None:
        assert self._work is not None
        for run in runs:
            self._threads.submit(self._work, *run)

    def stop(self) -> None:
        self._threads.shutdown()


class running:  # noqa: N801
    """A runner that does jobs on a thread while the block lasts."""

    def __init__(self, product: Product) -> None:
        self.product = product

    async def __aenter__(self) -> JobRunner:
        self.runner = JobRunner(self.product, ThreadEngine())
        self.task = asyncio.create_task(self.runner.run())
        return self.runner

    async def __aexit__(self, *_: object) -> None:
        self.task.cancel()
        await asyncio.gather(self.task, return_exceptions=True)
        await self.runner.stop()


async def settled(runner: JobRunner, product: Product, run_id: int, state: str) -> None:
    async with asyncio.timeout(10):
        while look(product, run_id).state != state:
            await runner.flush_progress()
            await asyncio.sleep(0.01)
