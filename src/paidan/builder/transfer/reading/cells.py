"""Cells and rows as every kind of file gives them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

Cell = str | int | float | bool | date | datetime | None
"""What stands in a cell; None where nothing does. Dates and times are local: files know no zones."""

_WHOLE_LIMIT = 10**15
_UNREADABLE = re.compile("[\udc80-\udcff]+")


@dataclass(frozen=True, slots=True)
class RowProblem:
    """Why a row could not be read: a message key with its variables, and the place of the cell (0 is the first)."""

    key: str
    position: int | None = None
    params: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One row. `number` counts from 1 as a spreadsheet program shows it, blank rows and quoted line breaks included."""

    number: int
    cells: tuple[Cell, ...]
    problems: tuple[RowProblem, ...] = ()

    def cell(self, position: int) -> Cell:
        """Return the cell at a place, None behind the end of a short row."""
        return self.cells[position] if position < len(self.cells) else None

    @property
    def is_blank(self) -> bool:
        """Whether nothing stands in it."""
        return all(cell is None or cell == "" or (isinstance(cell, str) and not cell.strip()) for cell in self.cells)


def from_workbook(value: Any) -> Cell:
    """Return a workbook's value as a cell: whole numbers whole again, times of day and lengths of time as 'H:MM:SS'."""
    if value is None or value == "":
        return None
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < _WHOLE_LIMIT else value
    if isinstance(value, time):
        return _clock(value.hour * 3600 + value.minute * 60 + value.second)
    if isinstance(value, timedelta):
        return _clock(round(value.total_seconds()))
    return value if isinstance(value, (str, int, date)) else str(value)


def cell_text(cell: Cell) -> str:
    """Return a cell as people would write it: '' for nothing, 'YYYY-MM-DD HH:MM:SS' for times."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "seconds")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float):
        return repr(cell)
    return str(cell)


def has_unreadable(text: str) -> bool:
    """Whether bytes in the text had no meaning in the file's encoding."""
    return _UNREADABLE.search(text) is not None


def show_unreadable(text: str) -> str:
    """Return the text with a replacement sign in the place of what could not be read, so that it can be written again."""
    return _UNREADABLE.sub("�", text)


def _clock(seconds: int) -> str:
    sign = "-" if seconds < 0 else ""
    seconds = abs(seconds)
    return f"{sign}{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
