"""Headers: which row names the columns, and a name for each column that no other has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from paidan.builder.transfer.errors import FileEmpty
from paidan.builder.transfer.reading.cells import Cell, Row, RowProblem, cell_text
from paidan.builder.transfer.reading.sheets import SheetReader

_LOOKED_AT = 20
_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `name` is unique in the file: the header's text, with a number when it repeats, else `[C]`.

    position: 0 is the first. letter: as spreadsheet programs name it. header: the text as it stands, '' for none.
    """

    position: int
    letter: str
    header: str
    name: str


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet with its header understood. `header_row` is 0 when no row names the columns."""

    sheet: SheetReader
    header_row: int
    columns: tuple[Column, ...]

    def rows(self, after: int = 0) -> Iterator[Row]:
        """Read the rows of data behind row number `after`; blank rows are left out, rows too long marked bad.

        In a workbook nothing shifts, so what stands beside the named columns is a note and no problem.
        """
        width = len(self.columns)
        for row in self.sheet.rows(max(after, self.header_row)):
            if row.is_blank:
                continue
            if self.sheet.format == "csv" and any(cell is not None for cell in row.cells[width:]):
                problem = RowProblem("import.row.too_long", None, (("cells", len(row.cells)), ("columns", width)))
                row = replace(row, problems=(*row.problems, problem))
            yield row

    def column(self, name: str) -> Column | None:
        """Return a column by its unique name."""
        return next((column for column in self.columns if column.name == name), None)


def open_table(sheet: SheetReader, header_row: int | None = None) -> Table:
    """Find the header of a sheet, or take the row that was named (0: none), and name the columns. Raises FileEmpty."""
    start = list(islice(sheet.rows(), max(_LOOKED_AT, header_row or 0)))
    if all(row.is_blank for row in start):
        raise FileEmpty
    number = find_header(start) if header_row is None else header_row
    header = next((row for row in start if row.number == number), None)
    width = _width(sheet, start, header)
    titles = [_title(header.cell(position)) if header else "" for position in range(width)]
    return Table(sheet, number if header else 0, tuple(name_columns(titles)))


def find_header(rows: Sequence[Row]) -> int:
    """Return the number of the first row that looks like names of columns; 0 when none does.

    Names are texts, differ from each other, and fill at least 60 % of the width; numbers and days are no names.
    """
    filled = [[cell for cell in row.cells if cell_text(cell).strip()] for row in rows]
    widest = max((len(cells) for cells in filled), default=0)
    for row, cells in zip(rows, filled, strict=True):
        if len(cells) >= max(1, widest * 0.6):
            return row.number if _are_names(cells) else 0
    return 0


def name_columns(titles: Sequence[str]) -> list[Column]:
    """Give each column a name of its own."""
    times: Counter[str] = Counter()
    taken = set(titles)
    found = []
    for position, title in enumerate(titles):
        letter = letters_of(position)
        name = title or f"[{letter}]"
        times[name] += 1
        if times[name] > 1:
            name = _with_number(name, times[name], taken)
        taken.add(name)
        found.append(Column(position, letter, title, name))
    return found


def letters_of(position: int) -> str:
    """Return the letters of a column: 0 is A, 26 is AA."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _with_number(name: str, number: int, taken: set[str]) -> str:
    while f"{name} ({number})" in taken:
        number += 1
    return f"{name} ({number})"


def _title(cell: Cell) -> str:
    return " ".join(cell_text(cell).split())[:_LONGEST_NAME]


def _are_names(cells: list[Cell]) -> bool:
    texts = [cell.strip() for cell in cells if isinstance(cell, str)]
    words = [text for text in texts if not _is_figure(text)]
    return len(words) >= len(cells) * 0.8 and len(set(words)) >= len(words) * 0.7 and max(map(len, words)) <= 100


def _is_figure(text: str) -> bool:
    return text.replace(".", "").replace("-", "").replace("/", "").replace(":", "").replace(" ", "").isdigit()


def _width(sheet: SheetReader, rows: Sequence[Row], header: Row | None) -> int:
    """How many columns there are: up to the last name, or as far as the data reach without names.

    In a text file one row that is too long has a delimiter too many and adds no column; half of them do.
    """
    data = sorted(_last_filled(row) for row in rows if header is None or row.number > header.number)
    if not data:
        return _last_filled(header) if header else 0
    reach = data[len(data) // 2] if sheet.format == "csv" and header else data[-1]
    return max(_last_filled(header) if header else 0, reach)


def _last_filled(row: Row) -> int:
    return max((position + 1 for position, cell in enumerate(row.cells) if cell_text(cell).strip()), default=0)
