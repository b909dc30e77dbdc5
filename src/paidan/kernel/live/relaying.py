"""Relaying: from commits to the hub, and on PostgreSQL to the hubs of the other processes.

A commit only puts its topics into a set. What gathers within 50 ms is sent to the other processes in one NOTIFY,
outside every transaction of the business, because a NOTIFY inside would cost each commit a fifth of its rate.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from threading import Lock
from typing import Any
from uuid import uuid4

import structlog

from paidan.kernel.database.tx import Tx
from paidan.kernel.live.hub import Hub
from paidan.kernel.live.topics import topics_of
from paidan.kernel.product import Background, Product

log = structlog.get_logger("paidan.live")

GATHER_SECONDS = 0.05
PAYLOAD = 7900
"""PostgreSQL refuses notifications of 8,000 bytes or more."""
CHANNEL = "paidan_live"
AGAIN_SECONDS = 2.0
ALIVE_SECONDS = 30.0


class Gathering:
    """Topics between the threads that commit and the loop that tells of them."""

    def __init__(self, loop: asyncio.AbstractEventLoop, wake: Callable[[], None]) -> None:
        self._loop = loop
        self._wake = wake
        self._lock = Lock()
        self._topics: set[str] = set()

    def on_commit(self, tx: Tx) -> None:
        """Take up the topics of a commit; on the committing thread."""
        topics = topics_of(tx)
        if not topics:
            return
        with self._lock:
            is_first = not self._topics
            self._topics |= topics
        if is_first and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._wake)

    def take(self) -> set[str]:
        """Return what has gathered."""
        with self._lock:
            topics, self._topics = self._topics, set()
        return topics


class LiveRelaying(Background):
    """Tells the open pages of this process, and the other processes, what was committed here."""

    name = "live"

    async def run(self, product: Product) -> None:
        """Relay until cancelled."""
        hub = hub_of(product)
        woken = asyncio.Event()
        gathering = Gathering(asyncio.get_running_loop(), woken.set)
        product.database.on_commit.append(gathering.on_commit)
        product.on_stopping.append(hub.close)
        relay = PostgresRelay(product.settings.database_url, hub) if product.settings.uses_postgres else None
        listening = asyncio.create_task(relay.listen()) if relay is not None else None
        try:
            while True:
                await woken.wait()
                woken.clear()
                topics = gathering.take()
                hub.publish(topics)
                if relay is not None:
                    await asyncio.sleep(GATHER_SECONDS)
                    more = gathering.take()
                    hub.publish(more)
                    await relay.send(topics | more)
        finally:
            product.database.on_commit.remove(gathering.on_commit)
            product.on_stopping.remove(hub.close)
            if listening is not None:
                listening.cancel()
            if relay is not None:
                await relay.close()


class PostgresRelay:
    """Sends topics to the other processes and hears theirs, on two connections of its own."""

    def __init__(self, url: str, hub: Hub) -> None:
        self._url = url
        self._hub = hub
        self._me = uuid4().hex[:12]
        self._sender: Any = None

    async def send(self, topics: Iterable[str]) -> None:
        """Notify the others; when that fails they are not told, and this process goes on."""
        import psycopg

        try:
            if self._sender is None:
                self._sender = await psycopg.AsyncConnection.connect(self._url, autocommit=True)
            for payload in payloads(self._me, topics):
                await self._sender.execute("SELECT pg_notify(%s, %s)", (CHANNEL, payload))
        except psycopg.Error as error:
            log.warning("live.not_sent", error=repr(error))
            await self.close()

    async def listen(self) -> None:
        """Hear the others for ever; after a break everybody fetches again."""
        import psycopg

        was_broken = False
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(self._url, autocommit=True) as connection:
                    await connection.execute(f"LISTEN {CHANNEL}")
                    if was_broken:
                        self._hub.publish_everything()
                    await self._hear(connection)
            except psycopg.Error as error:
                log.warning("live.not_listening", error=repr(error))
            was_broken = True
            await asyncio.sleep(AGAIN_SECONDS)

    async def close(self) -> None:
        """Let the sending connection go."""
        sender, self._sender = self._sender, None
        if sender is not None:
            await sender.close()

    async def _hear(self, connection: Any) -> None:
        while True:
            async for notice in connection.notifies(timeout=ALIVE_SECONDS):
                sender, _, topics = notice.payload.partition(" ")
                if sender != self._me:
                    self._hub.publish(topics.split(","))
            await connection.execute("SELECT 1")  # a connection that died in silence is noticed here


def payloads(sender: str, topics: Iterable[str]) -> list[str]:
    """Return the topics as few notifications, each `sender topic,topic…` and short enough for PostgreSQL."""
    made: list[str] = []
    for topic in sorted(topics):
        if made and len(made[-1]) + 1 + len(topic) < PAYLOAD:
            made[-1] += f",{topic}"
        else:
            made.append(f"{sender} {topic}")
    return made


def hub_of(product: Product) -> Hub:
    """Return the hub of this process, made when first asked for."""
    if Hub not in product.services:
        product.provide(Hub())
    return product.service(Hub)
