"""Fields of several parts: address and location; and the formula, whose value is computed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic import Field as Part

from paidan.builder.expressions.types import Kind
from paidan.builder.objects.field_types.base import CommonSettings, FieldType, Lookup, Shape, refuse
from paidan.builder.objects.storage import Storage

if TYPE_CHECKING:
    from paidan.builder.objects.model import Field


class Location(BaseModel):
    """A place on earth. Degrees; accuracy in metres; datum says which of the three systems in use in China was meant.

    Phones give WGS-84. It is kept as it came and converted at the edge, never twice.
    """

    model_config = ConfigDict(extra="forbid")

    lat: float = Part(ge=-90, le=90)
    lng: float = Part(ge=-180, le=180)
    datum: Literal["wgs84", "gcj02", "bd09"] = "wgs84"
    accuracy: float | None = Part(None, ge=0)
    at: str | None = Part(None, max_length=40)
    label: str | None = Part(None, max_length=200)


class Address(BaseModel):
    """A postal address in Chinese order, with its place where known."""

    model_config = ConfigDict(extra="forbid")

    province: str = Part("", max_length=60)
    city: str = Part("", max_length=60)
    district: str = Part("", max_length=60)
    detail: str = Part("", max_length=300)
    location: Location | None = None


class FormulaSettings(CommonSettings):
    """text: the formula as its author wrote it; result: the type of its value; digits for numbers."""

    text: str = Part(max_length=5000)
    result: Literal["text", "number", "yes_no", "date", "datetime", "duration"] = "text"
    digits: int = Part(2, ge=0, le=6)


def _location(raw: Any, field: Field, _: Lookup) -> dict[str, Any]:
    try:
        return Location.model_validate(raw).model_dump(exclude_none=True)
    except ValidationError:
        raise refuse("value.bad_location", field) from None


def _address(raw: Any, field: Field, _: Lookup) -> dict[str, Any]:
    if isinstance(raw, str):
        raw = {"detail": raw.strip()}
    try:
        return Address.model_validate(raw).model_dump(exclude_none=True)
    except ValidationError:
        raise refuse("value.bad_address", field) from None


def _formula(_: Any, field: Field, __: Lookup) -> None:
    raise refuse("value.computed", field)


_JSON: dict[str, Any] = {"storage": Storage.JSON, "shape": Shape.JSON, "groupable": False, "sortable": False}


def _formula_of(storage: Storage, shape: Shape, value: Kind) -> FieldType:
    words = value is Kind.TEXT
    return FieldType(
        key="formula",
        storage=storage,
        shape=shape,
        value=value,
        parse=_formula,
        settings=FormulaSettings,
        computed=True,
        text_in_search=words,
    )


FORMULAS: dict[str, FieldType] = {
    "text": _formula_of(Storage.TEXT, Shape.PLAIN, Kind.TEXT),
    "number": _formula_of(Storage.DECIMAL, Shape.DECIMAL, Kind.NUMBER),
    "yes_no": _formula_of(Storage.INTEGER, Shape.FLAG, Kind.BOOL),
    "date": _formula_of(Storage.TEXT, Shape.PLAIN, Kind.DATE),
    "datetime": _formula_of(Storage.MOMENT, Shape.MOMENT, Kind.MOMENT),
    "duration": _formula_of(Storage.INTEGER, Shape.PLAIN, Kind.DURATION),
}
"""A formula's type by the type of its result."""

TYPES = (
    FieldType(key="location", value=Kind.TEXT, parse=_location, **_JSON),
    FieldType(key="address", value=Kind.TEXT, parse=_address, mask="address", text_in_search=True, **_JSON),
    FORMULAS["text"],
)
