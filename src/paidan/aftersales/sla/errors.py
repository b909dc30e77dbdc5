"""What an SLA policy is refused for, each refusal with its permanent code; the sentences stand in messages.toml."""

from __future__ import annotations

from paidan.kernel.errors import Invalid


class PolicyNameMissing(Invalid):
    """A policy has no name in any language."""

    code = "sla.policy.name_missing"


class PolicyPromisesNothing(Invalid):
    """A policy has no target."""

    code = "sla.policy.promises_nothing"


class TargetOutOfRange(Invalid):
    """A target is shorter than a minute or longer than we count. Params: `target` (a label), `minutes`, `most`."""

    code = "sla.policy.target_out_of_range"


class ResolutionBeforeResponse(Invalid):
    """Service would be due restored before the first answer is due. Params: `resolution`, `response` (minutes)."""

    code = "sla.policy.resolution_before_response"


class ResolutionBeforeArrival(Invalid):
    """Service would be due restored before anyone is due on site. Params: `resolution`, `arrival` (minutes)."""

    code = "sla.policy.resolution_before_arrival"


class CategoryCannotPause(Invalid):
    """A status category in which we work, or are done, would pause a clock. Params: `category`."""

    code = "sla.policy.category_cannot_pause"


class PercentOutOfRange(Invalid):
    """A warning or escalation is set at a share that makes no sense. Params: `percent`, `most`."""

    code = "sla.policy.percent_out_of_range"


class EscalationUnclear(Invalid):
    """An escalation step has not exactly one of: a percent, minutes after the breach (0 or more)."""

    code = "sla.policy.escalation_unclear"


class NoPromisesFor(Invalid):
    """Clocks are kept for work orders and IT incidents only. Params: `object` (a key)."""

    code = "sla.policy.no_promises_for"


class CalendarMissing(Invalid):
    """A policy names a calendar that is not there. Params: `calendar` (a key)."""

    code = "sla.policy.calendar_missing"
