"""Where an instance stands: its open tokens, its open sign groups with their slots, and nothing of its past.

These rows are all that a step needs. What happened is told by events. A service keeps one table per class; tuples and
mappings inside a row are JSON columns. Which rows a step must be given is stated at `FlowState`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

RowId = int
PersonId = int

InstanceState = Literal["active", "suspended", "stopped", "completed", "rejected", "withdrawn", "terminated"]
Waits = Literal["moving", "task", "time", "event", "external", "arms", "stopped"]
Resume = Literal["replay", "direct"]
SignMode = Literal["any", "all", "sequence", "vote"]
Veto = Literal["one", "count"]
GroupState = Literal["open", "passed", "rejected", "cancelled"]
TaskState = Literal["waiting", "open", "done", "cancelled"]
TaskRole = Literal["seat", "after", "before", "delegate"]
Vote = Literal["agree", "reject"]


@dataclass(frozen=True, slots=True)
class Handled:
    """Who handled a node last. `counts` turns false when a return makes the earlier decision void."""

    people: tuple[PersonId, ...]
    epoch: int
    counts: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Instance:
    """One run of one flow version over one record.

    rev: raised by every step; the service compares and sets it. entries: node entries so far; the newest is the epoch
    of the token that made it. acted: somebody other than the initiator at the start has acted. urged: person → the
    moment of the last reminder he asked for. Moments are UTC.
    """

    id: RowId
    version_id: RowId
    record_id: RowId
    initiator: PersonId | None
    started_at: datetime
    state: InstanceState = "active"
    rev: int = 0
    entries: int = 0
    acted: bool = False
    handled: Mapping[str, Handled] = field(default_factory=dict)
    urged: Mapping[PersonId, datetime] = field(default_factory=dict)
    suspended_at: datetime | None = None
    ended_at: datetime | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Stood:
    """How one live slot stood when an act closed its group: whether it was open, and what it waited for."""

    task_id: RowId
    open: bool
    waits_for: RowId | None = None


@dataclass(frozen=True, slots=True)
class ResumePoint:
    """Where an instance goes once the node it was returned to is handed in again, instead of through every node.

    at_node: the node it was returned to. node, group_id, task_id: who returned it, in which group. stood: the other
    slots of that group. since: decisions
    of this epoch and later are void if it has to replay. guarded: the values of the returning node's guarded fields
    at that moment; if one differs later, the instance replays.
    """

    at_node: str
    node: str
    group_id: RowId
    task_id: RowId
    stood: tuple[Stood, ...] = ()
    since: int = 0
    guarded: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CameFrom:
    """The act that moved a token last, so that it can be taken back.

    stood: the other slots of its group. resume: the token's list before the act. touched_by: who has acted since in an
    arm of a parallel block entered, or outside.
    """

    task_id: RowId
    node: str
    stood: tuple[Stood, ...] = ()
    resume: tuple[ResumePoint, ...] = ()
    touched_by: PersonId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """One place where an instance stands. A scope ("" or a path of parallel arms) has at most one open token.

    epoch names this entry into the node; timers and hand-overs that name another are void. clock_from and
    used_minutes (working minutes) and halted_minutes (wall minutes) measure time at the node without suspensions.
    arrived: arms that have reached the join, for a token that waits at a parallel block. split_epoch: the epoch of
    the enclosing block's token when this one was born.
    """

    id: RowId
    instance_id: RowId
    node: str
    scope: str
    epoch: int
    entered_at: datetime
    clock_from: datetime
    open: bool = True
    waits: Waits = "moving"
    used_minutes: int = 0
    halted_minutes: int = 0
    arrived: tuple[str, ...] = ()
    split_epoch: int = 0
    resume: tuple[ResumePoint, ...] = ()
    came_from: CameFrom | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SignGroup:
    """The slots opened by one entry into a node. `decided_by` is the task whose vote decided it."""

    id: RowId
    instance_id: RowId
    token_id: RowId
    node: str
    epoch: int
    mode: SignMode
    percent: int = 100
    veto: Veto = "one"
    state: GroupState = "open"
    decided_by: RowId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One person's piece of work: a slot of a sign group.

    role: a seat has a vote; an `after` task shares the vote of its seat, which then needs both; a `before` or
    `delegate` task gives an opinion and no vote. seat: the task that this one belongs to. waits_for: the task that must
    be acted on before this one opens. opened_by: the task whose act opened it; waited_for: what it had waited for until
    then. touched_rev, touched_by: at which revision of the instance somebody last did anything with it, and who. People
    who may claim it are `candidates`; `assignee` is the owner. on_behalf_of: the person a deputy stands in for. origin
    says how it came to its owner, note why it was closed, closed_by and closed_by_task by whom, closed_rev at which revision of the instance.
    """

    id: RowId
    instance_id: RowId
    group_id: RowId
    token_id: RowId
    node: str
    epoch: int
    role: TaskRole
    seat: RowId
    state: TaskState
    seq: int = 0
    assignee: PersonId | None = None
    candidates: tuple[PersonId, ...] = ()
    on_behalf_of: PersonId | None = None
    origin: str = "assigned"
    given_by: PersonId | None = None
    added_by: PersonId | None = None
    depth: int = 0
    waits_for: RowId | None = None
    waited_for: RowId | None = None
    opened_by: RowId | None = None
    opened_at: datetime | None = None
    claimed_at: datetime | None = None
    seen_at: datetime | None = None
    touched_rev: int | None = None
    touched_by: PersonId | None = None
    draft: Mapping[str, Any] = field(default_factory=dict)
    vote: Vote | None = None
    opinion: str = ""
    signature: str | None = None
    closed_at: datetime | None = None
    closed_by: PersonId | None = None
    closed_by_task: RowId | None = None
    closed_rev: int | None = None
    note: str = ""

    @property
    def is_live(self) -> bool:
        """Whether somebody has to act on it, now or once another task is done."""
        return self.state in ("open", "waiting")

    @property
    def holders(self) -> tuple[PersonId, ...]:
        """Return its owner, or those who may claim it."""
        return self.candidates if self.assignee is None else (self.assignee,)


Row = Instance | Token | SignGroup | Task


@dataclass(frozen=True, slots=True)
class FlowState:
    """What a step is given about one instance.

    Needed: every open token; every open group; the groups named by resume points of open tokens; all tasks of these
    groups; and, for a command about a task, that task with its group, the group's tasks and its token, open or not.
    More does no harm.
    """

    instance: Instance
    tokens: tuple[Token, ...] = ()
    groups: tuple[SignGroup, ...] = ()
    tasks: tuple[Task, ...] = ()

    def needed(self, task_id: RowId | None = None) -> FlowState:
        """Return the part that a step needs, for a command about `task_id`; the service's queries state the same."""
        named = next((t for t in self.tasks if t.id == task_id), None)
        tokens = tuple(t for t in self.tokens if t.open or (named and t.id == named.token_id))
        wanted = {p.group_id for t in tokens for p in t.resume} | ({named.group_id} if named else set())
        groups = tuple(g for g in self.groups if g.state == "open" or g.id in wanted)
        kept = {g.id for g in groups}
        return FlowState(self.instance, tokens, groups, tuple(t for t in self.tasks if t.group_id in kept))
