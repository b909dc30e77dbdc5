"""`paidan worker`: everything a server does beside the requests, and no requests. For PostgreSQL."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable

from paidan.commands.leaving import leave
from paidan.commands.line import Line, NotMigrated
from paidan.commands.opening import is_migrated, open_product
from paidan.commands.serving import OneProcessOnly
from paidan.commands.supervising import run_processes
from paidan.kernel.logs import configure_logs
from paidan.kernel.settings import Settings


def work(line: Line, workers: int = 1) -> None:
    """Work until SIGTERM or SIGINT. Raises OneProcessOnly, NotMigrated, Unavailable."""
    if not line.settings.uses_postgres:
        raise OneProcessOnly
    if workers > 1:
        line.say("cli.working")
        run_processes(workers, work_in_process, (line.settings,))
    else:
        configure_logs(line.settings.log_format, line.settings.log_level)
        asyncio.run(_work(line.settings, lambda: line.say("cli.working")))
    line.say("cli.worked")
    leave()


def work_in_process(settings: Settings) -> None:
    """Work in one process of several."""
    configure_logs(settings.log_format, settings.log_level)
    asyncio.run(_work(settings, lambda: None))
    leave()


async def _work(settings: Settings, on_started: Callable[[], None]) -> None:
    product = open_product(settings)
    try:
        if not is_migrated(product.database):
            raise NotMigrated
        told_to_stop = asyncio.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, told_to_stop.set)
        await product.start_background()
        on_started()
        await told_to_stop.wait()
        product.stopping()
    finally:
        await product.close()
