"""The node types that every installation has. One file each; a new type is a new file and a line here."""

from __future__ import annotations

from typing import Any

from paidan.builder.flow.nodes.approve import Approve
from paidan.builder.flow.nodes.automation import Automation
from paidan.builder.flow.nodes.branch import BranchType
from paidan.builder.flow.nodes.cc import CarbonCopyType
from paidan.builder.flow.nodes.dispatch import Dispatch
from paidan.builder.flow.nodes.end import End
from paidan.builder.flow.nodes.external import External
from paidan.builder.flow.nodes.go_to import GoToType
from paidan.builder.flow.nodes.handle import Handle
from paidan.builder.flow.nodes.parallel import ParallelType
from paidan.builder.flow.nodes.start import Start
from paidan.builder.flow.nodes.sub_flow import SubFlow
from paidan.builder.flow.nodes.wait import Wait
from paidan.builder.flow.nodetype import NodeType

BUILT_IN: tuple[NodeType[Any], ...] = (
    Start(),
    Handle(),
    Approve(),
    CarbonCopyType(),
    BranchType(),
    ParallelType(),
    SubFlow(),
    Automation(),
    Wait(),
    External(),
    Dispatch(),
    GoToType(),
    End(),
)
