"""A drawing compiled for walking: every block finds out its scope and what follows it, once per version."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from paidan.builder.flow.errors import IllegalTarget
from paidan.builder.flow.graph import Arm, Branch, BranchArm, FlowGraph, Node, Parallel, Sequence, arms_of, walk_blocks
from paidan.builder.flow.nodetype import NodeType, NodeTypes
from paidan.builder.flow.places import FINISH, Onward, PlacedArm, arm_scope
from paidan.builder.flow.state import RowId
from paidan.kernel.i18n.catalogue import Label


@dataclass(frozen=True, slots=True)
class Place:
    """One node, branch or parallel block, with its type, its settings, its scope and what follows."""

    id: str
    type: NodeType[Any]
    label: Label
    settings: Any
    scope: str
    then: Onward
    arms: tuple[PlacedArm, ...] = ()
    need: int = 0


@dataclass(frozen=True, slots=True)
class FlowVersion:
    """One immutable published state of a flow, ready to be walked.

    places are in reading order. start is the id of the start node, "" in a draft that has none.
    """

    id: RowId
    graph: FlowGraph
    places: Mapping[str, Place]
    first: Onward
    start: str

    def place(self, node: str) -> Place:
        """Return a place by its id. Raises: IllegalTarget."""
        found = self.places.get(node)
        if found is None:
            raise IllegalTarget(node=node)
        return found

    def label(self, node: str) -> Label:
        """Return the label of a place, its id where it has none."""
        place = self.places.get(node)
        return place.label if place and place.label else {"zh-CN": node, "en": node}


def compile_flow(version_id: RowId, graph: FlowGraph, types: NodeTypes) -> FlowVersion:
    """Compile a drawing. Raises: UnknownNodeType, SettingsInvalid."""
    compiler = _Compiler(types)
    first = compiler.sequence(graph.root, FINISH, "")
    places = {block.id: compiler.places[block.id] for block in walk_blocks(graph.root)}
    start = next((place.id for place in places.values() if place.type.name == "start"), "")
    return FlowVersion(version_id, graph, places, first, start)


class _Compiler:
    def __init__(self, types: NodeTypes) -> None:
        self.types = types
        self.places: dict[str, Place] = {}

    def sequence(self, sequence: Sequence, then: Onward, scope: str) -> Onward:
        """Place the blocks of a sequence, the last one first, and return what stands first in it."""
        for block in reversed(sequence.blocks):
            then = self.sequence(block, then, scope) if isinstance(block, Sequence) else self.block(block, then, scope)
        return then

    def block(self, block: Node | Branch | Parallel, then: Onward, scope: str) -> Onward:
        type_name = block.type if isinstance(block, Node) else block.kind
        raw = block.settings if isinstance(block, Node) else {}
        settings = self.types.settings(block.id, type_name, raw)
        arms = tuple(self.arm(block, arm, then, scope) for arm in arms_of(block))
        need = block.join.threshold(len(arms)) if isinstance(block, Parallel) else 0
        self.places[block.id] = Place(
            block.id, self.types.get(type_name), block.label, settings, scope, then, arms, need
        )
        return Onward("place", block.id)

    def arm(self, block: Node | Branch | Parallel, arm: Arm, then: Onward, scope: str) -> PlacedArm:
        inside = scope
        if isinstance(block, Parallel):
            inside = arm_scope(scope, block.id, arm.id)
            then = Onward("join", block.id, arm.id)
        first = self.sequence(arm.body, then, inside)
        return PlacedArm(arm.id, arm.label, first, inside, arm.when if isinstance(arm, BranchArm) else None)
