"""Settings of the nodes at which people work: form, buttons, signatures, the sign group, rejection and return."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import Field

from paidan.builder.flow.settings.assignees import AssigneeRule, Policies
from paidan.builder.flow.settings.base import RestingSettings
from paidan.builder.flow.settings.references import Reference, Settings
from paidan.builder.flow.state import Resume, SignMode, Veto
from paidan.kernel.i18n.catalogue import Label

FieldRight = Literal["hidden", "masked", "read", "edit", "required"]
Action = Literal[
    "complete", "agree", "reject", "return", "transfer", "delegate", "add_before", "add_parallel", "add_after"
]
MOVES: tuple[Action, ...] = ("return", "transfer", "delegate", "add_before", "add_parallel", "add_after")


class FormRights(Settings):
    """What the handler may see and write, by field key; every other field is `others`."""

    fields: dict[str, FieldRight] = Field(default_factory=dict)
    others: FieldRight = "read"

    def right(self, key: str) -> FieldRight:
        """Return the right on one field."""
        return self.fields.get(key, self.others)

    def may_edit(self, key: str) -> bool:
        """Whether the handler may write the field."""
        return self.right(key) in ("edit", "required")

    def own_references(self) -> Iterator[Reference]:
        """Yield the fields."""
        yield from (Reference("field", key) for key in self.fields)


class Button(Settings):
    """One action offered, with the words on its button and the fields that pressing it sets.

    Several buttons may share an action; `key` tells them apart.
    """

    key: str
    action: Action
    label: Label = Field(default_factory=dict)
    sets: dict[str, Any] = Field(default_factory=dict)

    def own_references(self) -> Iterator[Reference]:
        """Yield the fields it sets."""
        yield from (Reference("field", key) for key in self.sets)


class EndRejected(Settings):
    """End the instance as rejected."""

    kind: Literal["end"] = "end"


class RejectTo(Settings):
    """Go to a named node."""

    kind: Literal["node"] = "node"
    node: str

    def own_references(self) -> Iterator[Reference]:
        """Yield the node."""
        yield Reference("target", self.node)


class RejectToInitiator(Settings):
    """Return to the initiator, at the start node."""

    kind: Literal["initiator"] = "initiator"


OnReject = Annotated[EndRejected | RejectTo | RejectToInitiator, Field(discriminator="kind")]


class HumanSettings(RestingSettings):
    """Everything an administrator states about a node at which people work.

    open_as: a slot for each person found, or one task in a pool that one of them claims. mode, percent, veto: how a
    group of slots decides. guarded: fields whose change makes a direct return replay. buttons: what is offered; None
    offers everything the type knows. return_to: legal targets; empty means any node handled before. resume: the ways
    of coming back that a return may choose. may_withdraw: the initiator may still withdraw while work stands here.
    """

    assignees: tuple[AssigneeRule, ...] = ()
    policies: Policies = Policies()
    open_as: Literal["slots", "pool"] = "slots"
    mode: SignMode = "any"
    percent: int = Field(default=100, ge=1, le=100)
    veto: Veto = "one"
    form: FormRights = FormRights()
    guarded: tuple[str, ...] = ()
    buttons: tuple[Button, ...] | None = None
    opinion_for: tuple[Action, ...] = ("reject", "return")
    signature_for: tuple[Action, ...] = ()
    on_reject: OnReject = EndRejected()
    return_to: tuple[str, ...] = ()
    resume: Annotated[tuple[Resume, ...], Field(min_length=1)] = ("replay", "direct")
    may_withdraw: bool = False

    def own_references(self) -> Iterator[Reference]:
        """Yield guarded fields, return targets and statuses."""
        yield from super().own_references()
        yield from (Reference("field", key) for key in self.guarded)
        yield from (Reference("node", node) for node in self.return_to)

    def button(self, action: Action, key: str | None = None) -> Button | None:
        """Return the button of an action, by its key where several share it; None if it is not offered."""
        if self.buttons is None:
            return Button(key=action, action=action)
        fitting = [b for b in self.buttons if b.action == action and key in (None, b.key)]
        return fitting[0] if fitting else None
