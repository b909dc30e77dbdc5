"""The feature of objects: shaping what a company keeps."""

from __future__ import annotations

import sqlalchemy as sa

from paidan.builder.objects import endpoints
from paidan.builder.objects.permissions import MANAGE_OBJECTS
from paidan.builder.objects.shaping.journal import move_on
from paidan.builder.objects.tables import version
from paidan.kernel.database import Tx
from paidan.kernel.feature import Feature


def begin_version(tx: Tx) -> None:
    """Give the model its first version."""
    if tx.first(sa.select(version.c.stamp)) is None:
        move_on(tx, tx.new_id())


feature = Feature(
    name="objects",
    summary="What kinds of records a company keeps, and the commands that shape them.",
    router=endpoints.router,
    contributes=[MANAGE_OBJECTS],
    installs=[begin_version],
)
