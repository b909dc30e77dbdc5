"""Events: what happened, stored with the change and told to others afterwards."""

from paidan.kernel.events.event import Cause, Event

__all__ = ["Cause", "Event"]
