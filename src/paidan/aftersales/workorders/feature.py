"""Work orders as a feature."""

from __future__ import annotations

from paidan.aftersales.workorders.it_incident import IT_INCIDENT
from paidan.aftersales.workorders.message import MESSAGE
from paidan.aftersales.workorders.visits import VISIT
from paidan.aftersales.workorders.work_order import WORK_ORDER
from paidan.builder.objects.shipping import ship_objects
from paidan.kernel.database import Tx
from paidan.kernel.feature import Feature

OBJECTS = (WORK_ORDER, VISIT, MESSAGE, IT_INCIDENT)
"""Each after those it points at."""


def install_work_orders(tx: Tx) -> None:
    """Put work orders, visits, messages and IT incidents in place."""
    ship_objects(tx, OBJECTS)


feature = Feature(
    name="workorders",
    summary="Work orders with their visits and messages, and incidents of information systems.",
    installs=[install_work_orders],
)
