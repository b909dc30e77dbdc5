"""What a job is: a name that a feature contributes, with the function that does it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from paidan.kernel.product import Product


@dataclass(frozen=True, slots=True)
class Job:
    """Work of one kind.

    `handler(context, **payload)` may be `async def`, which runs on the event loop, or `def`, which runs on a thread of
    its own; it returns something JSON-able or None. When it raises it is run again after `pause_seconds`, then twice
    as long, up to an hour, until it has run `tries` times; then the job is dead and shows itself to administrators.
    """

    name: str
    handler: Callable[..., Any]
    tries: int = 5
    pause_seconds: int = 10

    def pause_after(self, attempts: int) -> int:
        """Return how long to wait after the given number of failures, in seconds."""
        return min(self.pause_seconds << (attempts - 1), 3600)


class JobStopped(Exception):
    """Raised inside a handler by `progress` when the job was cancelled or the process stops. Let it pass."""


class JobContext:
    """What a handler holds in its hand.

    `id` identifies the job for ever, over all its attempts: send it outside as idempotency key. `attempt` counts from
    1. `started_by` is the person who asked for the job, `language` theirs.
    """

    def __init__(
        self,
        product: Product,
        *,
        id: int,
        name: str,
        attempt: int,
        round: int = 0,
        started_by: int | None = None,
        language: str = "zh-CN",
    ) -> None:
        self.product = product
        self.id = id
        self.name = name
        self.attempt = attempt
        self.round = round
        self.started_by = started_by
        self.language = language
        self.stop_asked = False
        self._lock = Lock()
        self._news: dict[str, Any] | None = None

    def progress(self, done: int, total: int | None = None, message: str | None = None, **params: Any) -> None:
        """Say how far the job is: `done` of `total`, and the key of a sentence with its variables.

        Costs nothing: what was said last is written about once a second. Raises JobStopped when the job shall end.
        """
        if self.stop_asked:
            raise JobStopped
        told = {"key": message, "params": params} if message else None
        with self._lock:
            self._news = {"done": done, "total": total, "message": told}

    def take_news(self) -> dict[str, Any] | None:
        """Return what was said since the last call, for the one who writes it down."""
        with self._lock:
            news, self._news = self._news, None
        return news
