"""Dispatch 派单: hands the record to the dispatch engine and waits until somebody has accepted.

The engine itself lives in the layer above, which receives the hand-over and may refine this type with settings of its
own.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from paidan.builder.flow.decisions import Decision, Hold
from paidan.builder.flow.nodes.external import ExternalSettings, GoOn, HandingOver, KeepWaiting, OutcomeRule
from paidan.builder.flow.nodetype import Visit
from paidan.kernel.i18n.catalogue import Label


class DispatchSettings(ExternalSettings):
    """policy: the key of a dispatch policy; without one, the receiver's own."""

    policy: str | None = None


class Dispatch(HandingOver[DispatchSettings]):
    """Accepted goes on; nobody left keeps waiting in a person's list unless the node says otherwise."""

    name = "dispatch"
    label: ClassVar[Label] = {"zh-CN": "派单", "en": "Dispatch"}
    settings_model = DispatchSettings
    known: ClassVar[Mapping[str, OutcomeRule]] = {"accepted": GoOn(), "none_left": KeepWaiting()}

    def enter(self, visit: Visit[DispatchSettings]) -> Decision:
        """Hand over with the policy and wait."""
        settings = visit.settings
        return Hold("external", hand_over={**settings.hand_over, "policy": settings.policy})
