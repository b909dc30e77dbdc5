"""The permission version: one number that rises with every change to what people may do.

It is read together with each session, so that a change takes effect with the next request in every process. Raising
it first also makes such changes wait for each other, which is what keeps the team tree free of circles and the last
administrator in place when two people act at once.
"""

from __future__ import annotations

import sqlalchemy as sa

from paidan.kernel.database import Query, Tx
from paidan.kernel.database.reading import first_column
from paidan.platform.identity.tables import permission_version


def raise_permission_version(tx: Tx) -> None:
    """Make every process compile accesses afresh, and wait for whoever else changes them now."""
    tx.execute(sa.update(permission_version).values(version=permission_version.c.version + 1))


def current_version() -> Query[int]:
    """The present permission version."""
    return Query(sa.select(permission_version.c.version), first_column)


def install_version(tx: Tx) -> None:
    """Put the one row in place."""
    if tx.first(sa.select(permission_version.c.id)) is None:
        tx.insert(permission_version, {"id": 1, "version": 1})
