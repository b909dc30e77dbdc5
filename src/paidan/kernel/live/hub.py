"""The hub: who follows what in this process. Lives on the event loop.

A follower that does not keep up gets topics merged, and past a limit is told to fetch everything again; nothing grows
without end and nobody waits for anybody.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

PENDING = 200


class Follower:
    """One open page: the topics it follows, and those that changed since it last looked."""

    def __init__(self, topics: frozenset[str]) -> None:
        self.topics = topics
        self.is_closed = False
        self._pending: set[str] = set()
        self._refetch = False
        self._wake = asyncio.Event()

    def tell(self, topic: str) -> None:
        """A topic changed."""
        if len(self._pending) >= PENDING and topic not in self._pending:
            self.tell_everything()
        elif not self._refetch:
            self._pending.add(topic)
        self._wake.set()

    def tell_everything(self) -> None:
        """It is not known any more what changed."""
        self._refetch = True
        self._pending.clear()
        self._wake.set()

    def close(self) -> None:
        """End the stream."""
        self.is_closed = True
        self._wake.set()

    async def wait(self, seconds: float) -> bool:
        """Wait for news; False when there was none in that time."""
        try:
            await asyncio.wait_for(self._wake.wait(), seconds)
        except TimeoutError:
            return False
        return True

    def take(self) -> tuple[list[str], bool]:
        """Return the topics that changed, sorted, and whether everything should be fetched again; then forget them."""
        taken, refetch = sorted(self._pending), self._refetch
        self._pending.clear()
        self._refetch = False
        self._wake.clear()
        return taken, refetch


class Hub:
    """Followers by topic."""

    def __init__(self) -> None:
        self._all: set[Follower] = set()
        self._followers: dict[str, set[Follower]] = {}
        self._is_closed = False

    def follow(self, topics: Iterable[str]) -> Follower:
        """Begin to follow; `leave` ends it."""
        follower = Follower(frozenset(topics))
        if self._is_closed:
            follower.close()
        self._all.add(follower)
        for topic in follower.topics:
            self._followers.setdefault(topic, set()).add(follower)
        return follower

    def leave(self, follower: Follower) -> None:
        """Stop following."""
        self._all.discard(follower)
        for topic in follower.topics:
            left = self._followers.get(topic, set())
            left.discard(follower)
            if not left:
                self._followers.pop(topic, None)

    def publish(self, topics: Iterable[str]) -> None:
        """Tell the followers of each topic."""
        for topic in topics:
            for follower in self._followers.get(topic, ()):
                follower.tell(topic)

    def publish_everything(self) -> None:
        """Tell everybody to fetch again, because something may have been missed."""
        for follower in self._all:
            follower.tell_everything()

    def close(self) -> None:
        """End every stream, and those still to come, because the process stops."""
        self._is_closed = True
        for follower in self._all:
            follower.close()

    @property
    def size(self) -> int:
        """How many follow something."""
        return len(self._all)
