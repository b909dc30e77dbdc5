"""Assets as a feature."""

from __future__ import annotations

from paidan.aftersales.assets.definitions import OBJECTS
from paidan.builder.objects.shipping import ship_objects
from paidan.kernel.database import Tx
from paidan.kernel.feature import Feature


def install_assets(tx: Tx) -> None:
    """Put product models and assets in place."""
    ship_objects(tx, OBJECTS)


feature = Feature(
    name="assets",
    summary="Product models and every installed asset, with its site, customer and warranty.",
    installs=[install_assets],
)
