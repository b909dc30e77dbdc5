"""Roles as a feature."""

from __future__ import annotations

from paidan.aftersales.roles.builtin import ROLES
from paidan.aftersales.roles.installing import ship_roles
from paidan.kernel.database import Tx
from paidan.kernel.feature import Feature


def install_roles(tx: Tx) -> None:
    """Put the roles of a service company in place."""
    ship_roles(tx, ROLES)


feature = Feature(
    name="roles",
    summary="The roles of a service company: agent, dispatcher, engineer, supervisor, manager, store keeper.",
    installs=[install_roles],
)
