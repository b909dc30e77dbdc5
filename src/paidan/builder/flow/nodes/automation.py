"""Automation 自动: a list of actions, run after the commit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from paidan.builder.flow.decisions import Decision, GoTo, Halt, Proceed, Run
from paidan.builder.flow.errors import OutcomeUnknown
from paidan.builder.flow.nodetype import NodeType, Visit
from paidan.builder.flow.settings.base import RestingSettings
from paidan.builder.flow.settings.references import Reference, Settings
from paidan.kernel.i18n.catalogue import Label


class ActionSpec(Settings):
    """One action: its registered type and that type's settings."""

    type: str
    settings: dict[str, Any] = Field(default_factory=dict)


class AutomationSettings(RestingSettings):
    """wait: rest until all actions have reported. on_failure: then stop in an administrator's list, go on, or go to
    `failure_node`."""

    actions: Annotated[tuple[ActionSpec, ...], Field(min_length=1)]
    wait: bool = False
    on_failure: Literal["stop", "go_on", "node"] = "stop"
    failure_node: str | None = None

    def own_references(self) -> Iterator[Reference]:
        """Yield the statuses and the node for failures."""
        yield from super().own_references()
        if self.on_failure == "node":
            yield Reference("target", self.failure_node)


class Automation(NodeType[AutomationSettings]):
    """Work that no person does."""

    name = "automation"
    label: ClassVar[Label] = {"zh-CN": "自动处理", "en": "Automation"}
    settings_model = AutomationSettings

    def enter(self, visit: Visit[AutomationSettings]) -> Decision:
        """Run the actions."""
        return Run(tuple(a.model_dump() for a in visit.settings.actions), visit.settings.wait)

    def outcome(self, visit: Visit[AutomationSettings], outcome: str, sets: Mapping[str, Any]) -> Decision:
        """Go on when done; after a failure do what the settings say. Raises: OutcomeUnknown."""
        if outcome not in ("done", "failed"):
            raise OutcomeUnknown(node=visit.node, outcome=outcome)
        settings = visit.settings
        if outcome == "done" or settings.on_failure == "go_on":
            return Proceed(sets=sets, note=outcome)
        if settings.on_failure == "node" and settings.failure_node:
            return GoTo(settings.failure_node, note=outcome)
        return Halt("action_failed")

    def rests(self, settings: AutomationSettings) -> bool:
        """Return whether it waits."""
        return settings.wait

    def outcomes(self, settings: AutomationSettings) -> tuple[str, ...]:
        """Return what the actions can report."""
        return ("done", "failed") if settings.wait else ()
