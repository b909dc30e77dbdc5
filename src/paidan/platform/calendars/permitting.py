"""Who may change calendars.

The rooms that know roles stand above this one, so an actor's rights are asked by their shape: whatever it carries that
has `features` holding our permission or "*". Everything else is refused.
"""

from __future__ import annotations

from paidan.kernel.actor import Actor
from paidan.kernel.errors import Forbidden, Unauthenticated

MANAGE_CALENDARS = "calendars.manage"


def require_manager(actor: Actor) -> None:
    """Refuse whoever may not change calendars. Raises Unauthenticated, Forbidden."""
    if actor.kind == "service":
        return
    if actor.kind == "anonymous":
        raise Unauthenticated
    features: object = getattr(actor.access, "features", None)
    if not isinstance(features, frozenset) or features.isdisjoint({MANAGE_CALENDARS, "*"}):
        raise Forbidden
