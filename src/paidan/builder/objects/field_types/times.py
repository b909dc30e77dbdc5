"""Fields that hold days and moments. What a person types without a zone is meant in the company's zone."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from paidan.builder.expressions.types import Kind
from paidan.builder.objects.field_types.base import CommonSettings, FieldType, Lookup, Shape, refuse
from paidan.builder.objects.storage import Storage
from paidan.kernel.clock import to_milliseconds

if TYPE_CHECKING:
    from paidan.builder.objects.model import Field

_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_MOMENT = re.compile(_DAY.pattern + r"[T\s]*(\d{1,2})[:：时点](\d{1,2})分?(?:[:：](\d{1,2})(?:\.\d+)?秒?)?")
_EXCEL_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - a spreadsheet's day number has no zone
EARLIEST, LATEST = 1900, 2200


class TimeSettings(CommonSettings):
    """Days and moments need nothing more."""


def _date(raw: Any, field: Field, lookup: Lookup) -> str:
    if isinstance(raw, datetime):
        raw = raw.astimezone(lookup.zone).date() if raw.tzinfo else raw.date()
    if isinstance(raw, date):
        return raw.isoformat()
    if isinstance(raw, (int, float)) and not isinstance(raw, bool):
        return _from_excel(float(raw), field, "value.not_a_date").date().isoformat()
    found = _DAY.match(str(raw).strip())
    if not found:
        raise refuse("value.not_a_date", field)
    try:
        day = date(*(int(part) for part in found.groups()[:3]))
    except ValueError:
        raise refuse("value.not_a_date", field) from None
    _check_year(day.year, field, "value.not_a_date")
    return day.isoformat()


def _moment(raw: Any, field: Field, lookup: Lookup) -> datetime:
    value = _read_moment(raw, field, lookup)
    _check_year(value.year, field, "value.not_a_moment")
    return to_milliseconds(value)


def _read_moment(raw: Any, field: Field, lookup: Lookup) -> datetime:
    if isinstance(raw, datetime):
        return raw if raw.tzinfo else raw.replace(tzinfo=lookup.zone)
    if isinstance(raw, date):
        return datetime(raw.year, raw.month, raw.day, tzinfo=lookup.zone)
    if isinstance(raw, (int, float)) and not isinstance(raw, bool):
        return _from_excel(float(raw), field, "value.not_a_moment").replace(tzinfo=lookup.zone)
    text = str(raw).strip()
    try:
        value = datetime.fromisoformat(text)
        return value if value.tzinfo else value.replace(tzinfo=lookup.zone)
    except ValueError:
        return _read_loose(text, field, lookup)


def _read_loose(text: str, field: Field, lookup: Lookup) -> datetime:
    found = _MOMENT.match(text) or _DAY.fullmatch(text)
    if not found:
        raise refuse("value.not_a_moment", field)
    try:
        return datetime(*(int(part) for part in found.groups() if part), tzinfo=lookup.zone)  # type: ignore[misc,arg-type]
    except ValueError:
        raise refuse("value.not_a_moment", field) from None


def _from_excel(days: float, field: Field, code: str) -> datetime:
    """A spreadsheet counts days from 1899-12-30."""
    if not 1 <= days < 110_000:
        raise refuse(code, field)
    return _EXCEL_EPOCH + timedelta(seconds=round(days * 86_400))


def _check_year(year: int, field: Field, code: str) -> None:
    if not EARLIEST <= year <= LATEST:
        raise refuse(code, field)


def _computed(_: Any, field: Field, __: Lookup) -> datetime:
    raise refuse("value.computed", field)


_MOMENT_TYPE: dict[str, Any] = {"storage": Storage.MOMENT, "shape": Shape.MOMENT, "value": Kind.MOMENT}

TYPES = (
    FieldType(key="date", storage=Storage.TEXT, shape=Shape.PLAIN, value=Kind.DATE, parse=_date, settings=TimeSettings),
    FieldType(key="datetime", parse=_moment, settings=TimeSettings, **_MOMENT_TYPE),
    FieldType(key="created_at", parse=_computed, computed=True, **_MOMENT_TYPE),
    FieldType(key="updated_at", parse=_computed, computed=True, **_MOMENT_TYPE),
)
