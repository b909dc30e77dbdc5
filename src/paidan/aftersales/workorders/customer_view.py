"""What a customer may see of his own work order, and what of it he may give himself.

The portal builds a customer's access from these; everything not named here is hidden from him, whatever is added to
the order later.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from paidan.aftersales.workorders.work_order import WORK_ORDER
from paidan.platform.permissions.access import FieldRight

CUSTOMER_MAY_GIVE: Final = frozenset(
    {"title", "category", "description", "photos", "contact_name", "contact_phone", "address"}
)
"""What a customer tells when he reports, and may add to until work begins."""

CUSTOMER_MAY_RATE: Final = frozenset({"csat_score", "csat_reasons", "csat_comment"})
"""What a customer fills after the service."""

CUSTOMER_FIELDS: Final[Mapping[str, FieldRight]] = MappingProxyType(
    {str(one.key): FieldRight.READ for one in WORK_ORDER.fields if one.settings.get("portal")}
    | {"created_at": FieldRight.READ}
)
"""What a customer sees of a work order."""

REPORT_FIELDS: Final[Mapping[str, FieldRight]] = MappingProxyType(
    {**CUSTOMER_FIELDS, **dict.fromkeys(CUSTOMER_MAY_GIVE, FieldRight.EDIT)}
)
"""The same while he may still add to his report."""
