"""The mapping: which column goes into which field, and how its values are cleaned on the way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, Field, field_validator

from paidan.builder.objects.field_types import Shape
from paidan.builder.objects.model import Field as ObjectField
from paidan.builder.objects.model import ObjectType
from paidan.builder.transfer.errors import (
    ColumnUnknown,
    FieldMappedTwice,
    FieldNotImportable,
    KeyNotMapped,
    KeyNotUsable,
    NothingMapped,
)
from paidan.builder.transfer.reading import Column

Unit = Literal["second", "minute", "hour", "day", "thousand", "ten_thousand", "million", "hundred_million", "one"]
DateOrder = Literal["ymd", "dmy", "mdy"]
CREATED_AT = "created_at"
"""The one field of the product's own that an import may set: when an old record came into being."""
_KEY_SHAPES = frozenset((Shape.PLAIN, Shape.MOMENT))
_FORBIDDEN_SHAPES = frozenset((Shape.CHILDREN, Shape.FILE))


class ColumnPlan(BaseModel):
    """What becomes of one column.

    column: its unique name in the file. field: the key of a field. trim: cut spaces at both ends and make spaces
    within a line single. blank: texts read as nothing, compared without regard to width, case and spaces.
    add_options: options that a choice field lacks are made. date_order: how '03/04/2021' is meant; years of four digits
    in front need none. unit: of numbers that carry none, for durations and amounts. time_zone: IANA name of the zone
    that times are meant in; the company's otherwise. on_error: `refuse` the row, or leave the field `blank`.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    column: str = Field(max_length=220)
    field: str = Field(max_length=60)
    trim: bool = True
    blank: tuple[str, ...] = Field((), max_length=50)
    add_options: bool = False
    date_order: DateOrder = "ymd"
    unit: Unit | None = None
    time_zone: str | None = Field(None, max_length=60)
    on_error: Literal["refuse", "blank"] = "refuse"

    @field_validator("time_zone")
    @classmethod
    def _is_known(cls, zone: str | None) -> str | None:
        try:
            ZoneInfo(zone or "UTC")
        except (ZoneInfoNotFoundError, OSError):
            raise ValueError("there is no such time zone") from None
        return zone or None


class Mapping(BaseModel):
    """All columns that are imported; the others are left aside."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    columns: tuple[ColumnPlan, ...] = Field((), max_length=300)

    def plan_for(self, field_key: str) -> ColumnPlan | None:
        """Return the plan whose column goes into a field."""
        return next((plan for plan in self.columns if plan.field == field_key), None)


def is_importable(field: ObjectField) -> bool:
    """Whether a file can say something about a field: not computed, no subform, no files; the creation moment can be set."""
    if field.key == CREATED_AT:
        return True
    if field.type.shape in _FORBIDDEN_SHAPES or field.key == "title":
        return field.key == "title" and not field.settings.get("readonly")
    return not field.type.computed or field.type.key == "serial"


def check_mapping(mapping: Mapping, columns: Iterable[Column], object_type: ObjectType, key: str | None) -> None:
    """Raise ColumnUnknown, FieldNotImportable, FieldMappedTwice, NothingMapped, KeyNotMapped or KeyNotUsable."""
    names = {column.name for column in columns}
    taken: dict[str, str] = {}
    for plan in mapping.columns:
        if plan.column not in names:
            raise ColumnUnknown(column=plan.column)
        field = object_type.fields.get(plan.field)
        if field is None or not is_importable(field):
            raise FieldNotImportable(field=field.label if field else plan.field, column=plan.column)
        if plan.field in taken:
            raise FieldMappedTwice(field=field.label, first=taken[plan.field], second=plan.column)
        taken[plan.field] = plan.column
    if not taken:
        raise NothingMapped
    if key is not None:
        _check_key(object_type, key, taken)


def key_candidates(object_type: ObjectType, mapped: Sequence[str]) -> list[str]:
    """Return the mapped fields by which a second import can find its records, unique ones first."""
    usable = [object_type.fields[key] for key in mapped if key in object_type.fields]
    usable = [field for field in usable if is_usable_as_key(field)]
    return [field.key for field in sorted(usable, key=lambda field: not field.unique)]


def is_usable_as_key(field: ObjectField) -> bool:
    """Whether records can be found by equality with one value of the field."""
    return (
        field.type.shape in _KEY_SHAPES
        and field.column is not None
        and field.type.key not in ("long_text", "rich_text")
    )


def _check_key(object_type: ObjectType, key: str, taken: dict[str, str]) -> None:
    field = object_type.fields.get(key)
    if field is None or not is_usable_as_key(field):
        raise KeyNotUsable(field=field.label if field else key)
    if key not in taken:
        raise KeyNotMapped(field=field.label)
