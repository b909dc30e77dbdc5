"""Publishing checks: each fault is found at its node, and a sound flow passes without a word."""

from __future__ import annotations

from typing import Any

import pytest

from paidan.builder.flow.checks import check_flow, dependencies
from paidan.builder.flow.nodes import BUILT_IN
from paidan.builder.flow.nodetype import NodeTypes
from paidan.builder.flow.plan import compile_flow
from paidan.builder.flow.settings.references import Reference
from paidan.kernel.i18n.catalogue import load_catalogue

TYPES = NodeTypes.of(BUILT_IN)
BEN, CAI = 2, 3


class Everything:
    """A directory in which everything exists but what is named as missing, and every text without "bad" is typed."""

    def __init__(self, *missing: tuple[str, Any]) -> None:
        self.missing = missing
        self.asked: list[Reference] = []

    def exists(self, reference: Reference) -> bool:
        self.asked.append(reference)
        return (reference.kind, reference.key) not in self.missing

    def check_condition(self, expression: Any) -> list[str]:
        return ["not a yes or no"] if expression == "bad" else []


def codes(graph: Any, *missing: tuple[str, Any]) -> set[tuple[str, str, str]]:
    return {(f.node, f.code, f.severity) for f in check_flow(graph, TYPES, Everything(*missing))}


@pytest.fixture(scope="session")
def found(draw: Any) -> Any:
    return lambda *blocks, **facts: codes(draw.graph(draw.start(), *blocks, draw.end(), **facts))


def test_a_sound_flow_passes_without_a_word(found: Any, draw: Any) -> None:
    again = draw.branch("ok", ("no", "{好了} = 否", [draw.node("again", "go_to", node="fix")]))
    both = draw.parallel(
        "both", a=[draw.approve("a1", BEN)], b=[draw.node("auto", "automation", actions=[{"type": "x"}])]
    )
    assert found(draw.handle("fix", BEN, form={"fields": {"note": "required"}}), again, both) == set()


@pytest.mark.parametrize(
    ("block", "code"),
    [
        ({"kind": "node", "id": "x", "type": "teleport"}, "unknown_type"),
        ({"kind": "node", "id": "x", "type": "wait"}, "settings_invalid"),
        ({"kind": "node", "id": "x", "type": "start"}, "second_start"),
        ({"kind": "node", "id": "x", "type": "go_to", "settings": {"node": "nowhere"}}, "missing_node"),
        ({"kind": "node", "id": "x", "type": "handle", "settings": {"policies": {"nobody": "skip"}}}, "no_assignee"),
        (
            {"kind": "node", "id": "x", "type": "handle", "settings": {"assignees": [{"kind": "initiator"}]}},
            "no_fallback",
        ),
    ],
)
def test_faults_of_one_node(found: Any, block: dict[str, Any], code: str) -> None:
    assert ("x", code, "error") in found(block)


def test_start_and_end_must_be_there(draw: Any) -> None:
    assert codes(draw.graph(draw.handle("x", BEN))) >= {("", "no_start", "error"), ("", "no_end", "error")}
    assert ("start", "start_not_first", "error") in codes(draw.graph(draw.handle("x", BEN), draw.start(), draw.end()))


def test_what_stands_behind_an_end_is_never_reached(draw: Any) -> None:
    graph = draw.graph(draw.start(), draw.end(), draw.handle("x", BEN))
    assert ("x", "unreachable", "error") in codes(graph)


def test_what_follows_a_branch_that_always_ends_is_never_reached(found: Any, draw: Any) -> None:
    b = draw.branch("b", ("yes", "c", [draw.end("e1")]), default=[draw.end("e2")])
    assert ("x", "unreachable", "error") in found(b, draw.handle("x", BEN))


def test_a_flow_that_falls_off_its_end_is_a_warning(draw: Any) -> None:
    b = draw.branch("b", ("yes", "c", [draw.end("e1")]))
    graph = draw.graph(draw.start(), b, draw.handle("x", BEN))
    assert codes(graph) == {("x", "ends_without_end", "warning")}


def test_ends_in_parallel_blocks_and_empty_branches_are_warnings(found: Any, draw: Any) -> None:
    p = draw.parallel("p", a=[draw.end("e1")], b=[draw.handle("x", BEN)])
    assert found(p, draw.branch("b")) == {("e1", "end_in_parallel", "warning"), ("b", "branch_without_arms", "warning")}


def test_conditions_are_typed_wherever_they_stand(found: Any, draw: Any) -> None:
    wait = draw.node("w", "wait", until={"kind": "condition", "condition": "bad"})
    assert found(draw.branch("b", ("yes", "bad", [])), wait) == {
        ("b", "condition", "error"),
        ("w", "condition", "error"),
    }


@pytest.mark.parametrize(
    ("settings", "missing"),
    [
        ({"form": {"fields": {"gone": "edit"}}}, ("field", "gone")),
        ({"guarded": ["gone"]}, ("field", "gone")),
        ({"assignees": [{"kind": "field", "field": "gone"}]}, ("field", "gone")),
        ({"assignees": [{"kind": "person", "people": [9]}]}, ("person", 9)),
        ({"assignees": [{"kind": "role", "key": "gone"}]}, ("role", "gone")),
        ({"assignees": [{"kind": "team", "key": 4}]}, ("team", 4)),
        ({"assignees": [{"kind": "skill_group", "key": "gone"}]}, ("skill_group", "gone")),
        ({"timers": {"calendar": "gone"}}, ("calendar", "gone")),
        ({"status_on_enter": "gone"}, ("choice", "gone")),
        ({"buttons": [{"key": "k", "action": "complete", "sets": {"gone": 1}}]}, ("field", "gone")),
        ({"timers": {"reminders": [{"when": {"kind": "field", "field": "gone"}}]}}, ("field", "gone")),
    ],
)
def test_everything_pointed_at_must_exist(draw: Any, settings: dict[str, Any], missing: tuple[str, Any]) -> None:
    graph = draw.graph(
        draw.start(), draw.handle("x", *([] if "assignees" in settings else [BEN]), **settings), draw.end()
    )
    assert codes(graph) == set()
    assert codes(graph, missing) == {("x", f"missing_{missing[0]}", "error")}


def test_statuses_are_looked_up_in_the_flows_status_field(draw: Any) -> None:
    directory = Everything()
    graph = draw.graph(
        draw.start(), draw.end(status_on_enter="closed"), status_field="stage", status_when={"rejected": "no"}
    )
    check_flow(graph, TYPES, directory)
    assert {(r.key, r.within) for r in directory.asked} == {("closed", "stage"), ("no", "stage")}


@pytest.mark.parametrize(
    "settings",
    [
        {"on_reject": {"kind": "node", "node": "inside"}},
        {"return_to": ["inside"]},
        {"timers": {"final": {"when": {"kind": "after", "minutes": 5}, "action": {"kind": "jump", "node": "inside"}}}},
    ],
)
def test_nobody_is_sent_into_a_parallel_arm_from_outside(found: Any, draw: Any, settings: dict[str, Any]) -> None:
    p = draw.parallel("p", a=[draw.handle("inside", BEN)], b=[])
    assert ("x", "illegal_target", "error") in found(p, draw.approve("x", CAI, **settings))


def test_return_targets_must_be_nodes_where_people_work(found: Any, draw: Any) -> None:
    tell = draw.node("tell", "cc", assignees=draw.person(BEN))
    assert found(tell, draw.approve("x", BEN, return_to=["tell"])) == {("x", "not_a_human_node", "error")}


def test_a_node_must_offer_a_way_forward(found: Any, draw: Any) -> None:
    buttons = [{"key": "no", "action": "reject"}]
    assert found(draw.approve("x", BEN, buttons=buttons)) == {("x", "no_way_forward", "error")}


def test_a_timer_cannot_agree_where_nobody_works(found: Any, draw: Any) -> None:
    timers = {"final": {"when": {"kind": "after", "minutes": 5}, "action": {"kind": "auto_agree"}}}
    assert found(draw.node("x", "dispatch", timers=timers)) == {("x", "timer_needs_people", "error")}


def loop(draw: Any, *blocks: Any) -> list[Any]:
    again = draw.branch("ok", ("no", "c", [draw.node("again", "go_to", node=blocks[0]["id"])]))
    return [*blocks, again]


def test_a_loop_without_a_person_or_a_wait_is_an_error_with_its_nodes_named(draw: Any) -> None:
    auto = draw.node("auto", "automation", actions=[{"type": "x"}])
    graph = draw.graph(draw.start(), *loop(draw, auto), draw.end())
    (finding,) = check_flow(graph, TYPES, Everything())
    assert (finding.code, finding.params["nodes"]) == ("loop_without_rest", ["auto", "ok", "again"])
    assert "auto → ok → again" in finding.sentence("zh-CN")


def test_a_loop_out_of_a_parallel_block_counts_too(found: Any, draw: Any) -> None:
    p = draw.parallel("p", a=[draw.node("again", "go_to", node="p")], b=[draw.handle("x", BEN)])
    assert ("p", "loop_without_rest", "error") in found(p)


@pytest.mark.parametrize(
    ("type_", "settings"),
    [
        ("wait", {"until": {"kind": "time", "when": {"kind": "after", "minutes": 5}}}),
        ("wait", {"until": {"kind": "event", "event": "paid"}}),
        ("dispatch", {}),
        ("automation", {"actions": [{"type": "x"}], "wait": True}),
    ],
)
def test_a_wait_in_a_loop_is_enough(found: Any, draw: Any, type_: str, settings: dict[str, Any]) -> None:
    assert found(*loop(draw, draw.node("rest", type_, **settings))) == set()


def test_a_wait_for_a_condition_may_hold_at_once_and_is_not(found: Any, draw: Any) -> None:
    rest = draw.node("rest", "wait", until={"kind": "condition", "condition": "c"})
    assert ("rest", "loop_without_rest", "error") in found(*loop(draw, rest))


def test_a_loop_whose_people_may_be_passed_over_is_a_warning(found: Any, draw: Any) -> None:
    assert found(*loop(draw, draw.approve("x", BEN, policies={"nobody": "skip"}))) == {
        ("x", "loop_may_not_rest", "warning")
    }


def test_dependencies_are_listed_by_node(draw: Any) -> None:
    graph = draw.graph(draw.start(), draw.handle("x", BEN, form={"fields": {"note": "edit"}}), draw.end())
    assert dependencies(compile_flow(1, graph, TYPES))["x"] == [Reference("person", BEN), Reference("field", "note")]


def test_every_sentence_of_the_flow_is_there_in_both_languages() -> None:
    import re
    from inspect import getmembers, isclass
    from pathlib import Path

    import paidan.builder.flow as package
    from paidan.builder.flow import errors

    known = load_catalogue()
    source = "\n".join(p.read_text("utf-8") for p in Path(package.__path__[0]).rglob("*.py"))
    wanted = {f"error.{e.code}" for _, e in getmembers(errors, isclass) if getattr(e, "code", "").startswith("flow.")}
    wanted |= set(re.findall(r'"(flow\.notice\.\w+)"', source))
    wanted |= {
        f"flow.check.{code}" for code in re.findall(r'Finding\([\w.\[\]" ]+, "(?:error|warning)", "(\w+)"', source)
    }
    kinds = ("field", "person", "role", "team", "skill_group", "choice", "calendar", "flow")
    wanted |= {f"flow.check.missing_{kind}" for kind in kinds}
    assert wanted
    for key in wanted:
        assert known[key].keys() >= {"zh-CN", "en"}, key
