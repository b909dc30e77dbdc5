"""A process that does a job is killed without warning; another one does the job to its end. The real engine runs here."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from paidan.commands.opening import open_to_read
from paidan.kernel.database.base import Database
from paidan.kernel.feature import Feature
from paidan.kernel.feature_of_kernel import kernel_feature
from paidan.kernel.jobs import Job, enqueue, list_runs
from paidan.kernel.product import build_product
from paidan.kernel.settings import Settings

WITHIN = 60.0
ROOT = Path(__file__).parents[2]

PROGRAM = """
import asyncio, sys, time
from datetime import timedelta
from pathlib import Path

from paidan.kernel.feature import Feature
from paidan.kernel.feature_of_kernel import kernel_feature
from paidan.kernel.jobs import Job, keeping, running
from paidan.kernel.product import build_product
from paidan.kernel.settings import Settings

keeping.DEAD_AFTER = timedelta(seconds=2)
running.BEAT_SECONDS = 0.5
diary = Path(sys.argv[1])


def write(line):
    with diary.open("a") as file:
        file.write(line + "\\n")


def cook(job):
    write(f"begun {job.id} {job.attempt}")
    if job.attempt == 1:
        time.sleep(600)
    return "cooked"


async def stir(job):
    write(f"stirred {job.id}")


async def main():
    feature = Feature(name="kitchen", summary="", contributes=[Job("test.cook", cook), Job("test.stir", stir)])
    product = build_product(Settings(), [kernel_feature, feature])
    await product.start_background()
    while True:
        await asyncio.sleep(1)


asyncio.run(main())
"""


@contextmanager
def cook_at_work(settings: Settings, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    (folder / "cook.py").write_text(PROGRAM)
    environment = {
        **os.environ,
        "PAIDAN_DATA": str(settings.data),
        "PAIDAN_DATABASE_URL": settings.database_url,
    }
    command = [sys.executable, str(folder / "cook.py"), str(folder / "diary")]
    with (folder / "log").open("ab") as log:
        process = subprocess.Popen(command, env=environment, cwd=ROOT, stdout=log, stderr=log)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def diary_of(folder: Path) -> list[str]:
    diary = folder / "diary"
    return diary.read_text().splitlines() if diary.exists() else []


def wait_for(line: str, folder: Path) -> None:
    deadline = time.monotonic() + WITHIN
    while line not in diary_of(folder):
        assert time.monotonic() < deadline, (folder / "log").read_text()
        time.sleep(0.05)


def ask_for(settings: Settings, *names: str) -> list[int]:
    """Enqueue jobs from a process that does none, as a command of the command line does."""
    feature = Feature(name="kitchen", summary="", contributes=[Job(name, print) for name in names])
    product = build_product(settings, [kernel_feature, feature])
    try:
        return [product.database.write_now(lambda tx, name=name: enqueue(tx, name)) for name in names]
    finally:
        product.database.close()


def state_of(database: Database, run_id: int) -> tuple[str, object, int]:
    run = next(run for run in database.read_now(list_runs()) if run.id == run_id)
    return run.state, run.result, run.attempts


def test_a_job_of_a_killed_process_is_done_by_the_next(settings: Settings, tmp_path: Path):
    cook, stir = ask_for(settings, "test.cook", "test.stir")
    with cook_at_work(settings, tmp_path) as first:
        wait_for(f"begun {cook} 1", tmp_path)
        wait_until(settings, stir, ("done", None, 1))
        first.send_signal(signal.SIGKILL)
        first.wait()

    with cook_at_work(settings, tmp_path):
        wait_for(f"begun {cook} 2", tmp_path)
        wait_until(settings, cook, ("done", "cooked", 2))

    assert [line for line in diary_of(tmp_path) if line.startswith("stirred")] == [f"stirred {stir}"]


@pytest.mark.postgres
def test_a_process_that_is_already_there_takes_over(settings: Settings, tmp_path: Path):
    if not settings.uses_postgres:
        pytest.skip("the embedded database has one process")
    with cook_at_work(settings, tmp_path) as first:
        (cook,) = ask_for(settings, "test.cook")
        wait_for(f"begun {cook} 1", tmp_path)
        with cook_at_work(settings, tmp_path):
            first.kill()
            first.wait()
            wait_for(f"begun {cook} 2", tmp_path)
            wait_until(settings, cook, ("done", "cooked", 2))


def wait_until(settings: Settings, run_id: int, expected: tuple[str, object, int]) -> None:
    database = open_to_read(settings).database
    try:
        deadline = time.monotonic() + WITHIN
        while state_of(database, run_id) != expected:
            assert time.monotonic() < deadline, state_of(database, run_id)
            time.sleep(0.05)
    finally:
        database.close()
