"""SLA policies: what is promised to which orders.

A policy is one immutable version. It knows its targets, its calendar, which status categories pause which target, and
whom to tell as a target nears or passes. Its condition is opaque here: `choosing` hands it to whoever can evaluate it.
Minutes are open minutes of the policy's calendar.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from paidan.aftersales.sla import errors
from paidan.aftersales.sla.clock import TargetKind, Terms
from paidan.kernel.i18n import Label
from paidan.platform.calendars.working_time import OpenHours

MOST_MINUTES = 5 * 366 * 1440
MOST_PERCENT = 1000
PAUSABLE = frozenset({"waiting_customer", "waiting_internal"})
"""Status categories that may pause a clock. In new and open we work; resolved, closed and cancelled end it."""

TARGET_NAMES: Mapping[TargetKind, Label] = {
    TargetKind.RESPONSE: {"zh-CN": "响应时限", "en": "response target"},
    TargetKind.ARRIVAL: {"zh-CN": "到场时限", "en": "arrival target"},
    TargetKind.RESOLUTION: {"zh-CN": "解决时限", "en": "resolution target"},
}


class EscalateTo(StrEnum):
    """Who is told, seen from the work order."""

    OWNER = "owner"
    TEAM_LEADER = "team_leader"
    MANAGER = "manager"


@dataclass(frozen=True, slots=True)
class EscalationStep:
    """Tell someone at a share of the target, or some open minutes after it was broken; of one target, or of each.

    Raises when built: EscalationUnclear, PercentOutOfRange.
    """

    to: EscalateTo
    percent: int | None = None
    minutes_after_breach: int | None = None
    target: TargetKind | None = None

    def __post_init__(self) -> None:
        if (self.percent is None) == (self.minutes_after_breach is None) or (self.minutes_after_breach or 0) < 0:
            raise errors.EscalationUnclear()
        if self.percent is not None:
            check_percent(self.percent)


def default_pausing() -> dict[TargetKind, frozenset[str]]:
    """Waiting for the customer pauses arrival and resolution; a first answer is owed whatever the status."""
    waiting = frozenset({"waiting_customer"})
    return {TargetKind.ARRIVAL: waiting, TargetKind.RESOLUTION: waiting}


@dataclass(frozen=True, slots=True)
class SlaPolicy:
    """One version of a policy. `targets` are in open minutes; `condition` None applies to every order.

    Raises when built: every class of `errors`.
    """

    id: int
    version: int
    name: Label = field(hash=False)
    condition: Any = field(hash=False)
    calendar_id: int
    targets: Mapping[TargetKind, int] = field(hash=False)
    pausing: Mapping[TargetKind, frozenset[str]] = field(default_factory=default_pausing, hash=False)
    warn_percents: tuple[int, ...] = (50, 80)
    escalations: tuple[EscalationStep, ...] = ()

    def __post_init__(self) -> None:
        if not any(self.name.values()):
            raise errors.PolicyNameMissing()
        _check_targets(self.targets)
        for category in set().union(*self.pausing.values()) - PAUSABLE:
            raise errors.CategoryCannotPause(category=category)
        for percent in self.warn_percents:
            check_percent(percent)
        object.__setattr__(self, "warn_percents", tuple(sorted(set(self.warn_percents))))

    def terms(self, target: TargetKind, hours: OpenHours) -> Terms | None:
        """Return what is promised for a target, counted by `hours` (those of `calendar_id`); None when nothing is."""
        minutes = self.targets.get(target)
        if minutes is None:
            return None
        return Terms(self.id, self.version, self.name, minutes * 60, self.calendar_id, hours)


def should_pause(policy: SlaPolicy, target: TargetKind, status_category: str) -> bool:
    """Whether an order in a status of this category does not use up this target."""
    return status_category in policy.pausing.get(target, frozenset())


def check_percent(percent: int) -> None:
    """Refuse a share of a target that is not 1 to 1000 percent.

    Raises: PercentOutOfRange.
    """
    if not 1 <= percent <= MOST_PERCENT:
        raise errors.PercentOutOfRange(percent=percent, most=MOST_PERCENT)


def _check_targets(targets: Mapping[TargetKind, int]) -> None:
    if not targets:
        raise errors.PolicyPromisesNothing()
    for target, minutes in targets.items():
        if not 1 <= minutes <= MOST_MINUTES:
            raise errors.TargetOutOfRange(target=TARGET_NAMES[target], minutes=minutes, most=MOST_MINUTES)
    resolution = targets.get(TargetKind.RESOLUTION, MOST_MINUTES)
    if resolution < (response := targets.get(TargetKind.RESPONSE, 0)):
        raise errors.ResolutionBeforeResponse(resolution=resolution, response=response)
    if resolution < (arrival := targets.get(TargetKind.ARRIVAL, 0)):
        raise errors.ResolutionBeforeArrival(resolution=resolution, arrival=arrival)
