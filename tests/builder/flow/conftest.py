"""A small stage for flows: drawings in one line, people and calendars as plain values, and a memory that keeps rows.

`Play` applies every step as the service will: it hands the step only the rows that `FlowState.needed` names, checks
that each row changed is still the row that the step saw, and then checks the promises that hold at every moment.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from types import SimpleNamespace
from typing import Any

import pytest

from paidan.builder.flow import commands as c
from paidan.builder.flow.effects import ArmTimer, Effect, Notify, SetFields
from paidan.builder.flow.events import FlowEvent
from paidan.builder.flow.graph import FlowGraph
from paidan.builder.flow.nodes import BUILT_IN
from paidan.builder.flow.nodetype import NodeTypes
from paidan.builder.flow.plan import FlowVersion, compile_flow
from paidan.builder.flow.ports import Ports, RecordView, Standing, Verdict
from paidan.builder.flow.state import FlowState, Instance, SignGroup, Task, Token
from paidan.builder.flow.step import StepResult, step

MONDAY = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
TYPES = NodeTypes.of(BUILT_IN)
ANN, BEN, CAI, DAN, EVE, FAY, GUS, HAL = 1, 2, 3, 4, 5, 6, 7, 8
ADMIN, BOSS = 90, 91


def person(*people: int) -> list[dict[str, Any]]:
    return [{"kind": "person", "people": list(people)}]


def node(id_: str, type_: str, **settings: Any) -> dict[str, Any]:
    return {"kind": "node", "id": id_, "type": type_, "label": {"zh-CN": id_, "en": id_}, "settings": settings}


def start(**settings: Any) -> dict[str, Any]:
    return node("start", "start", **settings)


def end(id_: str = "end", **settings: Any) -> dict[str, Any]:
    return node(id_, "end", **settings)


def human(type_: str, id_: str, *people: int, **settings: Any) -> dict[str, Any]:
    settings.setdefault("policies", {"nobody": "administrator"})
    settings["policies"].setdefault("nobody", "administrator")
    settings.setdefault("opinion_for", [])
    if people:
        settings.setdefault("assignees", person(*people))
    return node(id_, type_, **settings)


def handle(id_: str, *people: int, **settings: Any) -> dict[str, Any]:
    return human("handle", id_, *people, **settings)


def approve(id_: str, *people: int, **settings: Any) -> dict[str, Any]:
    return human("approve", id_, *people, **settings)


def sequence(*blocks: Any) -> dict[str, Any]:
    return {"kind": "sequence", "blocks": list(blocks)}


def branch(id_: str, *arms: tuple[str, Any, list[Any]], default: list[Any] | None = None) -> dict[str, Any]:
    drawn = [{"id": a, "when": when, "label": {"en": a}, "body": sequence(*body)} for a, when, body in arms]
    return {"kind": "branch", "id": id_, "arms": drawn, "default": {"id": "else", "body": sequence(*(default or []))}}


def parallel(id_: str, join: str = "all", need: int = 1, **arms: list[Any]) -> dict[str, Any]:
    drawn = [{"id": a, "body": sequence(*body)} for a, body in arms.items()]
    return {"kind": "parallel", "id": id_, "join": {"mode": join, "need": need}, "arms": drawn}


def graph(*blocks: Any, **facts: Any) -> FlowGraph:
    return FlowGraph.model_validate({"root": sequence(*blocks), **facts})


class Everybody:
    """People as plain values. Roles name lists; leaders name one; standings are given where not active."""

    def __init__(self) -> None:
        self.found: dict[tuple[str, Any], list[int]] = {}
        self.standings: dict[int, Standing] = {}
        self.leaders: dict[int, int] = {}
        self.admins = [ADMIN]

    def find(self, rule: Any, asking: Any) -> list[int]:
        return self.found.get((rule.kind, getattr(rule, "key", None)), [])

    def standing(self, person_id: int) -> Standing:
        return self.standings.get(person_id, Standing())

    def leader_of(self, person_id: int) -> int | None:
        return self.leaders.get(person_id)

    def administrators(self) -> list[int]:
        return self.admins

    def name_of(self, person_id: int) -> str:
        return f"P{person_id}"


class Hours:
    """Working time: without a name every minute counts; "office" counts 01:00 to 09:00 UTC of every day."""

    def _open(self, calendar: str | None, at: datetime) -> bool:
        return calendar is None or 1 <= at.hour < 9

    def after(self, calendar: str | None, start_: datetime, minutes: int) -> datetime:
        if calendar is None:
            return start_ + timedelta(minutes=minutes)
        at = start_
        while minutes > 0:
            minutes -= self._open(calendar, at)
            at += timedelta(minutes=1)
        return at

    def minutes_between(self, calendar: str | None, start_: datetime, end_: datetime) -> int:
        minutes = int((end_ - start_).total_seconds() // 60)
        if calendar is None:
            return minutes
        return sum(self._open(calendar, start_ + timedelta(minutes=n)) for n in range(minutes))


def evaluate(expression: Any, record: RecordView) -> Verdict:
    """Conditions of the tests: {"field": key, "is": value} or {"field": key, "above": number}."""
    value = record.get(expression["field"])
    holds = value == expression["is"] if "is" in expression else value is not None and value > expression["above"]
    return Verdict(holds, {"field": expression["field"], "value": value})


@dataclass
class Play:
    """One instance on stage."""

    version: FlowVersion
    values: dict[str, Any] = field(default_factory=dict)
    people: Everybody = field(default_factory=Everybody)
    now: datetime = MONDAY
    check: bool = True

    def __post_init__(self) -> None:
        ids = count(1000)
        self.ports = Ports(lambda: next(ids), evaluate, self.people, Hours())
        self.instance: Instance | None = None
        self.rows: dict[int, Token | SignGroup | Task] = {}
        self.events: list[FlowEvent] = []
        self.effects: list[Effect] = []
        self.last: StepResult | None = None
        self.initiator: int | None = None

    # -- doing ------------------------------------------------------------------------------------------------------

    def begin(self, initiator: int | None = ANN) -> Play:
        self.initiator = initiator
        self.do(c.Start(actor=initiator, instance_id=7, initiator=initiator))
        return self

    def do(self, command: c.Command) -> StepResult:
        state = None if isinstance(command, c.Start) else self.state.needed(getattr(command, "task_id", None))
        result = step(self.version, state, RecordView(5, dict(self.values)), command, self.now, self.ports)
        self._write(result)
        self.last = result
        if self.check:
            check_promises(self)
        return result

    def _write(self, result: StepResult) -> None:
        for change in result.changes:
            row = change.row
            if isinstance(row, Instance):
                assert change.was == self.instance
                self.instance = row
                continue
            assert self.rows.get(row.id) == change.was
            assert (change.op == "insert") == (change.was is None)
            self.rows[row.id] = row
        self.events += result.events
        self.effects += result.effects
        for effect in result.effects:
            if isinstance(effect, SetFields):
                self.values.update(effect.values)

    def complete(self, who: int, at: str | None = None, **more: Any) -> StepResult:
        return self.do(c.Complete(actor=who, task_id=self.task(who, at).id, **more))

    def agree(self, who: int, at: str | None = None, **more: Any) -> StepResult:
        return self.do(c.Agree(actor=who, task_id=self.task(who, at).id, **more))

    def reject(self, who: int, at: str | None = None, **more: Any) -> StepResult:
        return self.do(c.Reject(actor=who, task_id=self.task(who, at).id, **more))

    def send_back(self, who: int, to: str, resume: Any = "replay", **more: Any) -> StepResult:
        return self.do(c.ReturnTo(actor=who, task_id=self.task(who).id, node=to, resume=resume, **more))

    def transfer(self, who: int, to: int, **more: Any) -> StepResult:
        return self.do(c.Transfer(actor=who, task_id=self.task(who).id, to=to, **more))

    def delegate(self, who: int, to: int) -> StepResult:
        return self.do(c.Delegate(actor=who, task_id=self.task(who).id, to=to))

    def add(self, who: int, whom: int, place: Any) -> StepResult:
        return self.do(c.AddSigner(actor=who, task_id=self.task(who).id, person=whom, place=place))

    def remove(self, who: int, whom: int) -> StepResult:
        live = [t for t in self.tasks if t.is_live and t.assignee == whom]
        return self.do(c.RemoveSigner(actor=who, task_id=live[-1].id))

    def take_back(self, who: int, at: str | None = None) -> StepResult:
        done = [t for t in self.tasks if t.closed_by == who and t.assignee == who and at in (None, t.node)]
        return self.do(c.TakeBack(actor=who, task_id=done[-1].id))

    def claim(self, who: int) -> StepResult:
        return self.do(c.Claim(actor=who, task_id=self.task(who).id))

    def see(self, who: int) -> StepResult:
        return self.do(c.See(actor=who, task_id=self.task(who).id))

    def fire(self, timer: str, at: str | None = None) -> StepResult:
        token = self.token(at)
        return self.do(c.TimerFired(token_id=token.id, epoch=token.epoch, timer=timer))

    def report(self, outcome: str, at: str | None = None, **sets: Any) -> StepResult:
        token = self.token(at)
        return self.do(c.ExternalOutcome(token_id=token.id, epoch=token.epoch, outcome=outcome, sets=sets))

    def later(self, minutes: int) -> Play:
        self.now += timedelta(minutes=minutes)
        return self

    # -- looking ----------------------------------------------------------------------------------------------------

    @property
    def state(self) -> FlowState:
        rows = self.rows.values()
        assert self.instance is not None
        return FlowState(
            self.instance,
            tuple(r for r in rows if isinstance(r, Token)),
            tuple(r for r in rows if isinstance(r, SignGroup)),
            self.tasks,
        )

    @property
    def tasks(self) -> tuple[Task, ...]:
        return tuple(r for r in self.rows.values() if isinstance(r, Task))

    @property
    def tokens(self) -> list[Token]:
        return [t for t in self.state.tokens if t.open]

    def token(self, at: str | None = None) -> Token:
        return next(t for t in self.tokens if (at is None and t.waits != "arms") or t.node == at)

    def task(self, who: int, at: str | None = None) -> Task:
        found = [t for t in self.tasks if t.state == "open" and who in t.holders and at in (None, t.node)]
        assert found, f"P{who} has no open task; open: {self.open}"
        return found[-1]

    @property
    def open(self) -> dict[str, list[int]]:
        """Who holds an open task at which node."""
        found: dict[str, list[int]] = {}
        for t in self.tasks:
            if t.state == "open":
                found.setdefault(t.node, []).extend(t.holders)
        return {n: sorted(p) for n, p in sorted(found.items())}

    @property
    def at(self) -> list[str]:
        """Where tokens rest, blocks that wait for their arms left out."""
        return sorted(t.node for t in self.tokens if t.waits != "arms")

    @property
    def over(self) -> str:
        assert self.instance is not None
        return self.instance.state

    def told(self, kind: str) -> list[dict[str, Any]]:
        return [{"node": e.node, "actor": e.actor, **e.data} for e in self.events if e.kind == kind]

    def path(self) -> list[str]:
        return [e.node for e in self.events if e.kind == "node_entered"]

    def asked(self, kind: type[Any]) -> list[Any]:
        return [e for e in self.effects if isinstance(e, kind)]

    def noticed(self, message: str) -> list[tuple[int, ...]]:
        return [e.people for e in self.asked(Notify) if e.message == f"flow.notice.{message}"]

    def due(self, timer: str) -> float:
        """Minutes from Monday to when a timer was last armed for."""
        armed = [e for e in self.asked(ArmTimer) if e.timer == timer]
        return (armed[-1].due_at - MONDAY).total_seconds() / 60


def check_promises(play: Play) -> None:
    """What holds after every command."""
    state = play.state
    tokens = {t.id: t for t in state.tokens if t.open}
    groups = {g.id: g for g in state.groups}
    assert len({t.scope for t in tokens.values()}) == len(tokens), "two open tokens in one scope"
    for task in state.tasks:
        group = groups[task.group_id]
        if task.is_live:
            assert group.state == "open", "a decided group has an open slot"
            assert group.token_id in tokens, "a live task has no open token"
            assert (task.epoch, task.node) == (tokens[group.token_id].epoch, tokens[group.token_id].node)
        if task.state == "waiting":
            assert task.waits_for is not None or group.mode == "sequence"
            assert task.waits_for is None or play.rows[task.waits_for].is_live, "a slot waits for nobody"  # type: ignore[union-attr]
    for group in groups.values():
        if group.state == "open":
            assert any(t.state == "open" for t in state.tasks if t.group_id == group.id), "an open group asks nobody"
    if state.instance.state == "active":
        assert tokens, "an active instance stands nowhere"
        for token in tokens.values():
            check_rest(play, token)
    elif state.instance.state not in ("suspended", "stopped"):
        assert not tokens, "an ended instance stands somewhere"
        assert not any(t.is_live for t in state.tasks)


def check_rest(play: Play, token: Token) -> None:
    assert token.waits in ("task", "time", "event", "external", "arms"), token.waits
    if token.waits == "task":
        assert any(t.state == "open" and t.token_id == token.id for t in play.tasks), "a token waits for no task"
    if token.waits == "arms":
        inside = [t for t in play.tokens if t.scope.startswith(f"{token.scope}/{token.node}.")]
        assert inside, "a block waits for no arm"


@pytest.fixture(scope="session")
def draw() -> SimpleNamespace:
    """Drawings in one line."""
    return SimpleNamespace(
        node=node,
        start=start,
        end=end,
        handle=handle,
        approve=approve,
        branch=branch,
        parallel=parallel,
        sequence=sequence,
        graph=graph,
        person=person,
    )


@pytest.fixture(scope="session")
def play() -> Any:
    """Compile a flow of these blocks and put it on stage, not yet begun."""

    def build(*blocks: Any, values: dict[str, Any] | None = None, **facts: Any) -> Play:
        return Play(compile_flow(3, graph(*blocks, **facts), TYPES), dict(values or {}))

    return build


@pytest.fixture(scope="session")
def approving(play: Any) -> Any:
    """Begin a flow of start, one approval by these people, end."""

    def build(*people: int, **settings: Any) -> Play:
        return play(start(), approve("sign", *people, **settings), end()).begin()  # type: ignore[no-any-return]

    return build
