"""Fields that hold numbers: whole, decimal, money, percent, rating, yes/no, duration."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from pydantic import Field as Setting

from paidan.builder.expressions.types import Kind
from paidan.builder.objects.field_types.base import CommonSettings, FieldType, Lookup, Shape, refuse
from paidan.builder.objects.storage import Storage
from paidan.kernel.database.types import DECIMAL_LIMIT

if TYPE_CHECKING:
    from paidan.builder.objects.model import Field

SIGNIFICANT = 15
"""More digits than a double holds would change on their way through a browser."""
_YES = {"true", "yes", "y", "1", "是", "有", "对", "on"}
_NO = {"false", "no", "n", "0", "否", "无", "不", "off"}
_CLOCK = re.compile(r"(\d+):([0-5]\d)(?::([0-5]\d))?")


class NumberSettings(CommonSettings):
    """min and max are inclusive; digits are those kept behind the point; unit is shown beside the number."""

    min: float | None = None
    max: float | None = None
    digits: int = Setting(2, ge=0, le=6)
    unit: str | None = Setting(None, max_length=20)


class IntegerSettings(CommonSettings):
    """min and max are inclusive."""

    min: int | None = None
    max: int | None = None
    unit: str | None = Setting(None, max_length=20)


class MoneySettings(NumberSettings):
    """currency is an ISO 4217 code."""

    currency: str = Setting("CNY", pattern="^[A-Z]{3}$")


class RatingSettings(CommonSettings):
    """The best rating; the worst is 1."""

    best: int = Setting(5, ge=2, le=10)


def to_decimal(raw: Any, field: Field) -> Decimal:
    """Read a number from JSON or from text as people write it (thousands separators, full-width digits, ¥, %)."""
    if isinstance(raw, bool):
        raise refuse("value.not_a_number", field)
    try:
        value = Decimal(str(raw).strip().replace(",", "").replace("，", "").lstrip("¥￥$").rstrip("%"))
    except InvalidOperation:
        raise refuse("value.not_a_number", field) from None
    if not value.is_finite():
        raise refuse("value.not_a_number", field)
    if abs(value) >= DECIMAL_LIMIT:
        raise refuse("value.too_large", field, limit=f"{DECIMAL_LIMIT:f}")
    return value


def _check_range(value: Decimal | int, field: Field) -> None:
    least, most = field.settings.get("min"), field.settings.get("max")
    if least is not None and value < Decimal(str(least)):
        raise refuse("value.too_small", field, limit=least)
    if most is not None and value > Decimal(str(most)):
        raise refuse("value.too_large", field, limit=most)


def round_to_field(value: Decimal, field: Field) -> Decimal:
    """Return the number with as many digits behind the point as the field keeps, halves away from zero."""
    digits = int(field.settings.get("digits", 2))
    return value.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)


def _decimal(raw: Any, field: Field, _: Lookup) -> Decimal:
    value = round_to_field(to_decimal(raw, field), field)
    if len(value.normalize().as_tuple().digits) > SIGNIFICANT:
        raise refuse("value.too_precise", field, limit=SIGNIFICANT)
    _check_range(value, field)
    return value


def _integer(raw: Any, field: Field, _: Lookup) -> int:
    value = to_decimal(raw, field)
    if value != value.to_integral_value():
        raise refuse("value.not_whole", field)
    _check_range(value, field)
    return int(value)


def _rating(raw: Any, field: Field, lookup: Lookup) -> int:
    value = _integer(raw, field, lookup)
    best = int(field.settings.get("best", 5))
    if not 1 <= value <= best:
        raise refuse("value.too_large" if value > best else "value.too_small", field, limit=best if value > best else 1)
    return value


def _yes_no(raw: Any, field: Field, _: Lookup) -> int:
    if isinstance(raw, bool):
        return int(raw)
    word = str(raw).strip().lower().removesuffix(".0")
    if word in _YES or word in _NO:
        return int(word in _YES)
    raise refuse("value.wrong_type", field)


def _duration(raw: Any, field: Field, _: Lookup) -> int:
    """Seconds, or text such as 1:30 (hours and minutes) or 01:30:15."""
    if isinstance(raw, str) and (clock := _CLOCK.fullmatch(raw.strip())):
        hours, minutes, seconds = clock.groups(default="0")
        return int(hours) * 3600 + int(minutes) * 60 + int(seconds)
    try:
        value = int(to_decimal(raw, field).to_integral_value(rounding=ROUND_HALF_UP))
    except type(refuse("value.not_a_number", field)):
        raise refuse("value.not_a_duration", field) from None
    _check_range(value, field)
    return value


_NUMBER: dict[str, Any] = {"storage": Storage.DECIMAL, "shape": Shape.DECIMAL, "value": Kind.NUMBER, "parse": _decimal}
_WHOLE: dict[str, Any] = {"storage": Storage.INTEGER, "shape": Shape.PLAIN}

TYPES = (
    FieldType(key="integer", value=Kind.NUMBER, parse=_integer, settings=IntegerSettings, can_be_unique=True, **_WHOLE),
    FieldType(key="decimal", settings=NumberSettings, **_NUMBER),
    FieldType(key="money", settings=MoneySettings, **_NUMBER),
    FieldType(key="percent", settings=NumberSettings, **_NUMBER),
    FieldType(key="rating", value=Kind.NUMBER, parse=_rating, settings=RatingSettings, **_WHOLE),
    FieldType(key="yes_no", storage=Storage.INTEGER, shape=Shape.FLAG, value=Kind.BOOL, parse=_yes_no),
    FieldType(key="duration", value=Kind.DURATION, parse=_duration, settings=IntegerSettings, **_WHOLE),
)
