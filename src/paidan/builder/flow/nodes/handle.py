"""Handle 办理: people fill in a form and hand it in."""

from __future__ import annotations

from typing import ClassVar, Literal

from typing_extensions import override

from paidan.builder.flow.decisions import Ask, Decision
from paidan.builder.flow.nodetype import NodeType, Visit
from paidan.builder.flow.settings.human import HumanSettings
from paidan.kernel.i18n.catalogue import Label


class HandleSettings(HumanSettings):
    """By default, several people found share one task, and one of them claims it."""

    open_as: Literal["slots", "pool"] = "pool"


class Handle(NodeType[HandleSettings]):
    """A node that is left when its form has been handed in."""

    name = "handle"
    label: ClassVar[Label] = {"zh-CN": "办理", "en": "Handle"}
    acts = ("complete",)
    settings_model = HandleSettings

    @override
    def enter(self, visit: Visit[HandleSettings]) -> Decision:
        """Open tasks."""
        return Ask()
