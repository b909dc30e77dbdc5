"""Several processes of one kind: start them, start a new one when one dies, stop them together."""

from __future__ import annotations

import multiprocessing
import signal
import time
from collections.abc import Callable
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from typing import Any

import structlog

log = structlog.get_logger("paidan")
PAUSE_SECONDS = 1.0
STOP_WITHIN_SECONDS = 20.0


def run_processes(count: int, target: Callable[..., None], args: tuple[Any, ...]) -> None:
    """Keep `count` processes running `target(*args)` until SIGTERM or SIGINT; returns when all have ended."""
    context = multiprocessing.get_context("spawn")
    stopping: list[int] = []
    earlier = {
        number: signal.signal(number, lambda got, _: stopping.append(got)) for number in (signal.SIGTERM, signal.SIGINT)
    }

    def start() -> BaseProcess:
        process = context.Process(target=target, args=args)
        process.start()
        return process

    running = [start() for _ in range(count)]
    try:
        while not stopping:
            wait([process.sentinel for process in running], timeout=0.5)
            for place, process in enumerate(running):
                if not process.is_alive() and not stopping:
                    log.warning("process.died", pid=process.pid, exit_code=process.exitcode)
                    time.sleep(PAUSE_SECONDS)
                    running[place] = start()
    finally:
        _stop(running)
        for number, handler in earlier.items():
            signal.signal(number, handler)


def _stop(running: list[BaseProcess]) -> None:
    for process in running:
        process.terminate()
    deadline = time.monotonic() + STOP_WITHIN_SECONDS
    for process in running:
        process.join(max(0.0, deadline - time.monotonic()))
        if process.is_alive():
            process.kill()
            process.join()
