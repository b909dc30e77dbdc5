"""Settings that every node has, and those of nodes at which an instance can rest."""

from __future__ import annotations

from collections.abc import Iterator

from paidan.builder.flow.settings.references import Reference, Settings
from paidan.builder.flow.settings.timers import Timers

STATUS = "@status"
"""Stands for the flow's status field in references; the graph says which field that is."""


class NodeSettings(Settings):
    """Choice keys that the record's status takes on entering and on leaving forward."""

    status_on_enter: str | None = None
    status_on_leave: str | None = None

    def own_references(self) -> Iterator[Reference]:
        """Yield the statuses."""
        for choice in (self.status_on_enter, self.status_on_leave):
            if choice is not None:
                yield Reference("choice", choice, STATUS)


class RestingSettings(NodeSettings):
    """Settings of a node at which an instance can rest."""

    timers: Timers = Timers()
