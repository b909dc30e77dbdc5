"""A masked value is the same whether the database masks it or Python does."""

from typing import Any

import pytest
import sqlalchemy as sa

from paidan.builder.objects.loading import model_of
from paidan.builder.objects.shaping import FieldDraft, ObjectDraft, define_object
from paidan.builder.records import create_record
from paidan.builder.records.masking_sql import masked
from paidan.kernel.database import Tx
from paidan.platform.permissions.masking import mask


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("phone", "13812345678"),
        ("phone", "02112345678"),
        ("phone", "0211234567"),
        ("phone", "+14155552671"),
        ("email", "zhou@example.com"),
        ("email", "z@example.com"),
    ],
)
def test_the_database_masks_as_python_does(tx: Tx, kind: str, value: Any):
    field = FieldDraft(key="value", type=kind, label={"zh-CN": "值", "en": "Value"})
    define_object(tx, ObjectDraft(key="masked_thing", label={"zh-CN": "物", "en": "Thing"}, fields=[field]))
    create_record(tx, "masked_thing", {"value": value})
    found = model_of(tx).object("masked_thing")

    stored = tx.value(sa.select(found.column("value")))
    shown = tx.value(sa.select(masked(tx.dialect, found.table, found.field("value"))))

    assert shown == mask(kind, stored)
    assert shown != stored
