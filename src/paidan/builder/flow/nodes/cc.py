"""Carbon copy 抄送: people get something to read, and the flow goes on."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from paidan.builder.flow.decisions import Decision, Proceed
from paidan.builder.flow.effects import CarbonCopy
from paidan.builder.flow.nodetype import NodeType, Visit
from paidan.builder.flow.settings.assignees import AssigneeRule
from paidan.builder.flow.settings.base import NodeSettings
from paidan.kernel.i18n.catalogue import Label


class CarbonCopySettings(NodeSettings):
    """Who reads along."""

    assignees: Annotated[tuple[AssigneeRule, ...], Field(min_length=1)]


class CarbonCopyType(NodeType[CarbonCopySettings]):
    """A node that only tells."""

    name = "cc"
    label: ClassVar[Label] = {"zh-CN": "抄送", "en": "Carbon copy"}
    settings_model = CarbonCopySettings

    def enter(self, visit: Visit[CarbonCopySettings]) -> Decision:
        """Send copies to whoever is found; nobody found is worth a note and no more."""
        people = visit.find_people(visit.settings.assignees)
        if not people:
            return Proceed(note="nobody_found")
        return Proceed(effects=(CarbonCopy(people, visit.node),))
