"""Approve 审批: people decide, alone or as a sign group."""

from __future__ import annotations

from typing import ClassVar

from typing_extensions import override

from paidan.builder.flow.decisions import Ask, Decision
from paidan.builder.flow.nodetype import NodeType, Visit
from paidan.builder.flow.settings.human import HumanSettings
from paidan.kernel.i18n.catalogue import Label


class ApproveSettings(HumanSettings):
    """Each person found gets a slot; the mode decides."""


class Approve(NodeType[ApproveSettings]):
    """A node that is left when its sign group has agreed."""

    name = "approve"
    label: ClassVar[Label] = {"zh-CN": "审批", "en": "Approve"}
    acts = ("agree", "reject")
    settings_model = ApproveSettings

    @override
    def enter(self, visit: Visit[ApproveSettings]) -> Decision:
        """Open tasks."""
        return Ask()
