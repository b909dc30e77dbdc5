"""Engineers as a feature."""

from __future__ import annotations

from paidan.aftersales.engineers.definitions import OBJECTS
from paidan.builder.objects.shipping import ship_objects
from paidan.kernel.database import Tx
from paidan.kernel.feature import Feature


def install_engineers(tx: Tx) -> None:
    """Put skills, engineers, shifts and leave in place."""
    ship_objects(tx, OBJECTS)


feature = Feature(
    name="engineers",
    summary="Field engineers with their skills, regions and limits, the roster and leave.",
    installs=[install_engineers],
)
