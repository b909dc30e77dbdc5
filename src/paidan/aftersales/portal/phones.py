"""Phone numbers as records keep them, so that one number finds one customer."""

from __future__ import annotations

from paidan.builder.objects.loading import model_of
from paidan.builder.records.lookups import TxLookup
from paidan.kernel.database import Tx
from paidan.kernel.errors import AppError, Invalid


def read_phone(tx: Tx, raw: str) -> str:
    """Return the number in stored form. Raises Invalid that names the field."""
    field = model_of(tx).object("work_order").field("contact_phone")
    try:
        return str(field.type.parse(raw, field, TxLookup(tx)))
    except AppError as refusal:
        raise Invalid(fields={"contact_phone": [refusal]}) from refusal
