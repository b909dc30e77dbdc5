"""Parallel 并行: every arm at the same time, until enough of them have arrived."""

from __future__ import annotations

from typing import ClassVar

from typing_extensions import override

from paidan.builder.flow.decisions import Decision, Split
from paidan.builder.flow.nodetype import NodeType, Visit
from paidan.builder.flow.settings.base import NodeSettings
from paidan.kernel.i18n.catalogue import Label


class ParallelSettings(NodeSettings):
    """The join belongs to the block; there is nothing else to set."""


class ParallelType(NodeType[ParallelSettings]):
    """Splits; the engine joins."""

    name = "parallel"
    label: ClassVar[Label] = {"zh-CN": "并行", "en": "Parallel"}
    block = "parallel"
    settings_model = ParallelSettings

    @override
    def enter(self, visit: Visit[ParallelSettings]) -> Decision:
        """Go into every arm."""
        return Split()
