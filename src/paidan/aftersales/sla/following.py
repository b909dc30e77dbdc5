"""Following a record: what each of its clocks should do now, read off its status and its moments.

- Response is met by the first answer, by whoever accepts the order, or by a person who takes it out of `new`.
- Arrival is met when somebody is on site. Resolution is met in a resolved or closed status, and what was not met by
  then is met with it: an order that is done has been answered and, where somebody had to come, visited.
- A resolution goes on when the order leaves that status; a response or an arrival that was met stays met.
- A cancelled order cancels its clocks; brought back, they go on.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from paidan.aftersales.sla.clock import Clock, Reason, SpanKind, TargetKind
from paidan.aftersales.sla.moving import cancel, meet, pause, reopen, resume
from paidan.aftersales.sla.policies import SlaPolicy, should_pause
from paidan.builder.records.reading import Stored

DONE = frozenset({"resolved", "closed"})
ENDED = DONE | {"cancelled"}
_MET_BY = {
    TargetKind.RESPONSE: ("first_response_at", "accepted_at"),
    TargetKind.ARRIVAL: ("arrived_at",),
    TargetKind.RESOLUTION: ("resolved_at", "closed_at"),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """A record as clocks see it. `changed`: keys of the fields just changed; `taken`: a person just took it up."""

    stored: Stored
    now: datetime
    changed: Collection[str] = ()
    taken: bool = False

    @property
    def category(self) -> str:
        """The category of its status."""
        return self.stored.status_category() or "new"


def wanted_of(standing: Standing, kind: TargetKind, policy: SlaPolicy) -> SpanKind:
    """Return what a clock of this kind should do."""
    category = standing.category
    if category == "cancelled":
        return SpanKind.CANCELLED
    if category in DONE or is_met(standing, kind):
        return SpanKind.MET
    if kind not in policy.targets:
        return SpanKind.CANCELLED
    return SpanKind.PAUSED if should_pause(policy, kind, category) else SpanKind.RUNNING


def is_met(standing: Standing, kind: TargetKind) -> bool:
    """Whether the record says by itself that this was done; a resolution only its status tells."""
    if kind is TargetKind.RESOLUTION:
        return False
    if kind is TargetKind.RESPONSE and standing.taken:
        return True
    if any(standing.stored[key] is not None for key in _MET_BY[kind]):
        return True
    return kind is TargetKind.ARRIVAL and standing.stored.choice("status") == "on_site"


def brought(clock: Clock, standing: Standing, wanted: SpanKind) -> Clock:
    """Return the clock brought to what it should do; the same one when it does that already."""
    now = standing.now
    if wanted is SpanKind.CANCELLED:
        return cancel(clock, now).clock
    if wanted is SpanKind.MET:
        return meet(clock, met_moment(standing, clock.kind)).clock
    if clock.is_ended:
        if clock.met_at and clock.kind is not TargetKind.RESOLUTION:
            return clock
        clock = reopen(clock, now).clock
    if wanted is SpanKind.PAUSED:
        return pause(clock, now, Reason(standing.category)).clock
    return resume(clock, now).clock


def met_moment(standing: Standing, kind: TargetKind) -> datetime:
    """Return when it was met: the moment that this very change wrote down, which may be past (an engineer without
    signal), never one to come."""
    told: list[datetime | None] = [standing.stored[key] for key in _MET_BY[kind] if key in standing.changed]
    return min([standing.now, *(moment for moment in told if moment is not None)])
