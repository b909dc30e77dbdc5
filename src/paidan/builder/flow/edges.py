"""What can follow what: the drawing as a graph of places, for checking it before anybody walks it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from paidan.builder.flow.places import Onward
from paidan.builder.flow.plan import FlowVersion, Place


def resolve(version: FlowVersion, onward: Onward) -> str:
    """Return the place that an onward leads to in the end, "" for the end of the flow."""
    while onward.kind == "join":
        onward = version.place(onward.id).then
    return onward.id


def targets_of(place: Place) -> list[str]:
    """Return the nodes that a place's settings may send the instance to."""
    return [str(r.key) for r in place.settings.references() if r.kind == "target"]


def followers(version: FlowVersion, place: Place) -> list[str]:
    """Return the places that can come right after one, "" for the end of the flow; targets that do not exist left out.

    The way back to the initiator is left out: the start is always reached, and an instance coming back rests there.
    """
    if place.arms:
        found = [resolve(version, arm.first) for arm in place.arms]
    else:
        found = [resolve(version, place.then)] if place.type.goes_on(place.settings) else []
    return [*found, *(t for t in targets_of(place) if t in version.places)]


def all_followers(version: FlowVersion) -> dict[str, list[str]]:
    """Return the followers of every place."""
    return {node: followers(version, place) for node, place in version.places.items()}


def reachable(edges: Mapping[str, Iterable[str]], first: str) -> set[str]:
    """Return every place that can be reached, the first one included."""
    found: set[str] = set()
    waiting = [first]
    while waiting:
        node = waiting.pop()
        if node not in found and node in edges:
            found.add(node)
            waiting.extend(edges[node])
    return found


def circles(edges: Mapping[str, Iterable[str]], within: Collection[str]) -> list[list[str]]:
    """Return the groups of places, among those given, that lead back to themselves through each other."""
    inner = {n: [m for m in edges[n] if m in within] for n in within}
    ahead = {n: reachable(inner, n) for n in inner}
    turning = [n for n in inner if any(n in ahead[m] for m in inner[n])]
    found: list[list[str]] = []
    for node in turning:
        circle = [m for m in turning if m in ahead[node] and node in ahead[m]]
        if circle not in found:
            found.append(circle)
    return found
