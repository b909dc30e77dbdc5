"""Permission checks for reads over HTTP; writes check inside their transaction."""

from __future__ import annotations

from paidan.kernel.http.app import AppHandle
from paidan.platform.identity.rights import MANAGE_IDENTITY, rights_of


def require_manager(app: AppHandle) -> None:
    """Refuse whoever does not administer people. Raises Unauthenticated, Forbidden."""
    app.require_person()
    rights_of(app.product.registry).require_of(app.actor, MANAGE_IDENTITY)
