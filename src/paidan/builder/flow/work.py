"""What one step has in hand: the rows as they are becoming, and the events and effects so far.

A `Work` lives for one command. Subject modules change rows only through `put`, and tokens move only through `queue`.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

from paidan.builder.flow.effects import Effect, SetFields
from paidan.builder.flow.errors import TaskNotFound
from paidan.builder.flow.events import FlowEvent
from paidan.builder.flow.places import Onward, Why, encloses
from paidan.builder.flow.plan import FlowVersion, Place
from paidan.builder.flow.ports import Ports, RecordView
from paidan.builder.flow.settings.human import HumanSettings
from paidan.builder.flow.state import (
    FlowState,
    PersonId,
    Row,
    RowId,
    SignGroup,
    Stood,
    Task,
    Token,
)


@dataclass(frozen=True, slots=True)
class Reopen:
    """A task whose group is opened again, and how the other slots stood when its act closed them."""

    task_id: RowId
    stood: tuple[Stood, ...]


@dataclass(frozen=True, slots=True)
class Move:
    """A token on its way. Void when the token has closed or its epoch has moved on before its turn.

    reopen: the group that is opened again on arrival, instead of a new one.
    """

    token_id: RowId
    epoch: int
    onward: Onward
    why: Why = "forward"
    reopen: Reopen | None = None


class Work:
    """The working state of one step."""

    def __init__(
        self,
        version: FlowVersion,
        state: FlowState,
        record: RecordView,
        now: datetime,
        ports: Ports,
        actor: PersonId | None,
    ) -> None:
        self.version = version
        self.before = state
        self.instance = state.instance
        self.tokens = {t.id: t for t in state.tokens}
        self.groups = {g.id: g for g in state.groups}
        self.tasks = {t.id: t for t in state.tasks}
        self.record = record
        self.now = now
        self.ports = ports
        self.actor = actor
        self.on_behalf_of: PersonId | None = None
        self.events: list[FlowEvent] = []
        self.effects: list[Effect] = []
        self.queue: deque[Move] = deque()
        self.visits: list[str] = []

    def put(self, row: Row) -> None:
        """Keep a row, new or changed."""
        if isinstance(row, Task):
            self.tasks[row.id] = row
        elif isinstance(row, Token):
            self.tokens[row.id] = row
        elif isinstance(row, SignGroup):
            self.groups[row.id] = row
        else:
            self.instance = row

    def touched(self, task: Task, **changes: Any) -> Task:
        """Return a task with which the actor has just done something."""
        return replace(task, touched_rev=self.instance.rev, touched_by=self.actor, **changes)

    def happened(self, kind: str, node: str = "", /, **data: Any) -> None:
        """Add an event."""
        self.events.append(
            FlowEvent(kind=kind, at=self.now, actor=self.actor, on_behalf_of=self.on_behalf_of, node=node, data=data)
        )

    def set_fields(self, values: Mapping[str, Any], source: Literal["form", "flow"], node: str) -> None:
        """Write fields of the record, seen at once by conditions that follow."""
        if values:
            self.effects.append(SetFields(dict(values), source, node))
            self.record = self.ports.preview(self.record, values)

    def set_status(self, choice: str | None, node: str) -> None:
        """Move the record's status, if a choice is given and differs."""
        field = self.version.graph.status_field
        if choice is not None and self.record.get(field) != choice:
            self.set_fields({field: choice}, "flow", node)

    def next_epoch(self) -> int:
        """Count one more node entry and return its number."""
        self.instance = replace(self.instance, entries=self.instance.entries + 1)
        return self.instance.entries

    def send(self, token: Token, onward: Onward, why: Why = "forward", reopen: Reopen | None = None) -> None:
        """Put a token on its way."""
        self.queue.append(Move(token.id, token.epoch, onward, why, reopen))

    def token_in(self, scope: str) -> Token | None:
        """Return the open token of a scope."""
        return next((t for t in self.tokens.values() if t.open and t.scope == scope), None)

    def tokens_inside(self, scope: str) -> list[Token]:
        """Return the open tokens of all scopes within a scope, not its own."""
        return [t for t in self.tokens.values() if t.open and t.scope != scope and encloses(scope, t.scope)]

    def place_of(self, row: Token | Task | SignGroup) -> Place:
        """Return the place where a row stands."""
        return self.version.place(row.node)

    def human(self, row: Token | Task | SignGroup) -> HumanSettings:
        """Return the settings of the human node where a row stands."""
        settings = self.place_of(row).settings
        assert isinstance(settings, HumanSettings)
        return settings

    def task(self, task_id: RowId) -> Task:
        """Return a task of this instance. Raises: TaskNotFound."""
        found = self.tasks.get(task_id)
        if found is None:
            raise TaskNotFound(task=task_id)
        return found

    def slots(self, group_id: RowId) -> list[Task]:
        """Return all tasks of a group in the order in which they came to be."""
        return [t for t in self.tasks.values() if t.group_id == group_id]

    def open_group(self, token: Token) -> SignGroup | None:
        """Return the open group of a token."""
        return next((g for g in self.groups.values() if g.token_id == token.id and g.state == "open"), None)

    def to_do(self) -> list[Task]:
        """Return the open tasks of the instance."""
        return [t for t in self.tasks.values() if t.state == "open"]

    def token_of(self, task: Task) -> Token:
        """Return the token that a task belongs to. Raises: TaskNotFound when it was not loaded."""
        found = self.tokens.get(task.token_id)
        if found is None:
            raise TaskNotFound(task=task.id)
        return found

    def name(self, person: PersonId | None) -> str:
        """Return a person's name for a sentence, nothing for the product itself."""
        return "" if person is None else self.ports.people.name_of(person)
