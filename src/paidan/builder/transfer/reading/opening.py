"""Opening a file by what is in it; its name is not believed."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from paidan.builder.transfer.errors import FileEmpty, FileTooLarge, UnknownFormat
from paidan.builder.transfer.reading.csv_files import CsvSheet
from paidan.builder.transfer.reading.sheets import SheetReader
from paidan.builder.transfer.reading.workbooks import WorkbookSheet

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_NOT_TABLES = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")


class ReadOptions(BaseModel):
    """How a file is to be read; what is left out is found out.

    header_row: number of the row that names the columns, 0 when no row does. sheet: of a workbook. encoding and
    delimiter: of a text file.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    sheet: str | None = Field(None, max_length=60)
    header_row: int | None = Field(None, ge=0, le=1000)
    encoding: str | None = Field(None, max_length=20)
    delimiter: str | None = Field(None, pattern=r"^[,;\t|]$")


def open_sheet(path: Path, options: ReadOptions | None = None, *, max_mb: int = 50) -> SheetReader:
    """Open one sheet of a file of at most `max_mb` MiB.

    Raises FileTooLarge, FileEmpty, UnknownFormat, FileDamaged, FileLocked, NoSuchSheet, UnknownEncoding,
    UnpacksTooLarge, TooManyRows, TooManyColumns, SheetTooWide.
    """
    options = options or ReadOptions()
    size = path.stat().st_size
    if size > max_mb << 20:
        raise FileTooLarge(limit=max_mb)
    if size == 0:
        raise FileEmpty
    with path.open("rb") as file:
        start = file.read(4096)
    if start.startswith(_ZIP):
        return WorkbookSheet(path, "xlsx", max_mb, options.sheet)
    if start.startswith(_OLE):
        return WorkbookSheet(path, "xls", max_mb, options.sheet)
    _check_is_text(start)
    return CsvSheet(path, options.encoding, options.delimiter)


def _check_is_text(start: bytes) -> None:
    is_utf16 = start.startswith((b"\xff\xfe", b"\xfe\xff"))
    if start.startswith(_NOT_TABLES) or (b"\x00\x00" in start and not is_utf16):
        raise UnknownFormat
