"""The registry: what the features of this product contributed, found by kind.

Lower layers offer a kind of thing (a flow node type, a report dataset, a permission); higher layers contribute
instances of it. Listeners are found by the event they listen to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from paidan.kernel.events.event import Event
    from paidan.kernel.feature import Feature

T = TypeVar("T")
Listener = Callable[..., None]


class Registry:
    """What a list of features adds up to; built once at start and never changed."""

    def __init__(self, features: Iterable[Feature] = ()) -> None:
        self.features = tuple(features)
        self.memory: dict[Any, Any] = {}
        self._contributions: list[Any] = []
        self._listeners: dict[str, dict[str, Listener]] = {}
        self._within: dict[str, list[Listener]] = {}
        self._events: dict[str, type[Event]] = {}
        for feature in self.features:
            self._add(feature)

    def _add(self, feature: Feature) -> None:
        self._contributions += feature.contributes
        for event, listener in feature.listens.items():
            self._events[event.kind] = event
            self._listeners.setdefault(event.kind, {})[f"{feature.name}.{listener.__name__}"] = listener
        for event, listener in feature.within.items():
            self._within.setdefault(event.kind, []).append(listener)

    def all(self, kind: type[T]) -> list[T]:
        """Return every contribution that is an instance of `kind`, in the order of the features."""
        return [thing for thing in self._contributions if isinstance(thing, kind)]

    def listeners_of(self, event_kind: str) -> dict[str, Listener]:
        """Return name → function of those who hear of an event after the commit."""
        return self._listeners.get(event_kind, {})

    def within(self, event_kind: str) -> list[Listener]:
        """Return those who react to an event in its own transaction."""
        return self._within.get(event_kind, [])

    def event_class(self, event_kind: str) -> type[Event] | None:
        """Return the class of an event that somebody listens to."""
        return self._events.get(event_kind)
