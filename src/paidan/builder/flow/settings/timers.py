"""When a node reminds, and what it does in the end.

Several reminders, then one final action. Lengths are working minutes of the node's business calendar, or wall minutes;
a timer may also stand before or after a moment field of the record.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from paidan.builder.flow.settings.assignees import AssigneeRule
from paidan.builder.flow.settings.references import Reference, Settings
from paidan.builder.flow.state import Resume


class AfterEntry(Settings):
    """A length after the node was entered, in working minutes unless `working` is off."""

    kind: Literal["after"] = "after"
    minutes: int = Field(ge=1, le=5_256_000)
    working: bool = True


class AroundField(Settings):
    """A moment field of the record, plus or minus wall minutes."""

    kind: Literal["field"] = "field"
    field: str
    minutes: int = Field(default=0, ge=-5_256_000, le=5_256_000)

    def own_references(self) -> Iterator[Reference]:
        """Yield the field."""
        yield Reference("field", self.field)


When = Annotated[AfterEntry | AroundField, Field(discriminator="kind")]


class Reminder(Settings):
    """A reminder to those who hold the task, and to whoever else is named."""

    when: When
    also: tuple[AssigneeRule, ...] = ()


class Escalate(Settings):
    """Tell somebody higher; the task stays where it is."""

    kind: Literal["escalate"] = "escalate"
    to: Annotated[tuple[AssigneeRule, ...], Field(min_length=1)]


class TransferTo(Settings):
    """Give the open slots to somebody else."""

    kind: Literal["transfer"] = "transfer"
    to: Annotated[tuple[AssigneeRule, ...], Field(min_length=1)]


class AutoAgree(Settings):
    """Agree in the name of the product; required fields are not asked for."""

    kind: Literal["auto_agree"] = "auto_agree"


class AutoReturn(Settings):
    """Return to a node that was handled before."""

    kind: Literal["auto_return"] = "auto_return"
    node: str
    resume: Resume = "replay"

    def own_references(self) -> Iterator[Reference]:
        """Yield the node."""
        yield Reference("target", self.node)


class JumpTo(Settings):
    """Go to a node."""

    kind: Literal["jump"] = "jump"
    node: str

    def own_references(self) -> Iterator[Reference]:
        """Yield the node."""
        yield Reference("target", self.node)


FinalAction = Annotated[Escalate | TransferTo | AutoAgree | AutoReturn | JumpTo, Field(discriminator="kind")]


class Final(Settings):
    """The last thing that time does at a node."""

    when: When
    action: FinalAction


class Timers(Settings):
    """All timers of a node. `calendar` is the key of a business calendar; without one, the company's own."""

    calendar: str | None = None
    reminders: tuple[Reminder, ...] = ()
    final: Final | None = None

    def own_references(self) -> Iterator[Reference]:
        """Yield the calendar."""
        if self.calendar is not None:
            yield Reference("calendar", self.calendar)
