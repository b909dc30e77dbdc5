"""A dry run: one record walked through a flow by the real engine, with nobody asked and nothing written.

People agree unless the answers say otherwise, outcomes are the usual ones, time passes at once. What comes out is the
path, the reason for each branch, who would have been asked, and what would have been missing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import count
from typing import Any

from paidan.builder.flow import commands, outcomes
from paidan.builder.flow.acting import after_act
from paidan.builder.flow.effects import SetFields
from paidan.builder.flow.events import FlowEvent
from paidan.builder.flow.leaving import leave
from paidan.builder.flow.places import blank
from paidan.builder.flow.plan import FlowVersion
from paidan.builder.flow.ports import Ports, RecordView
from paidan.builder.flow.state import FlowState, InstanceState, PersonId, Task, Token
from paidan.builder.flow.step import StepResult, complete, step
from paidan.builder.flow.work import Work

MOST_STOPS = 200


@dataclass(frozen=True, slots=True)
class Answer:
    """What happens at a node in a dry run: `reject` instead of agreeing, another outcome, and fields filled in."""

    reject: bool = False
    outcome: str | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Stop:
    """One rest on the way. people: who would have been asked. missing: required fields that would have been blank."""

    node: str
    waits: str
    people: tuple[PersonId, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DryRun:
    """What a dry run showed. `outcome` is still "active" when it was given up after too many stops."""

    path: tuple[str, ...]
    stops: tuple[Stop, ...]
    events: tuple[FlowEvent, ...]
    outcome: InstanceState
    values: Mapping[str, Any]


def simulate(
    version: FlowVersion,
    record: RecordView,
    now: datetime,
    ports: Ports,
    *,
    initiator: PersonId | None,
    answers: Mapping[str, Answer] | None = None,
) -> DryRun:
    """Walk a record through a flow. now: UTC. Raises: refusals of the engine, such as OutcomeUnknown."""
    walker = _Walker(version, record, now, replace(ports, new_id=count(1).__next__), answers or {})
    walker.take(step(version, None, record, commands.Start(instance_id=0, initiator=initiator), now, walker.ports))
    while walker.state.instance.state == "active" and len(walker.stops) < MOST_STOPS:
        walker.go_on()
    path = tuple(e.node for e in walker.events if e.kind == "node_entered")
    state = walker.state.instance.state
    return DryRun(path, tuple(walker.stops), tuple(walker.events), state, walker.record.values)


class _Walker:
    def __init__(
        self,
        version: FlowVersion,
        record: RecordView,
        now: datetime,
        ports: Ports,
        answers: Mapping[str, Answer],
    ) -> None:
        self.version, self.record, self.now = version, record, now
        self.ports, self.answers = ports, answers
        self.events: list[FlowEvent] = []
        self.stops: list[Stop] = []
        self.state: FlowState

    def take(self, result: StepResult) -> None:
        """Keep what a step brought, the fields it would write included."""
        self.events += result.events
        for effect in result.effects:
            if isinstance(effect, SetFields):
                self.record = self.ports.preview(self.record, effect.values)
        self.state = result.state.needed()

    def go_on(self) -> None:
        """Do what the first token at rest waits for."""
        token = next(t for t in self.state.tokens if t.open and t.waits != "arms")
        if token.waits == "task":
            self.act(token)
        else:
            self.stops.append(Stop(token.node, token.waits))
            self.apply(None, lambda work: self.pass_time(work, token))

    def apply(self, actor: PersonId | None, do: Callable[[Work], None]) -> None:
        work = Work(self.version, self.state, self.record, self.now, self.ports, actor)
        do(work)
        self.take(complete(work))

    def act(self, token: Token) -> None:
        task = next(t for t in self.state.tasks if t.state == "open" and t.token_id == token.id)
        answer = self.answers.get(token.node, Answer())
        actor = task.holders[0] if task.holders else None
        self.apply(actor, lambda work: self.vote(work, task, answer))

    def vote(self, work: Work, task: Task, answer: Answer) -> None:
        work.set_fields(answer.fields, "form", task.node)
        form = work.human(task).form
        missing = tuple(k for k, right in form.fields.items() if right == "required" and blank(work.record.get(k)))
        self.stops.append(Stop(task.node, "task", task.holders, missing))
        rejects = answer.reject and "reject" in work.place_of(task).type.acts
        done = replace(
            task, state="done", vote="reject" if rejects else "agree", closed_at=work.now, closed_by=work.actor
        )
        work.put(done)
        work.happened("rejected" if rejects else "agreed", task.node, task=task.id)
        after_act(work, done)

    def pass_time(self, work: Work, token: Token) -> None:
        place = work.place_of(token)
        answer = self.answers.get(token.node, Answer())
        usual = next(iter(place.type.outcomes(place.settings)), None)
        outcome = answer.outcome or usual
        if token.waits == "time":
            outcomes.time_reached(work, token, place)
        elif outcome is None:
            leave(work, token, place)
        else:
            command = commands.ExternalOutcome(
                token_id=token.id, epoch=token.epoch, outcome=outcome, sets=answer.fields
            )
            outcomes.external_outcome(work, command)
