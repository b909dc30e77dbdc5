"""What stands in the cells of an exported file: labels instead of keys, the company's local time, no formulas."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, tzinfo
from typing import Any

from paidan.builder.objects.field_types import Shape
from paidan.builder.objects.model import Field
from paidan.kernel.i18n import label_in, translate

ExportCell = str | int | float | date | datetime | None
LONGEST_CELL = 32_767
"""Characters in a cell of a workbook (Excel's specification)."""
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
_FIGURE = re.compile(r"[+-]?[\d,]+(?:\.\d+)?%?")
_TAG = re.compile(r"<[^>]+>")
_BREAK = re.compile(r"</p>|</li>|</tr>|<br\s*/?>", re.IGNORECASE)
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&nbsp;", " "), ("&amp;", "&"))


def guarded(text: str) -> str:
    """Return a text that no spreadsheet program takes for a formula: `'` before what begins like one.

    Plain figures stay. Importing takes the mark off again.
    """
    if text.startswith(_DANGEROUS) and not _FIGURE.fullmatch(text):
        return "'" + text
    return text


def csv_text(cell: ExportCell) -> str:
    """Return a cell for a text file; only texts are guarded, numbers and times are what they are."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "seconds")
    if isinstance(cell, date):
        return cell.isoformat()
    return guarded(cell) if isinstance(cell, str) else str(cell)


class FieldCell:
    """Turns the values of one field, as the record store gives them out, into cells. `zone`: where times are local."""

    def __init__(self, field: Field, language: str, zone: tzinfo) -> None:
        self.field = field
        self._language = language
        self._zone = zone
        self._labels = {choice.key: label_in(choice.label, language) for choice in field.choices}
        self._convert = self._converter()

    def cell(self, value: Any) -> ExportCell:
        """Return the cell of a value; of a masked one, what is left of it."""
        if value is None or value == "" or value == []:
            return None
        if isinstance(value, list):
            return "; ".join(str(text) for one in value if (text := self._one(one)) is not None) or None
        return self._one(value)

    def _one(self, value: Any) -> ExportCell:
        try:
            return self._convert(value)
        except (TypeError, ValueError, AttributeError):
            return str(value)

    def _converter(self) -> Callable[[Any], ExportCell]:
        shape, key = self.field.type.shape, self.field.type.key
        if shape is Shape.CHOICE:
            return lambda value: self._labels.get(value, str(value))
        if shape is Shape.MOMENT:
            return lambda value: datetime.fromisoformat(value).astimezone(self._zone).replace(tzinfo=None)
        if shape is Shape.FLAG:
            return lambda value: translate("export.yes" if value else "export.no", self._language)
        if key == "date" or self.field.type.value == "date":
            return date.fromisoformat
        if self.field.type.value == "duration":
            return _clock
        if key == "rich_text":
            return _plain
        if shape in (Shape.PERSON, Shape.TEAM, Shape.FILE):
            return lambda value: str(value["name"])
        if shape is Shape.RECORD:
            return lambda value: value.get("number") or value.get("title")
        return {"address": _address, "location": _location}.get(key, _as_it_is)


def _as_it_is(value: ExportCell) -> ExportCell:
    """Whole numbers without a point, whatever the database said."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _clock(seconds: int) -> str:
    sign = "-" if seconds < 0 else ""
    seconds = abs(int(seconds))
    return f"{sign}{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def _plain(html: str) -> str:
    text = _TAG.sub("", _BREAK.sub("\n", html))
    for entity, sign in _ENTITIES:
        text = text.replace(entity, sign)
    return text.strip()


def _address(value: Any) -> str:
    return (
        value
        if isinstance(value, str)
        else "".join(value.get(part, "") for part in ("province", "city", "district", "detail"))
    )


def _location(value: Any) -> str:
    return value if isinstance(value, str) else f"{value['lat']},{value['lng']}"
