"""What comes in over HTTP about records."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class Body(BaseModel):
    """Refuses what it does not know."""

    model_config = ConfigDict(extra="forbid")


class CreateRequest(Body):
    """Values by field key."""

    values: dict[str, Any] = Field(max_length=400)


class UpdateRequest(Body):
    """Values by field key, and the revision the writer had before his eyes (none: overwrite)."""

    values: dict[str, Any] = Field(max_length=400)
    rev: int | None = Field(None, ge=0)


class BatchItem(Body):
    """One row of a batch: without an id it is created."""

    id: int | None = None
    rev: int | None = Field(None, ge=0)
    values: dict[str, Any] = Field(max_length=400)


class BatchRequest(Body):
    """Up to 500 rows. all_or_nothing: one refusal undoes them all."""

    items: list[BatchItem] = Field(min_length=1, max_length=500)
    all_or_nothing: bool = False


class ListRequest(Body):
    """A list question; see `ListQuestion`."""

    filter: dict[str, Any] = Field(default_factory=dict)
    q: str = Field("", max_length=200)
    sort: list[str] = Field(default_factory=list, max_length=4)
    fields: list[str] | None = Field(None, max_length=300)
    limit: int = Field(50, ge=1, le=200)
    after: str | None = Field(None, max_length=2000)
    trashed: bool = False
    count: str = Field("capped", pattern="^(capped|exact|none)$")


class GroupRequest(Body):
    """Group and add up: by up to three fields (moments by day, week, month, quarter or year), with measures."""

    filter: dict[str, Any] = Field(default_factory=dict)
    q: str = Field("", max_length=200)
    by: list[str] = Field(default_factory=list, max_length=3)
    measures: list[str] = Field(default_factory=lambda: ["count"], min_length=1, max_length=10)
    limit: int = Field(200, ge=1, le=1000)
