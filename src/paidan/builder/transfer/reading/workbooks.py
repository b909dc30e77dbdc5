"""Excel workbooks (xlsx, xlsm, xls), read by calamine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import python_calamine

from paidan.builder.transfer.errors import FileDamaged, FileLocked, NoSuchSheet, TooManyColumns, TooManyRows
from paidan.builder.transfer.reading.cells import Row, from_workbook
from paidan.builder.transfer.reading.packed import check_packed
from paidan.builder.transfer.reading.sheets import MOST_COLUMNS, MOST_ROWS, SheetReader


class WorkbookSheet(SheetReader):
    """One sheet of a workbook: the one named, else the first visible sheet that holds anything."""

    def __init__(self, path: Path, format: str, max_mb: int, sheet: str | None = None) -> None:
        self.format = format
        if format == "xlsx":
            check_packed(path, max_mb)
        self._path = path
        book = _open(path)
        self.sheets = tuple(
            meta.name
            for meta in book.sheets_metadata
            if meta.typ == python_calamine.SheetTypeEnum.WorkSheet
            and meta.visible == python_calamine.SheetVisibleEnum.Visible
        )
        self._kept: tuple[str, Any] | None = None
        self.sheet = self._choose(book, sheet)

    def rows(self, after: int = 0) -> Iterator[Row]:
        """Read the rows; a formula gives its last value, an error in a cell gives nothing."""
        sheet = self._sheet()
        if sheet.start is None:
            return
        shift = (None,) * sheet.start[1]
        for number, values in enumerate(sheet.iter_rows(), 1):
            if number > after:
                yield Row(number, shift + tuple(from_workbook(value) for value in values))

    def _choose(self, book: Any, wanted: str | None) -> str:
        if wanted is not None and wanted not in self.sheets:
            raise NoSuchSheet(sheet=wanted[:60])
        names = self.sheets if wanted is None else (wanted,)
        for name in names:
            sheet = _load(book, name)
            if sheet.start is not None:
                self._kept = name, sheet
                return name
        if not names:
            raise NoSuchSheet(sheet="")
        return names[0]

    def _sheet(self) -> Any:
        if self._kept is None or self._kept[0] != self.sheet:
            self._kept = self.sheet, _load(_open(self._path), self.sheet)
        return self._kept[1]


def _open(path: Path) -> Any:
    try:
        return python_calamine.load_workbook(str(path))
    except python_calamine.PasswordError:
        raise FileLocked from None
    except python_calamine.CalamineError as error:
        raise (FileLocked if "password" in str(error).lower() else FileDamaged) from None


def _load(book: Any, name: str) -> Any:
    try:
        sheet = book.get_sheet_by_name(name)
    except python_calamine.CalamineError:
        raise FileDamaged from None
    if sheet.total_height > MOST_ROWS:
        raise TooManyRows(limit=MOST_ROWS)
    if sheet.total_width > MOST_COLUMNS:
        raise TooManyColumns(limit=MOST_COLUMNS)
    return sheet
