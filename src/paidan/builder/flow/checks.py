"""Checks before a flow is published: everything that would strand an instance later is said now.

A draft may be wrong in any way; only an `error` keeps it from being published. Whether fields, people and roles exist
and whether a condition is well typed, an injected `Directory` knows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from paidan.builder.flow.edges import all_followers, circles, reachable, resolve
from paidan.builder.flow.errors import SettingsInvalid, UnknownNodeType
from paidan.builder.flow.graph import Branch, Expression, FlowGraph, Node, walk_blocks
from paidan.builder.flow.nodetype import NodeTypes
from paidan.builder.flow.places import encloses
from paidan.builder.flow.plan import FlowVersion, Place, compile_flow
from paidan.builder.flow.settings.base import STATUS, RestingSettings
from paidan.builder.flow.settings.human import HumanSettings
from paidan.builder.flow.settings.references import Reference
from paidan.builder.flow.settings.timers import AutoAgree, AutoReturn, TransferTo
from paidan.kernel.i18n.catalogue import translate


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found, at one node ("" for the whole flow). `code` is permanent; the sentence is `flow.check.<code>`."""

    node: str
    severity: Literal["error", "warning"]
    code: str
    params: Mapping[str, Any] = field(default_factory=dict)

    def sentence(self, language: str) -> str:
        """Return the finding as a sentence."""
        return translate(f"flow.check.{self.code}", language, **self.params)


class Directory(Protocol):
    """What exists in this installation."""

    def exists(self, reference: Reference) -> bool:
        """Whether the field, person, role, team, skill group, choice, calendar or flow is there."""

    def check_condition(self, expression: Expression) -> Sequence[str]:
        """Return what is wrong with a condition that must be yes or no, in sentences."""


def check_flow(graph: FlowGraph, types: NodeTypes, directory: Directory) -> list[Finding]:
    """Return everything found in a drawing, in reading order."""
    broken = list(_forms(graph, types))
    if broken:
        return broken
    version = compile_flow(0, graph, types)
    edges = all_followers(version)
    reached = reachable(edges, resolve(version, version.first))
    found = [
        *_shape(version, graph, edges, reached),
        *(finding for place in version.places.values() for finding in _place(version, place, directory)),
        *_statuses(graph, directory),
        *_circles(version, edges, reached),
    ]
    order = {node: position for position, node in enumerate(version.places)}
    return sorted(found, key=lambda f: order.get(f.node, -1))


def _forms(graph: FlowGraph, types: NodeTypes) -> Iterator[Finding]:
    for block in walk_blocks(graph.root):
        if not isinstance(block, Node):
            continue
        try:
            types.settings(block.id, block.type, block.settings)
        except UnknownNodeType as error:
            yield Finding(block.id, "error", "unknown_type", error.params)
        except SettingsInvalid as error:
            yield Finding(block.id, "error", "settings_invalid", error.params)


def _shape(
    version: FlowVersion, graph: FlowGraph, edges: Mapping[str, Sequence[str]], reached: set[str]
) -> Iterator[Finding]:
    starts = [p.id for p in version.places.values() if p.type.name == "start"]
    if not starts:
        yield Finding("", "error", "no_start")
    elif version.first.id != starts[0]:
        yield Finding(starts[0], "error", "start_not_first")
    for extra in starts[1:]:
        yield Finding(extra, "error", "second_start")
    if not any(p.type.name == "end" and p.id in reached for p in version.places.values()):
        yield Finding("", "error", "no_end")
    for node, place in version.places.items():
        if node not in reached:
            yield Finding(node, "error", "unreachable", {"node": version.label(node)})
        elif "" in edges[node] and not place.arms:
            yield Finding(node, "warning", "ends_without_end", {"node": version.label(node)})
        if place.type.name == "end" and place.scope:
            yield Finding(node, "warning", "end_in_parallel", {"node": version.label(node)})
    for block in walk_blocks(graph.root):
        if isinstance(block, Branch) and not block.arms:
            yield Finding(block.id, "warning", "branch_without_arms", {"node": version.label(block.id)})


def _place(version: FlowVersion, place: Place, directory: Directory) -> Iterator[Finding]:
    label = version.label(place.id)
    for arm in place.arms:
        if arm.when is not None:
            yield from _condition(place, arm.when, directory, label)
    for reference in place.settings.references():
        yield from _reference(version, place, reference, directory)
    if isinstance(place.settings, HumanSettings):
        yield from _people(version, place, place.settings)
    elif isinstance(place.settings, RestingSettings):
        final = place.settings.timers.final
        if final is not None and isinstance(final.action, AutoAgree | AutoReturn | TransferTo):
            yield Finding(place.id, "error", "timer_needs_people", {"node": label})


def _condition(place: Place, expression: Expression, directory: Directory, label: Any) -> Iterator[Finding]:
    for problem in directory.check_condition(expression):
        yield Finding(place.id, "error", "condition", {"node": label, "problem": problem})


def _reference(version: FlowVersion, place: Place, reference: Reference, directory: Directory) -> Iterator[Finding]:
    label = version.label(place.id)
    facts = {"node": label, "key": reference.key}
    if reference.kind == "expression":
        yield from _condition(place, reference.key, directory, label)
    elif reference.kind in ("node", "target"):
        yield from _node_reference(version, place, reference)
    elif not directory.exists(_with_status(version, reference)):
        yield Finding(place.id, "error", f"missing_{reference.kind}", facts)


def _node_reference(version: FlowVersion, place: Place, reference: Reference) -> Iterator[Finding]:
    facts = {"node": version.label(place.id), "key": version.label(str(reference.key))}
    target = version.places.get(str(reference.key))
    if target is None:
        yield Finding(place.id, "error", "missing_node", facts)
    elif reference.kind == "target" and not encloses(target.scope, place.scope):
        yield Finding(place.id, "error", "illegal_target", facts)
    elif reference.kind == "node" and not target.type.human:
        yield Finding(place.id, "error", "not_a_human_node", facts)


def _with_status(version: FlowVersion, reference: Reference) -> Reference:
    if reference.within != STATUS:
        return reference
    return Reference(reference.kind, reference.key, version.graph.status_field)


def _people(version: FlowVersion, place: Place, settings: HumanSettings) -> Iterator[Finding]:
    label = {"node": version.label(place.id)}
    if place.id != version.start:
        if not settings.assignees:
            yield Finding(place.id, "error", "no_assignee", label)
        if settings.policies.nobody is None:
            yield Finding(place.id, "error", "no_fallback", label)
    if settings.buttons is not None and not any(b.action == place.type.acts[0] for b in settings.buttons):
        yield Finding(place.id, "error", "no_way_forward", label)
    for node in settings.return_to:
        target = version.places.get(node)
        if target is not None and not encloses(target.scope, place.scope):
            facts = {**label, "key": version.label(node)}
            yield Finding(place.id, "error", "illegal_target", facts)


def _statuses(graph: FlowGraph, directory: Directory) -> Iterator[Finding]:
    when = graph.status_when
    for choice in (when.rejected, when.withdrawn, when.terminated):
        if choice is not None and not directory.exists(Reference("choice", choice, graph.status_field)):
            yield Finding("", "error", "missing_choice", {"node": "", "key": choice})


def _circles(version: FlowVersion, edges: Mapping[str, Sequence[str]], reached: Iterable[str]) -> Iterator[Finding]:
    """Find circles that nothing halts, and those halted only by people who may be passed over."""
    places = [version.places[n] for n in version.places if n in set(reached)]
    restless = [p.id for p in places if not p.type.rests(p.settings)]
    perhaps = [p.id for p in places if p.id in restless or _may_pass(p)]
    certain = circles(edges, restless)
    for circle in certain:
        yield Finding(circle[0], "error", "loop_without_rest", _named(version, circle))
    for circle in circles(edges, perhaps):
        if not any(set(c) <= set(circle) for c in certain):
            yield Finding(circle[0], "warning", "loop_may_not_rest", _named(version, circle))


def _may_pass(place: Place) -> bool:
    if not isinstance(place.settings, HumanSettings) or place.type.name == "start":
        return False
    policies = place.settings.policies
    return policies.nobody == "skip" or "pass" in (policies.same_person, policies.initiator)


def _named(version: FlowVersion, circle: list[str]) -> dict[str, Any]:
    return {
        "nodes": circle,
        "names": {
            language: " → ".join(version.label(n).get(language, n) for n in circle) for language in ("zh-CN", "en")
        },
    }


def dependencies(version: FlowVersion) -> dict[str, list[Reference]]:
    """Return what each node points at, so that trashing a field or a role can list what breaks."""
    return {node: list(place.settings.references()) for node, place in version.places.items()}
