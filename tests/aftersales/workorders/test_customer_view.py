"""What a customer sees of his order."""

from __future__ import annotations

from paidan.aftersales.workorders.customer_view import (
    CUSTOMER_FIELDS,
    CUSTOMER_MAY_GIVE,
    CUSTOMER_MAY_RATE,
    REPORT_FIELDS,
)
from paidan.builder.objects.loading import model_of
from paidan.kernel.database import Tx
from paidan.platform.permissions.access import FieldRight

KEPT_INSIDE = {"priority", "cause", "helpers", "estimated_minutes", "owner", "team", "customer", "first_response_at"}


def test_a_customer_sees_exactly_the_fields_marked_for_the_portal(tx: Tx) -> None:
    fields = model_of(tx).object("work_order").fields.values()

    marked = {field.key for field in fields if field.settings.get("portal")}

    assert CUSTOMER_FIELDS.keys() == marked | {"created_at"}


def test_a_customer_never_sees_how_the_company_works_inside() -> None:
    assert not KEPT_INSIDE & CUSTOMER_FIELDS.keys()


def test_a_customer_may_give_only_what_he_reports() -> None:
    given = {key for key, right in REPORT_FIELDS.items() if right is FieldRight.EDIT}

    assert given == CUSTOMER_MAY_GIVE
    assert CUSTOMER_FIELDS.keys() >= CUSTOMER_MAY_GIVE | CUSTOMER_MAY_RATE
