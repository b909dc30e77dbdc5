"""The port: what every file that can be read offers."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator

from paidan.builder.transfer.reading.cells import Row

MOST_ROWS = 1_048_576
"""What a sheet of a spreadsheet program holds (Excel's specification)."""
MOST_COLUMNS = 1_000
"""More columns than this have no use: an object holds 300 fields."""


class SheetReader(ABC):
    """One sheet of rows. `sheets` names all that the file has, `sheet` the one that is read.

    `format`: csv, xlsx or xls. `encoding` and `delimiter` are those of a text file, else ''.
    """

    format: str
    sheets: tuple[str, ...] = ()
    sheet: str = ""
    encoding: str = ""
    delimiter: str = ""

    @abstractmethod
    def rows(self, after: int = 0) -> Iterator[Row]:
        """Read the rows behind row number `after`, in order; may be called again to start over.

        Raises TooManyRows, TooManyColumns, CellTooLong.
        """
