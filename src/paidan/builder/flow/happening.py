"""What others may hear of flows: the engine's facts on the timeline of the record, and calls to other rooms.

Every `FlowEvent` of a step becomes an event `flow.<kind>`. Rooms that take over work listen within the transaction to
`FlowHandedOver` and `FlowRecalled`; clocks, stock and dispatch follow `FlowInstanceChanged`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar

from paidan.builder.flow.events import FlowEvent
from paidan.kernel.clock import moment_text
from paidan.kernel.events import Event
from paidan.kernel.i18n import Label


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowHappened(Event):
    """One fact of an instance. `label` is that of the node as drawn; `facts` depend on the kind, see `FlowEvent`.

    on_behalf_of: the person for whom a deputy acted. _why: what conditions answered and saw; it holds values of fields,
    so only those read it who may see them (`trail`), and the plain history leaves it out.
    """

    kind: ClassVar[str] = "flow.happened"
    instance: int
    node: str = ""
    label: Label = field(default_factory=dict)
    on_behalf_of: int | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    _why: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowInstanceChanged(Event):
    """An instance started, ended, was suspended, resumed or stopped. `state` is that of `Instance`."""

    kind: ClassVar[str] = "flow.instance_changed"
    instance: int
    flow: str
    state: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowHandedOver(Event):
    """A node gave the record to another part of the product and waits, unless it only passed it on.

    `to` names the node type, such as dispatch; `settings` are those of the node. Whoever takes it reports with
    `report_outcome(tx, instance_id=…, token_id=…, epoch=…, outcome=…)`.
    """

    kind: ClassVar[str] = "flow.work_handed_over"
    instance: int
    token: int
    epoch: int
    node: str
    to: str
    settings: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowRecalled(Event):
    """What was handed over is taken back: the token has left without an outcome."""

    kind: ClassVar[str] = "flow.work_recalled"
    instance: int
    token: int
    epoch: int
    node: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowActionsDue(Event):
    """A node's actions are to be run now that its step is committed."""

    kind: ClassVar[str] = "flow.actions_due"
    instance: int
    token: int
    epoch: int
    node: str
    initiator: int | None
    actions: list[dict[str, Any]]
    wait: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowActionsFailed(Event):
    """A node's actions were undone because one of them was refused; `code` is that of the refusal."""

    kind: ClassVar[str] = "flow.actions_failed"
    instance: int
    node: str
    action: str
    code: str
    problem: Label


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowPublished(Event):
    """A version of a flow was published; `record` is the flow's id."""

    kind: ClassVar[str] = "flow.published"
    key: str
    number: int
    hash: str


_kinds: dict[str, type[FlowHappened]] = {}


def kind_of(kind: str) -> type[FlowHappened]:
    """Return the event class of one kind of fact: `kind_of("ended").kind` is "flow.ended"; to listen to it."""
    found = _kinds.get(kind)
    if found is None:
        name = "Flow" + "".join(part.title() for part in kind.split("_"))
        facts = {"kind": f"flow.{kind}", "__slots__": (), "__doc__": f"See `FlowEvent`, kind {kind}."}
        found = _kinds[kind] = type(name, (FlowHappened,), facts)
    return found


def told(event: FlowEvent, *, object_key: str, record_id: int, instance_id: int, label: Label) -> FlowHappened:
    """Return a fact of the engine as an event of the record."""
    facts = plain(dict(event.data))
    why = facts.pop("reasons", None)
    return kind_of(event.kind)(
        object=object_key,
        record=record_id,
        instance=instance_id,
        node=event.node,
        label=label if event.node else {},
        on_behalf_of=event.on_behalf_of,
        facts=facts,
        _why=why,
    )


def plain(value: Any) -> Any:
    """Return facts as JSON writes them."""
    if isinstance(value, datetime):
        return moment_text(value)
    if isinstance(value, dict):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(one) for one in value]
    return value
