"""Customers as a feature."""

from __future__ import annotations

from paidan.aftersales.customers.definitions import OBJECTS
from paidan.builder.objects.shipping import ship_objects
from paidan.kernel.database import Tx
from paidan.kernel.feature import Feature


def install_customers(tx: Tx) -> None:
    """Put regions, customers, contacts and sites in place."""
    ship_objects(tx, OBJECTS)


feature = Feature(
    name="customers",
    summary="Customers, their contacts and sites, and the regions that service is divided into.",
    installs=[install_customers],
)
