"""The engine port: what finds a free hand for a run. The book of jobs is not its business.

An engine may lose runs and may call twice; the book stands both. `DbosEngine` is the one that the product uses.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable

Work = Callable[[int, int], None]
"""Do the run with an id, in a round; called on a thread, returns when the run has ended."""


class JobEngine(ABC):
    """Calls work on threads, a few at a time, over all processes that share the database."""

    @abstractmethod
    def start(self, executor: str, work: Work) -> None:
        """Begin to call work in this process, under the process's own name. On a thread that may wait."""

    @abstractmethod
    def hand_over(self, runs: list[tuple[int, int]]) -> None:
        """Take runs (id, round) to be called soon, here or in another process; once where it was handed them twice."""

    @abstractmethod
    def forget(self, runs: list[tuple[int, int]]) -> None:
        """Drop what is still known about runs that are over."""

    @abstractmethod
    def clean(self, older_than_seconds: float) -> None:
        """Delete what the engine remembers of runs that ended so long ago."""

    @abstractmethod
    def stop(self) -> None:
        """Call nothing any more. On a thread that may wait."""


class InlineEngine(JobEngine):
    """Does each run at once, on the thread that hands it over."""

    _work: Work | None = None

    def start(self, executor: str, work: Work) -> None:  # noqa: ARG002
        """Remember whom to call."""
        self._work = work

    def hand_over(self, runs: list[tuple[int, int]]) -> None:
        """Do the runs."""
        assert self._work is not None
        for run_id, round in runs:
            self._work(run_id, round)

    def forget(self, runs: list[tuple[int, int]]) -> None:
        """Nothing is known of past runs."""

    def clean(self, older_than_seconds: float) -> None:
        """Nothing is kept."""

    def stop(self) -> None:
        """Call nobody any more."""
        self._work = None
