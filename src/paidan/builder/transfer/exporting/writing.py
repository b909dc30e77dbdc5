"""Files of exported rows: CSV piece by piece, Excel into a file that keeps one row in memory."""

from __future__ import annotations

import asyncio
import csv
import io
from collections.abc import AsyncIterator, Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from paidan.builder.transfer.exporting.asking import Export, Row
from paidan.builder.transfer.exporting.cells import LONGEST_CELL, csv_text, guarded
from paidan.kernel.i18n import label_in

_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_date_format": "yyyy-mm-dd hh:mm:ss",
}
_WIDTH = 16


async def csv_pieces(export: Export) -> AsyncIterator[bytes]:
    """Yield a CSV file: UTF-8 with a mark, so that spreadsheet programs read Chinese."""
    yield b"\xef\xbb\xbf" + _csv([[guarded(title) for title in export.titles]])
    async for page in export.pages():
        yield _csv([csv_text(cell) for cell in row] for row in page)


async def write_csv(export: Export, path: Path) -> int:
    """Write a CSV file and return how many rows it holds."""
    rows = 0
    with path.open("wb") as file:
        file.write(b"\xef\xbb\xbf" + _csv([[guarded(title) for title in export.titles]]))
        async for page in export.pages():
            file.write(_csv([csv_text(cell) for cell in row] for row in page))
            rows += len(page)
    return rows


async def write_workbook(export: Export, path: Path) -> int:
    """Write a workbook and return how many rows it holds. Texts stay texts, whatever they look like."""
    book = xlsxwriter.Workbook(path, {**_OPTIONS, "tmpdir": str(path.parent)})
    sheet = book.add_worksheet(_sheet_name(export))
    formats = {date: book.add_format({"num_format": "yyyy-mm-dd"}), str: book.add_format({"bold": True})}
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, max(len(export.fields) - 1, 0), _WIDTH)
    for position, title in enumerate(export.titles):
        sheet.write_string(0, position, title[:LONGEST_CELL], formats[str])
    rows = 0
    async for page in export.pages():
        await asyncio.to_thread(_write_page, sheet, page, rows + 1, formats[date])
        rows += len(page)
    await asyncio.to_thread(book.close)
    return rows


def _write_page(sheet: Any, page: list[Row], start: int, day: Any) -> None:
    for number, row in enumerate(page, start):
        for position, cell in enumerate(row):
            if cell is None:
                continue
            if isinstance(cell, str):
                sheet.write_string(number, position, cell[:LONGEST_CELL])
            elif isinstance(cell, datetime):
                sheet.write_datetime(number, position, cell)
            elif isinstance(cell, date):
                sheet.write_datetime(number, position, cell, day)
            elif isinstance(cell, bool):
                sheet.write_boolean(number, position, cell)
            else:
                sheet.write_number(number, position, cell)


def _csv(rows: Iterable[list[str]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode("utf-8", "replace")


def _sheet_name(export: Export) -> str:
    name = label_in(export.label, export.language)
    return "".join(sign for sign in name if sign not in "[]:*?/\\'")[:31] or "Sheet1"
