"""Start 开始: where an instance begins, and where its initiator corrects what was returned to them."""

from __future__ import annotations

from typing import ClassVar

from typing_extensions import override

from paidan.builder.flow.decisions import Ask, Decision, Proceed
from paidan.builder.flow.nodetype import NodeType, Visit
from paidan.builder.flow.settings.human import HumanSettings
from paidan.kernel.i18n.catalogue import Label


class StartSettings(HumanSettings):
    """The initiator's form and buttons; its assignees are ignored, the initiator it is."""


class Start(NodeType[StartSettings]):
    """Passed at once by a new instance; a returned one waits here for its initiator."""

    name = "start"
    label: ClassVar[Label] = {"zh-CN": "开始", "en": "Start"}
    acts = ("complete",)
    settings_model = StartSettings

    def enter(self, visit: Visit[StartSettings]) -> Decision:
        """Pass, or ask the initiator to correct and hand in again."""
        if visit.why == "start":
            return Proceed()
        initiator = visit.instance.initiator
        return Ask(people=() if initiator is None else (initiator,))

    @override
    def rests(self, settings: StartSettings) -> bool:
        """Return that an instance coming back rests here."""
        return True
