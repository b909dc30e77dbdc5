"""Fields made on the spot for columns that match none, by those who may shape objects."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from paidan.builder.objects.permissions import MANAGE_OBJECTS
from paidan.builder.objects.shaping import ChoiceDraft, FieldDraft, add_field
from paidan.builder.transfer.batches import State, get_batch_in, store_batch
from paidan.builder.transfer.mapping import ColumnPlan, Mapping
from paidan.kernel.database import Tx
from paidan.kernel.i18n import Label
from paidan.platform.permissions.permission import require


class NewFieldRequest(BaseModel):
    """A field for a column: what `new_field` of the column proposes, or what somebody made of it."""

    model_config = ConfigDict(extra="forbid")

    column: str = Field(max_length=220)
    type: str = Field(max_length=40)
    label: Label | str
    settings: dict[str, Any] = Field(default_factory=dict)
    options: list[str] = Field(default_factory=list, max_length=500)
    blank: list[str] = Field(default_factory=list, max_length=50)
    section: str = Field("", max_length=60)


def make_fields(tx: Tx, *, batch_id: int, wanted: Sequence[NewFieldRequest]) -> dict[str, Any]:
    """Add the fields to the batch's object and map their columns into them; returns the new mapping.

    Raises PermissionMissing, BatchNotFound, WrongState, and what adding a field raises.
    """
    require(tx, MANAGE_OBJECTS)
    batch = get_batch_in(tx, batch_id, State.UPLOADED, State.CHECKED)
    plans = {plan.column: plan for plan in batch.column_mapping.columns}
    for request in wanted:
        plans[request.column] = make_field(tx, batch.object, request)
    mapping = Mapping(columns=tuple(plans.values())).model_dump(mode="json")
    store_batch(tx, batch_id, {"mapping": mapping})
    return {"mapping": mapping}


def make_field(tx: Tx, object_key: str, request: NewFieldRequest) -> ColumnPlan:
    """Add one field and return the plan that brings its column into it."""
    options = [ChoiceDraft(label={"zh-CN": option.strip()[:80]}) for option in request.options if option.strip()]
    label = {"zh-CN": request.label} if isinstance(request.label, str) else request.label
    draft = FieldDraft(
        label={language: text[:80] for language, text in label.items()},
        type=request.type,
        settings=request.settings,
        section=request.section,
        choices=options,
    )
    field = add_field(tx, object_key, draft)
    is_choice = field.type.shape == "choice"
    return ColumnPlan(column=request.column, field=field.key, blank=tuple(request.blank), add_options=is_choice)
