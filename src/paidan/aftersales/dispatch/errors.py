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
