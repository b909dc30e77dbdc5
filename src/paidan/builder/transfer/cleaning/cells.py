"""One column's cleaner: a cell goes in, a raw value for the field type comes out, or nothing where nothing is meant."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from paidan.builder.objects.field_types import Shape
from paidan.builder.objects.field_types.base import refuse
from paidan.builder.objects.model import Field
from paidan.builder.transfer.cleaning.amounts import read_amount, read_length
from paidan.builder.transfer.cleaning.times import in_zone, read_time
from paidan.builder.transfer.mapping import ColumnPlan
from paidan.builder.transfer.reading import Cell, cell_text
from paidan.builder.transfer.words import spelling

_SEPARATORS = re.compile(r"[;；,，、|\n]+")
_TAGS = re.compile(r"</?(?:p|br|div|ul|ol|li|strong|em|table|h\d)\b[^>]*>", re.IGNORECASE)
_COLLAPSED = frozenset((Shape.CHOICE, Shape.PERSON, Shape.TEAM, Shape.RECORD))
_LONGEST_OPTION = 80
_GUARDED = re.compile(r"'[=+\-@\t\r]")
_INVISIBLE = "​﻿"
_FLAGS = {"√": "是", "✓": "是", "✔": "是", "×": "否", "✗": "否", "✘": "否", "没有": "无", "t": "true", "f": "false"}


@dataclass(frozen=True, slots=True)
class NewOption:
    """Stands for an option that the field lacks and that is made before the row is written."""

    text: str


class ColumnCleaner:
    """Cleans the cells of one column for one field. `zone` is the one that local times are meant in."""

    def __init__(self, plan: ColumnPlan, field: Field, zone: tzinfo) -> None:
        self.plan = plan
        self.field = field
        self._zone = ZoneInfo(plan.time_zone) if plan.time_zone else zone
        self._blank = {spelling(text) for text in plan.blank}
        self._options = {
            spelling(name): choice.id
            for choice in reversed(field.choices)
            for name in (choice.key, *choice.label.values())
        }
        self._convert = self._converter()

    def clean(self, cell: Cell) -> Any:
        """Return the raw value of a cell, None for blank. Raises ValueRefused."""
        if isinstance(cell, str):
            text = cell.strip(_INVISIBLE)
            text = (
                text[1:] if _GUARDED.match(text) else text
            )  # the mark that exports put before what looks like a formula
            cell = (text.strip() if self.plan.trim else text) or None
        if cell is None or (self._blank and spelling(cell_text(cell)) in self._blank):
            return None
        return self._convert(cell)

    def _converter(self) -> Callable[[Cell], Any]:
        shape, key = self.field.type.shape, self.field.type.key
        if shape is Shape.CHOICE:
            return self._many_choices if self.field.type.many else self._choice
        if shape in _COLLAPSED:
            return self._names if self.field.type.many else self._name
        if key == "duration":
            return self._length
        if shape is Shape.DECIMAL or key in ("integer", "rating"):
            return self._amount
        if key == "date" or shape is Shape.MOMENT:
            return self._time
        return {"yes_no": _flag, "rich_text": _rich, "location": _location}.get(key, cell_text)

    def _choice(self, cell: Cell) -> int | NewOption:
        text = " ".join(cell_text(cell).split())
        found = self._options.get(spelling(text))
        if found is None and self.plan.add_options:
            return NewOption(text[:_LONGEST_OPTION])
        if found is None:
            raise refuse("value.not_a_choice", self.field, value=text[:60])
        return found

    def _many_choices(self, cell: Cell) -> list[int | NewOption]:
        return [self._choice(part) for part in _parts(cell)]

    @staticmethod
    def _name(cell: Cell) -> str:
        """Numbers are names here: 1024 is what people call a record, not its id."""
        return " ".join(cell_text(cell).split())

    def _names(self, cell: Cell) -> list[str]:
        return [self._name(part) for part in _parts(cell)]

    def _length(self, cell: Cell) -> int:
        found = read_length(cell_text(cell), self.plan.unit)
        if found is None:
            raise refuse("value.not_a_duration", self.field)
        return found

    def _amount(self, cell: Cell) -> Any:
        if isinstance(cell, bool):
            raise refuse("value.not_a_number", self.field)
        text = cell_text(cell)
        if self.field.type.key == "percent":
            text = _percent(cell, text)
        found = read_amount(text, self.plan.unit, self.field.settings.get("unit"))
        if found is None:
            raise refuse("value.not_a_number", self.field)
        return found

    def _time(self, cell: Cell) -> Any:
        """Spreadsheets' day numbers are left to the field type; local times get their zone here."""
        if isinstance(cell, str):
            found = read_time(cell, self.plan.date_order)
            if found is None:
                is_date = self.field.type.key == "date"
                raise refuse("value.not_a_date" if is_date else "value.not_a_moment", self.field)
            cell = found
        if self.field.type.key == "date":
            return cell.date() if isinstance(cell, datetime) and cell.tzinfo is None else cell
        return in_zone(cell, self._zone) if isinstance(cell, date) else cell


def _parts(cell: Cell) -> list[str]:
    return [part.strip() for part in _SEPARATORS.split(cell_text(cell)) if part.strip()]


def _percent(cell: Cell, text: str) -> str:
    return text.strip().removesuffix("%").removesuffix("％") if isinstance(cell, str) else text


def _flag(cell: Cell) -> Any:
    if isinstance(cell, bool):
        return cell
    text = unicodedata.normalize("NFKC", cell_text(cell)).strip().casefold()
    return _FLAGS.get(text, text)


def _rich(cell: Cell) -> str:
    """Text without tags becomes paragraphs; text with tags is taken for HTML, which the field type cleans."""
    text = cell_text(cell)
    if _TAGS.search(text):
        return text
    lines = html.escape(text, quote=False).replace("\r\n", "\n").split("\n")
    return "".join(f"<p>{line}</p>" for line in lines if line.strip())


def _location(cell: Cell) -> Any:
    """Latitude before longitude, as maps give it."""
    found = re.fullmatch(r"\s*(-?\d+(?:\.\d+)?)\s*[,，\s]\s*(-?\d+(?:\.\d+)?)\s*", cell_text(cell))
    return {"lat": float(found[1]), "lng": float(found[2])} if found else cell_text(cell)
