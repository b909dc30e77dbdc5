"""End 结束: the instance is over, also in the middle of a branch."""

from __future__ import annotations

from typing import ClassVar, Literal

from typing_extensions import override

from paidan.builder.flow.decisions import Decision, Finish
from paidan.builder.flow.nodetype import NodeType, Visit
from paidan.builder.flow.settings.base import NodeSettings
from paidan.kernel.i18n.catalogue import Label


class EndSettings(NodeSettings):
    """How it ended. The status on entering is the record's last."""

    outcome: Literal["completed", "rejected"] = "completed"


class End(NodeType[EndSettings]):
    """Inside a parallel block, it ends the other arms too."""

    name = "end"
    label: ClassVar[Label] = {"zh-CN": "结束", "en": "End"}
    settings_model = EndSettings

    def enter(self, visit: Visit[EndSettings]) -> Decision:
        """End the instance."""
        return Finish(visit.settings.outcome)

    @override
    def goes_on(self, settings: EndSettings) -> bool:
        """Return that nothing follows."""
        return False
