"""What dispatch refuses."""

from __future__ import annotations

from paidan.kernel.errors import Conflict, Invalid, NotFound


class SpanEndsBeforeStart(Invalid):
    """A shift or a leave ends before it begins. params: start, end (ISO 8601)."""

    code = "dispatch.span_ends_before_start"


class EngineerListedTwice(Invalid):
    """The same engineer, or one skill of one engineer, was given twice. params: engineer."""

    code = "dispatch.engineer_listed_twice"


class NoSuchCandidate(NotFound):
    """This engineer was not among those considered. params: engineer."""

    code = "dispatch.no_such_candidate"


class DecisionDoesNotAddUp(Conflict):
    """A stored decision whose figures do not give the cost it states. params: order."""

    code = "dispatch.decision_does_not_add_up"


class OfferClosed(Conflict):
    """The offer was answered, withdrawn or ran out of time before."""

    code = "dispatch.offer_closed"


class NotYourOffer(NotFound):
    """The offer was made to somebody else."""

    code = "dispatch.not_your_offer"


class NotWaiting(Conflict):
    """The order is not waiting for anybody to be sent."""

    code = "dispatch.not_waiting"


class UnknownPolicy(NotFound):
    """There is no such dispatch policy."""

    code = "dispatch.unknown_policy"


class NotAnEngineer(Invalid):
    """The person is not an engineer who can be sent."""

    code = "dispatch.not_an_engineer"


class UnknownReason(Invalid):
    """An engineer refuses with one of the known reasons."""

    code = "dispatch.unknown_reason"
