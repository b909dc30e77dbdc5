"""Wait 等待: until a moment, for a working time, until the record fits a condition, or for a named event."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from paidan.builder.flow.decisions import Decision, Hold, Proceed
from paidan.builder.flow.errors import OutcomeUnknown
from paidan.builder.flow.graph import Expression
from paidan.builder.flow.nodetype import NodeType, Visit
from paidan.builder.flow.settings.base import RestingSettings
from paidan.builder.flow.settings.references import Reference, Settings
from paidan.builder.flow.settings.timers import When
from paidan.kernel.i18n.catalogue import Label


class UntilTime(Settings):
    """For a working time, or until a moment in a field of the record."""

    kind: Literal["time"] = "time"
    when: When


class UntilTrue(Settings):
    """Until a condition on the record holds."""

    kind: Literal["condition"] = "condition"
    condition: Expression

    def own_references(self) -> Iterator[Reference]:
        """Yield the condition."""
        yield Reference("expression", self.condition)


class UntilEvent(Settings):
    """Until an event of this name is reported."""

    kind: Literal["event"] = "event"
    event: str


class WaitSettings(RestingSettings):
    """What is waited for."""

    until: Annotated[UntilTime | UntilTrue | UntilEvent, Field(discriminator="kind")]


class Wait(NodeType[WaitSettings]):
    """A node at which the instance rests without anybody working."""

    name = "wait"
    label: ClassVar[Label] = {"zh-CN": "等待", "en": "Wait"}
    settings_model = WaitSettings

    def enter(self, visit: Visit[WaitSettings]) -> Decision:
        """Rest, unless the condition holds already."""
        until = visit.settings.until
        if isinstance(until, UntilTrue) and visit.holds(until.condition).holds:
            return Proceed(note="held_already")
        return Hold("time" if isinstance(until, UntilTime) else "event")

    def record_changed(self, visit: Visit[WaitSettings]) -> Decision | None:
        """Go on if the condition holds now."""
        until = visit.settings.until
        holds = isinstance(until, UntilTrue) and visit.holds(until.condition).holds
        return Proceed(note="record_changed") if holds else None

    def outcome(self, visit: Visit[WaitSettings], outcome: str, sets: Mapping[str, Any]) -> Decision:
        """Go on if this is what was waited for. Raises: OutcomeUnknown."""
        until = visit.settings.until
        expected = until.event if isinstance(until, UntilEvent) else "time_reached"
        if outcome != expected or isinstance(until, UntilTrue):
            raise OutcomeUnknown(node=visit.node, outcome=outcome)
        return Proceed(sets=sets, note=outcome)

    def until(self, settings: WaitSettings) -> When | None:
        """Return the time waited for."""
        return settings.until.when if isinstance(settings.until, UntilTime) else None

    def rests(self, settings: WaitSettings) -> bool:
        """Return whether it rests for certain; a condition may hold already."""
        return not isinstance(settings.until, UntilTrue)

    def outcomes(self, settings: WaitSettings) -> tuple[str, ...]:
        """Return the event waited for."""
        return (settings.until.event,) if isinstance(settings.until, UntilEvent) else ()
