"""What people, time and other parts of the product can ask of an instance.

Every command names its actor (None: the product itself) and may carry an idempotency key, which the service keeps.
Whether an administrator may give a command is the service's question; whether the instance allows it is the step's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from paidan.builder.flow.state import PersonId, Resume, RowId


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """Anything that can be asked of an instance."""

    actor: PersonId | None = None
    key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Start(Command):
    """Begin an instance over a record. The id is given by the service."""

    instance_id: RowId
    initiator: PersonId | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskCommand(Command):
    """A command about one task."""

    task_id: RowId


class Claim(TaskCommand):
    """Take a task out of the pool."""


class Release(TaskCommand):
    """Put a claimed task back into the pool."""


class See(TaskCommand):
    """Its owner has opened the task; from then on the work before it cannot be taken back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveDraft(TaskCommand):
    """Keep field values in the task, not on the record."""

    draft: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Act(TaskCommand):
    """What acting on a task carries: fields for the record, an opinion, a signature, the button pressed."""

    fields: Mapping[str, Any] = field(default_factory=dict)
    opinion: str = ""
    signature: str | None = None
    button: str | None = None


class Complete(Act):
    """Hand in a form."""


class Agree(Act):
    """Vote for."""


class Reject(Act):
    """Vote against."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnTo(TaskCommand):
    """Send the instance back to a node handled before; the opinion is the reason."""

    node: str
    resume: Resume = "replay"
    opinion: str = ""
    signature: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer(TaskCommand):
    """Give one's slot to somebody else for good."""

    to: PersonId
    opinion: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delegate(TaskCommand):
    """Let somebody else act, then confirm."""

    to: PersonId
    opinion: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AddSigner(TaskCommand):
    """Ask one more person: before one's own slot, beside it, or after it."""

    person: PersonId
    place: Literal["before", "parallel", "after"]
    opinion: str = ""


class RemoveSigner(TaskCommand):
    """Take back a slot that one added and that was not acted on; the task is the added one."""


class TakeBack(TaskCommand):
    """Undo one's last act while nobody has touched what followed."""


class Urge(Command):
    """Remind the owners of open slots."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reasoned(Command):
    """A command that must say why."""

    reason: str = ""


class Withdraw(Reasoned):
    """The initiator calls it off."""


class Suspend(Reasoned):
    """Hold everything; timers stand still."""


class Unsuspend(Reasoned):
    """Go on after a suspension or a stop."""


class Terminate(Reasoned):
    """End the instance now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Jump(Reasoned):
    """Move the instance to a node."""

    node: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reassign(Reasoned):
    """Move a task to another person."""

    task_id: RowId
    to: PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonLeft(Command):
    """A person's account was closed: each of their open tasks moves by the policy of its node."""

    person: PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class TimerFired(Command):
    """A timer is due. One whose token has moved on is void and changes nothing."""

    token_id: RowId
    epoch: int
    timer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExternalOutcome(Command):
    """The part of the product that was handed the record reports; `sets` are fields that it brings back."""

    token_id: RowId
    epoch: int
    outcome: str
    sets: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordChanged(Command):
    """Fields of the record changed outside the flow: date timers are armed again, waits look at their condition."""

    fields: frozenset[str] = frozenset()
