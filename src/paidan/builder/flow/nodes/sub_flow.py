"""Sub-flow 子流程: starts other instances with data of this record, and waits for them or not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from pydantic import Field

from paidan.builder.flow.decisions import Decision, HandOff, Hold
from paidan.builder.flow.nodes.external import ExternalSettings, GoOn, HandingOver, KeepWaiting, OutcomeRule
from paidan.builder.flow.nodetype import Visit
from paidan.builder.flow.settings.references import Reference
from paidan.kernel.i18n.catalogue import Label


class SubFlowSettings(ExternalSettings):
    """flow: the key of the flow started. down: its field ← field here. back: field here ← its field, once it ended.

    per_row: a subform field; one instance is started for each of its rows.
    """

    flow: str
    down: dict[str, str] = Field(default_factory=dict)
    back: dict[str, str] = Field(default_factory=dict)
    per_row: str | None = None
    wait: bool = True

    def own_references(self) -> Iterator[Reference]:
        """Yield the flow and the fields of this record."""
        yield from super().own_references()
        yield Reference("flow", self.flow)
        here = [*self.down.values(), *self.back, *([self.per_row] if self.per_row else [])]
        yield from (Reference("field", key) for key in here)


class SubFlow(HandingOver[SubFlowSettings]):
    """The receiver starts the instances and reports `completed` when the last has ended, or `rejected`."""

    name = "sub_flow"
    label: ClassVar[Label] = {"zh-CN": "子流程", "en": "Sub-flow"}
    settings_model = SubFlowSettings
    known: ClassVar[Mapping[str, OutcomeRule]] = {"completed": GoOn(), "rejected": KeepWaiting()}

    def enter(self, visit: Visit[SubFlowSettings]) -> Decision:
        """Hand the mapping over, with the values to start with."""
        settings = visit.settings
        given: dict[str, Any] = {
            **settings.hand_over,
            "flow": settings.flow,
            "values": {theirs: visit.record.get(ours) for theirs, ours in settings.down.items()},
            "back": settings.back,
            "per_row": settings.per_row,
        }
        return Hold("external", hand_over=given) if settings.wait else HandOff(given)

    def rests(self, settings: SubFlowSettings) -> bool:
        """Return whether it waits."""
        return settings.wait
