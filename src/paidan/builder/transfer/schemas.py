"""What comes in over HTTP about imports and exports."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from paidan.builder.transfer.batches import ImportOptions
from paidan.builder.transfer.importing.new_fields import NewFieldRequest
from paidan.builder.transfer.mapping import Mapping


class Body(BaseModel):
    """Refuses what it does not know."""

    model_config = ConfigDict(extra="forbid")


class PlanRequest(Body):
    """How a file is imported. key: the field by which rows find records that are there already; none: all are new."""

    mapping: Mapping
    key: str | None = Field(None, max_length=60)
    options: ImportOptions = ImportOptions()
    again: bool = Field(
        False, description="Import a file without a key although the very same file was imported before."
    )


class FieldsRequest(Body):
    """Fields to be made for columns."""

    fields: list[NewFieldRequest] = Field(min_length=1, max_length=300)
