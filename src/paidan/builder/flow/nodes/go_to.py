"""Go to 转到: the one way to draw a loop, as in "not fixed, so dispatch again"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from typing_extensions import override

from paidan.builder.flow.decisions import Decision, GoTo
from paidan.builder.flow.nodetype import NodeType, Visit
from paidan.builder.flow.settings.base import NodeSettings
from paidan.builder.flow.settings.references import Reference
from paidan.kernel.i18n.catalogue import Label


class GoToSettings(NodeSettings):
    """Where to."""

    node: str

    def own_references(self) -> Iterator[Reference]:
        """Yield the statuses and the node."""
        yield from super().own_references()
        yield Reference("target", self.node)


class GoToType(NodeType[GoToSettings]):
    """A node that sends the instance to another, within its scope or out of its parallel block."""

    name = "go_to"
    label: ClassVar[Label] = {"zh-CN": "转到", "en": "Go to"}
    settings_model = GoToSettings

    def enter(self, visit: Visit[GoToSettings]) -> Decision:
        """Go there."""
        return GoTo(visit.settings.node)

    @override
    def goes_on(self, settings: GoToSettings) -> bool:
        """Return that nothing follows."""
        return False
