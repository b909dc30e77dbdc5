"""Drawings: what is refused in them, that JSON keeps them, and that their hash is that of their content."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pydantic import ValidationError

from paidan.builder.flow import errors
from paidan.builder.flow.graph import FlowGraph, walk_blocks
from paidan.builder.flow.nodes import BUILT_IN
from paidan.builder.flow.nodes.dispatch import Dispatch
from paidan.builder.flow.nodetype import NodeTypes
from paidan.builder.flow.plan import compile_flow

TYPES = NodeTypes.of(BUILT_IN)


@pytest.fixture
def drawing(draw: Any) -> FlowGraph:
    return draw.graph(  # type: ignore[no-any-return]
        draw.start(),
        draw.branch("big", ("yes", "{金额} > 5", [draw.approve("sign", 2)]), default=[]),
        draw.parallel("both", left=[draw.handle("a", 3)], right=[draw.parallel("inner", x=[draw.handle("b", 4)])]),
        draw.end(),
    )


def test_json_keeps_a_drawing(drawing: FlowGraph) -> None:
    assert FlowGraph.model_validate_json(drawing.model_dump_json()) == drawing


def test_the_hash_is_that_of_the_content(drawing: FlowGraph, draw: Any) -> None:
    shuffled = json.loads(json.dumps(drawing.model_dump(mode="json"), sort_keys=True))
    assert FlowGraph.model_validate(shuffled).content_hash() == drawing.content_hash()
    assert draw.graph(draw.start(), draw.end()).content_hash() != drawing.content_hash()


def test_a_branch_has_its_default_arm_even_when_the_json_leaves_it_out() -> None:
    drawn = FlowGraph.model_validate({"root": {"blocks": [{"kind": "branch", "id": "b"}]}})
    (branch,) = walk_blocks(drawn.root)
    assert branch.default.id == "default"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "blocks",
    [
        [{"kind": "node", "id": "a", "type": "end"}, {"kind": "node", "id": "a", "type": "end"}],
        [{"kind": "branch", "id": "b", "arms": [{"id": "default", "when": "x"}]}],
        [{"kind": "branch", "id": "b", "default": None}],
        [{"kind": "parallel", "id": "p", "arms": []}],
        [{"kind": "node", "id": "bad id", "type": "end"}],
        [{"kind": "node", "id": "a", "type": "end", "extra": 1}],
        [{"kind": "somersault", "id": "a"}],
    ],
)
def test_drawings_that_cannot_be_are_refused(blocks: list[Any]) -> None:
    with pytest.raises(ValidationError):
        FlowGraph.model_validate({"root": {"blocks": blocks}})


def test_a_type_that_no_feature_brings_is_named(draw: Any) -> None:
    with pytest.raises(errors.UnknownNodeType) as refused:
        compile_flow(1, draw.graph(draw.node("x", "teleport")), TYPES)
    assert refused.value.params == {"type": "teleport"}


def test_settings_that_do_not_fit_the_type_are_named(draw: Any) -> None:
    with pytest.raises(errors.SettingsInvalid) as refused:
        compile_flow(1, draw.graph(draw.approve("x", 2, percent=101)), TYPES)
    assert refused.value.params["node"] == "x"
    assert refused.value.params["where"] == "percent"


def test_scopes_and_what_follows_are_structural_facts(drawing: FlowGraph) -> None:
    version = compile_flow(1, drawing, TYPES)
    assert list(version.places) == ["start", "big", "sign", "both", "a", "inner", "b", "end"]
    assert {n: p.scope for n, p in version.places.items() if p.scope} == {
        "a": "/both.left",
        "inner": "/both.right",
        "b": "/both.right/inner.x",
    }
    assert version.place("sign").then.id == "both"
    assert version.place("b").then.kind == "join"
    assert version.place("end").then.kind == "finish"


def test_the_palette_gives_the_designer_every_type_with_its_form() -> None:
    palette = {t["type"]: t for t in TYPES.palette()}
    assert {"start", "handle", "approve", "cc", "branch", "parallel", "automation", "wait", "dispatch", "end"} <= set(
        palette
    )
    assert "assignees" in palette["approve"]["settings"]["properties"]
    assert all(set(t["label"]) == {"zh-CN", "en"} for t in palette.values())


def test_a_type_is_replaced_only_by_its_own_refinement() -> None:
    class Better(Dispatch):
        pass

    class Foreign(type(TYPES.get("end"))):  # type: ignore[misc]
        name = "dispatch"

    assert isinstance(NodeTypes.of((*BUILT_IN, Better())).get("dispatch"), Better)
    with pytest.raises(ValueError, match="dispatch"):
        NodeTypes.of((*BUILT_IN, Foreign()))
