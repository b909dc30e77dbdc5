"""Branch 条件分支: the first arm whose condition holds, else the default arm."""

from __future__ import annotations

from typing import Any, ClassVar

from paidan.builder.flow.decisions import Decision, TakeArm
from paidan.builder.flow.nodetype import NodeType, Visit
from paidan.builder.flow.settings.base import NodeSettings
from paidan.kernel.i18n.catalogue import Label


class BranchSettings(NodeSettings):
    """A branch is told everything by its arms."""


class BranchType(NodeType[BranchSettings]):
    """Exclusive arms in order. What each condition answered is kept, so that the record can say why it went this way."""

    name = "branch"
    label: ClassVar[Label] = {"zh-CN": "条件分支", "en": "Branch"}
    block = "branch"
    settings_model = BranchSettings

    def enter(self, visit: Visit[BranchSettings]) -> Decision:
        """Ask the conditions in order until one holds."""
        reasons: list[dict[str, Any]] = []
        for arm in visit.arms:
            if arm.when is None:
                return TakeArm(arm.id, (*reasons, {"arm": arm.id, "holds": True, "default": True}))
            verdict = visit.holds(arm.when)
            reasons.append({"arm": arm.id, "holds": verdict.holds, "why": verdict.why})
            if verdict.holds:
                return TakeArm(arm.id, tuple(reasons))
        raise AssertionError("a branch always has a default arm")
