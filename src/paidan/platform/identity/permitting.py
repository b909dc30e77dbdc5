"""Permission checks for reads over HTTP; writes check inside their transaction."""

from __future__ import annotations

from paidan.kernel.http.app import AppHandle
from paidan.platform.identity.rights import MANAGE_IDENTITY, rights_of


def require_manager(app: AppHandle) -> None:
    """Refuse whoever does not administer people. Raises Unauthenticated, Forbidden."""
    app.require_person()
    registry = app.product.registry
    rights_of(registry).require_of(registry, app.actor, MANAGE_IDENTITY)
