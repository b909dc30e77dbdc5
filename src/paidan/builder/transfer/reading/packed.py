"""Packed workbooks are weighed before they are opened, because the reader holds a whole sheet in memory.

Declared sizes are read first; then every part is unpacked once, in pieces, so that a part larger than it says is found
out by its checksum; the worksheets are searched for the outermost cell, because two cells in far corners would make
the reader allocate everything between them.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from pathlib import Path

from paidan.builder.transfer.errors import FileDamaged, SheetTooWide, TooManyColumns, TooManyRows, UnpacksTooLarge
from paidan.builder.transfer.reading.sheets import MOST_COLUMNS, MOST_ROWS

UNPACKED_PER_MB = 12
"""How many times its largest packed size a workbook may unpack to. Sheets of text pack to a tenth."""
MOST_CELLS = 25_000_000
"""Cells between the outermost ones, filled or not; 32 bytes each in the reader."""
_PIECE = 1 << 20
_PLACE = re.compile(rb'\br="([A-Z]{1,3})([0-9]{1,7})"')
_LONGEST_PLACE = 16


def check_packed(path: Path, max_mb: int) -> None:
    """Look at a packed workbook (xlsx). Raises UnpacksTooLarge, FileDamaged, TooManyRows, TooManyColumns, SheetTooWide."""
    limit = max_mb * UNPACKED_PER_MB << 20
    try:
        with zipfile.ZipFile(path) as packed:
            parts = packed.infolist()
            if len(parts) > 10_000 or sum(part.file_size for part in parts) > limit:
                raise UnpacksTooLarge(limit=limit >> 20)
            for part in parts:
                _check_part(packed, part)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, RuntimeError):
        raise FileDamaged from None


def _check_part(packed: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    is_sheet = part.filename.lower().startswith("xl/worksheets/") and part.filename.lower().endswith(".xml")
    rest = b""
    last_column, last_row = 0, 0
    with packed.open(part) as file:
        while piece := file.read(_PIECE):
            if not is_sheet:
                continue
            for column, row in set(_PLACE.findall(rest + piece)):
                last_column = max(last_column, _number_of(column))
                last_row = max(last_row, int(row))
            rest = piece[-_LONGEST_PLACE:]
    _check_area(last_row, last_column)


def _check_area(rows: int, columns: int) -> None:
    if rows > MOST_ROWS:
        raise TooManyRows(limit=MOST_ROWS)
    if columns > MOST_COLUMNS:
        raise TooManyColumns(limit=MOST_COLUMNS)
    if rows * columns > MOST_CELLS:
        raise SheetTooWide(limit=MOST_CELLS)


def _number_of(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
