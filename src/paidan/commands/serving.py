"""`paidan serve`: migrate, fill the demo company when wished, then answer requests until told to stop.

One process runs the server itself. Several (PostgreSQL only) share one listening socket and are watched by the first,
which starts a new one when one dies.
"""

from __future__ import annotations

import signal
import socket
import sys
from collections.abc import Callable
from typing import Any

import uvicorn

from paidan.commands.demo import fill_when_new, show_accounts
from paidan.commands.leaving import leave
from paidan.commands.line import Line
from paidan.commands.opening import is_migrated, open_product
from paidan.commands.supervising import run_processes
from paidan.kernel.errors import Conflict
from paidan.kernel.http import build_asgi
from paidan.kernel.logs import configure_logs
from paidan.kernel.product import Product
from paidan.kernel.settings import Settings

STOP_WITHIN_SECONDS = 10
BACKLOG = 2048


class AddressTaken(Conflict):
    """Another program listens at the address already, or the address is not this machine's."""

    code = "address.taken"


class OneProcessOnly(Conflict):
    """The embedded database is written by one process; several need PostgreSQL."""

    code = "database.one_process"


def serve(line: Line, workers: int = 1) -> None:
    """Serve until SIGTERM or SIGINT. Raises AddressTaken, OneProcessOnly, Unavailable, DatabaseLocked."""
    settings = line.settings
    if workers > 1 and not settings.uses_postgres:
        raise OneProcessOnly
    configure_logs(settings.log_format, settings.log_level)
    listener = listen(settings.host, settings.port)
    address = address_of(listener)
    product = open_product(settings)
    try:
        prepare(line, product)
        if workers == 1:
            run_server(product, listener, on_started=lambda: line.say("cli.serving", address=address))
    finally:
        product.database.close()
    if workers > 1:
        line.say("cli.serving", address=address)
        run_processes(workers, serve_in_child, (settings, listener))
    line.say("cli.served")
    leave()


def prepare(line: Line, product: Product) -> None:
    """Migrate, and fill the demo company into a new database when the settings ask for it."""
    is_new = not is_migrated(product.database)
    product.migrate()
    if line.settings.demo:
        fill_when_new(line, product, is_new=is_new)
        show_accounts(line, product)


def serve_in_child(settings: Settings, listener: socket.socket) -> None:
    """Serve in one process of several; the first has migrated."""
    configure_logs(settings.log_format, settings.log_level)
    product = open_product(settings)
    try:
        run_server(product, listener)
    finally:
        product.database.close()
    leave()


def listen(host: str, port: int) -> socket.socket:
    """Bind the address; connections are refused until the server accepts them. Raises AddressTaken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((host, port))
    except OSError as error:
        bound.close()
        raise AddressTaken(host=host, port=port, problem=error.strerror) from None
    bound.set_inheritable(True)
    return bound


def address_of(listener: socket.socket) -> str:
    """Return the URL to open in a browser on this machine."""
    host, port = listener.getsockname()[:2]
    host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
    return f"http://{host}:{port}"


class WebServer(uvicorn.Server):
    """uvicorn, which says when it is ready and lets waiting browsers go before it stops."""

    def __init__(self, product: Product, on_started: Callable[[], None] | None = None) -> None:
        super().__init__(
            uvicorn.Config(
                build_asgi(product),
                loop="uvloop",
                http="httptools",
                ws="none",
                lifespan="on",
                access_log=False,
                log_config=None,
                server_header=False,
                backlog=BACKLOG,
                timeout_graceful_shutdown=STOP_WITHIN_SECONDS,
            )
        )
        self._product = product
        self._on_started = on_started

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then say so."""
        await super().startup(sockets)
        if self.started and self._on_started is not None:
            self._on_started()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End the endless answers first: the rest waits for open requests."""
        self._product.stopping()
        await super().shutdown(sockets)


def run_server(product: Product, listener: socket.socket, on_started: Callable[[], None] | None = None) -> None:
    """Run until SIGTERM or SIGINT; returns when the last request was answered."""
    server = WebServer(product, on_started)
    earlier = {number: signal.signal(number, _ignore) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        server.run(sockets=[listener])
    finally:
        for number, handler in earlier.items():
            signal.signal(number, handler)
    if not server.started:
        sys.exit(1)


def _ignore(*_: Any) -> None:
    """uvicorn raises the signal again once it has stopped; by then there is nothing left to do."""
