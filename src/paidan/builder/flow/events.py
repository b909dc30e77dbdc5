"""What a step tells: facts in the past tense, stored with the change, shown on the timeline of the record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from paidan.builder.flow.state import PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowEvent:
    """One fact about an instance.

    kind: started, node_entered, node_left, branch_taken, split, arm_arrived, joined, arm_cancelled, tasks_opened, task_closed,
    nobody_found, skipped, passed_over, claimed, released, completed, agreed, rejected, returned, transferred, delegated,
    signer_added, signer_removed, urged, taken_back, group_decided, resumed_directly, replayed_instead, handed_over,
    outcome, actions_run, reminded, escalated, timer_acted, suspended, resumed, terminated, withdrawn, jumped, reassigned,
    stopped, ended.
    actor: None is the product itself. data: JSON-able facts only.
    """

    kind: str
    at: datetime
    actor: PersonId | None
    on_behalf_of: PersonId | None = None
    node: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
