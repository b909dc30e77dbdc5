"""Random flows and random commands: whatever people do in whatever order, the promises hold.

`Play` checks them after every command: every open task stands at an open token, no scope has two tokens, decided groups
have no open slots, an active instance always waits for somebody or something.
"""

from __future__ import annotations

from random import Random
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from paidan.builder.flow import commands as c
from paidan.builder.flow.checks import check_flow
from paidan.builder.flow.graph import FlowGraph
from paidan.builder.flow.nodes import BUILT_IN
from paidan.builder.flow.nodetype import NodeTypes
from paidan.builder.flow.places import encloses
from paidan.builder.flow.ports import Standing
from paidan.builder.flow.simulate import simulate
from paidan.kernel.errors import AppError

TYPES = NodeTypes.of(BUILT_IN)
PEOPLE = list(range(1, 7))
HUMAN = ("handle", "approve")


class Sketch:
    """Draws a random flow that the publishing checks accept, except perhaps for loops."""

    def __init__(self, rnd: Random, draw: Any) -> None:
        self.rnd, self.draw, self.count = rnd, draw, 0
        self.nodes: list[tuple[str, str, dict[str, Any]]] = [("start", "", {})]
        self.later: list[tuple[str, dict[str, Any], str]] = []

    def graph(self) -> FlowGraph:
        blocks = self.blocks("", 0)
        graph = {"root": self.draw.sequence(self.draw.start(), *blocks, self.draw.end())}
        for scope, settings_, how in self.later:
            legal = [n for n, s, _ in self.nodes if encloses(s, scope)]
            target = self.rnd.choice(legal)
            if how == "go_to":
                settings_["node"] = target
            elif how == "reject":
                settings_["on_reject"] = {"kind": "node", "node": target}
            else:
                action = {"kind": how, "node": target}
                settings_["timers"] = {"final": {"when": {"kind": "after", "minutes": 10}, "action": action}}
        return FlowGraph.model_validate(graph)

    def name(self) -> str:
        self.count += 1
        return f"n{self.count}"

    def blocks(self, scope: str, depth: int) -> list[Any]:
        return [self.block(scope, depth) for _ in range(self.rnd.randint(1 if depth == 0 else 0, 3))]

    def block(self, scope: str, depth: int) -> Any:
        kind = self.rnd.choice(("handle", "approve", "approve", "branch", "parallel", "wait", "dispatch", "auto"))
        name = self.name()
        if depth > 2 and kind in ("branch", "parallel"):
            kind = "approve"
        if kind == "branch":
            arm = self.blocks(scope, depth + 1)
            if self.rnd.random() < 0.3:
                arm.append(self.go_to(scope))
            when = {"field": "n", "above": self.rnd.randint(0, 9)}
            return self.draw.branch(name, ("yes", when, arm), default=self.blocks(scope, depth + 1))
        if kind == "parallel":
            arms = {a: self.blocks(f"{scope}/{name}.{a}", depth + 1) for a in ("a", "b", "c")[: self.rnd.randint(1, 3)]}
            return self.draw.parallel(name, self.rnd.choice(("all", "any", "count")), self.rnd.randint(1, 3), **arms)
        if kind == "wait":
            return self.draw.node(name, "wait", until={"kind": "event", "event": "go"})
        if kind == "dispatch":
            return self.draw.node(name, "dispatch")
        if kind == "auto":
            return self.draw.node(name, "automation", actions=[{"type": "x"}], wait=self.rnd.random() < 0.5)
        return self.human(name, kind, scope)

    def human(self, name: str, kind: str, scope: str) -> Any:
        rnd = self.rnd
        policies = {
            "nobody": rnd.choice(("administrator", "team_leader", "skip")),
            "same_person": rnd.choice(("ask", "ask", "pass")),
            "initiator": rnd.choice(("ask", "ask", "pass", "leader")),
            "away": rnd.choice(("ask", "leader", "administrator", "drop")),
            "disabled": rnd.choice(("leader", "administrator", "drop")),
        }
        drawn = getattr(self.draw, kind)(
            name,
            *rnd.sample(PEOPLE, rnd.randint(1, 4)),
            mode=rnd.choice(("any", "all", "sequence", "vote")),
            percent=rnd.randint(1, 100),
            veto=rnd.choice(("one", "count")),
            open_as=rnd.choice(("slots", "slots", "pool")),
            policies=policies,
            form={"others": "edit"},
            guarded=rnd.choice(([], ["n"])),
        )
        self.nodes.append((name, scope, drawn["settings"]))
        for how, chance in (("reject", 0.3), ("auto_return", 0.2), ("jump", 0.2)):
            if rnd.random() < chance:
                self.later.append((scope, drawn["settings"], how))
        return drawn

    def go_to(self, scope: str) -> Any:
        drawn = self.draw.node(self.name(), "go_to", node="start")
        self.later.append((scope, drawn["settings"], "go_to"))
        return drawn


def random_command(rnd: Random, p: Any) -> c.Command:
    """Mostly what people and time would do next, sometimes what nobody should."""
    chance = rnd.random()
    if p.over != "active" or chance < 0.03:
        return ruling(rnd, p)
    if chance < 0.10:
        return anything(rnd, p)
    resting = [t for t in p.tokens if t.waits in ("external", "event")]
    if resting and chance < 0.45:
        token = rnd.choice(resting)
        place = p.version.place(token.node)
        outcome = rnd.choice(place.type.outcomes(place.settings))
        return c.ExternalOutcome(token_id=token.id, epoch=token.epoch, outcome=outcome, sets={"n": rnd.randint(0, 9)})
    open_ = [t for t in p.tasks if t.state == "open" and t.holders]
    if not open_:
        return anything(rnd, p)
    task = rnd.choice(open_)
    mine = {"actor": rnd.choice(task.holders), "task_id": task.id}
    if task.assignee is None:
        return c.Claim(**mine)
    if chance < 0.75:
        return moving(rnd, p, task, mine)
    if p.version.place(task.node).type.acts == ("complete",):
        return c.Complete(**mine, fields={"n": rnd.randint(0, 9)} if task.node != "start" else {})
    return c.Reject(**mine) if rnd.random() < 0.25 else c.Agree(**mine)


def moving(rnd: Random, p: Any, task: Any, mine: dict[str, Any]) -> c.Command:
    other = rnd.choice(PEOPLE)
    added = [t for t in p.tasks if t.is_live and t.added_by is not None]
    done = [t for t in p.tasks if t.closed_by is not None and (t.vote or t.note == "returned")]
    back = rnd.choice([*p.instance.handled, "start"])
    place = rnd.choice(("before", "parallel", "after"))
    choices: list[c.Command] = [
        c.ReturnTo(**mine, node=back, resume="direct", opinion="x"),
        c.ReturnTo(**mine, node=back, resume=rnd.choice(("direct", "replay")), opinion="x"),
        c.Transfer(**mine, to=other),
        c.Delegate(**mine, to=other),
        c.AddSigner(**mine, person=other, place=place),
        c.AddSigner(**mine, person=other, place=place),
    ]
    if added:
        removed = rnd.choice(added)
        choices += [c.RemoveSigner(actor=removed.added_by, task_id=removed.id)] * 2
    if done:
        last = max(done, key=lambda t: t.closed_rev or 0)
        choices += [c.TakeBack(actor=last.closed_by, task_id=last.id)] * 3
        other_task = rnd.choice(done)
        choices.append(c.TakeBack(actor=other_task.closed_by, task_id=other_task.id))
    return rnd.choice(choices)


def ruling(rnd: Random, p: Any) -> c.Command:
    choices: list[c.Command] = [
        c.PersonLeft(person=rnd.choice(PEOPLE)),
        c.Jump(actor=90, node=rnd.choice(list(p.version.places)), reason="x"),
        c.Suspend(actor=90, reason="x"),
        c.Unsuspend(actor=90, reason="x"),
        c.Unsuspend(actor=90, reason="x"),
    ]
    if rnd.random() < 0.1:
        choices.append(c.Withdraw(actor=p.initiator, reason="x"))
    return rnd.choice(choices)


def anything(rnd: Random, p: Any) -> c.Command:
    token = rnd.choice(p.state.tokens)
    at_token = {"token_id": token.id, "epoch": token.epoch - (rnd.random() < 0.1)}
    choices: list[c.Command] = [
        c.ExternalOutcome(**at_token, outcome="done"),
        c.TimerFired(**at_token, timer="final"),
        c.TimerFired(**at_token, timer="final"),
        c.RecordChanged(fields=frozenset({"n"})),
        c.Urge(actor=rnd.choice(PEOPLE)),
    ]
    if p.tasks:
        task = rnd.choice(p.tasks)
        mine = {"actor": rnd.choice(task.holders or (90,)), "task_id": task.id}
        choices += [
            c.See(**mine),
            c.Release(**mine),
            c.SaveDraft(**mine, draft={"n": 1}),
            c.Agree(**mine),
            c.Reassign(actor=90, task_id=task.id, to=rnd.choice(PEOPLE), reason="x"),
        ]
    return rnd.choice(choices)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.randoms(use_true_random=False), st.integers(10, 60))
def test_whatever_happens_the_promises_hold(draw: Any, play: Any, rnd: Random, length: int) -> None:
    graph = Sketch(rnd, draw).graph()
    p = play(*[b.model_dump() for b in graph.root.blocks], values={"n": rnd.randint(0, 9)})
    p.people.leaders = {1: 2, 2: 3, 3: 91}
    p.people.standings = {5: Standing("away", deputy=6), 6: rnd.choice((Standing(), Standing("disabled")))}
    p.begin(1)
    for _ in range(length):
        p.later(rnd.randint(0, 15))
        before = p.instance
        try:
            p.do(random_command(rnd, p))
        except AppError:
            assert p.instance is before
        if p.over in ("completed", "rejected", "withdrawn", "terminated"):
            break


class Anything:
    def exists(self, reference: Any) -> bool:
        return True

    def check_condition(self, expression: Any) -> list[str]:
        return []


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=60)
@given(st.randoms(use_true_random=False))
def test_a_flow_that_passes_the_checks_is_never_stopped_by_a_loop_of_its_own(draw: Any, play: Any, rnd: Random) -> None:
    graph = Sketch(rnd, draw).graph()
    findings = {f.code for f in check_flow(graph, TYPES, Anything())}
    p = play(*[b.model_dump() for b in graph.root.blocks])
    run = simulate(p.version, _record(rnd), p.now, p.ports, initiator=1)
    if not findings & {"loop_without_rest", "loop_may_not_rest"}:
        assert run.outcome != "stopped"
    assert set(run.path) <= set(p.version.places)


def _record(rnd: Random) -> Any:
    from paidan.builder.flow.ports import RecordView

    return RecordView(5, {"n": rnd.randint(0, 9)})
