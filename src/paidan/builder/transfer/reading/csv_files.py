"""Text files of separated values: RFC 4180, and what people call that.

Cells may hold line breaks when quoted. A row longer or shorter than the others is given as it is; whoever knows the
header decides. Bytes without a meaning in the encoding make their row a bad one and no other.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from paidan.builder.transfer.errors import CellTooLong, TooManyColumns, TooManyRows
from paidan.builder.transfer.reading.cells import Row, RowProblem, has_unreadable, show_unreadable
from paidan.builder.transfer.reading.encodings import find_encoding, known_encoding
from paidan.builder.transfer.reading.sheets import MOST_COLUMNS, MOST_ROWS, SheetReader

DELIMITERS = (",", ";", "\t", "|")
LONGEST_CELL = 1_000_000
"""Characters. A cell longer than this is a quotation mark that was never closed."""
_LOOKED_AT = 60
"""Rows by which the delimiter is judged."""

csv.field_size_limit(LONGEST_CELL)


class CsvSheet(SheetReader):
    """A CSV file. Encoding and delimiter are found out where nobody names them."""

    format = "csv"

    def __init__(self, path: Path, encoding: str | None = None, delimiter: str | None = None) -> None:
        self._path = path
        self.encoding = known_encoding(encoding) if encoding else find_encoding(path)
        self.delimiter = delimiter or find_delimiter(self._lines())

    def rows(self, after: int = 0) -> Iterator[Row]:
        """Read the rows. A blank line is a row, as it is in a spreadsheet program."""
        source = _Remembering(self._lines())
        reader = csv.reader(source, delimiter=self.delimiter)
        last: tuple[int, list[str]] | None = None
        for number, cells in enumerate(_guarded(reader), 1):
            if number > MOST_ROWS:
                raise TooManyRows(limit=MOST_ROWS)
            if len(cells) > MOST_COLUMNS:
                raise TooManyColumns(limit=MOST_COLUMNS)
            if last is not None and last[0] > after:
                yield _row(*last)
            last = number, cells
            source.forget_all_but_last_row()
        if last is not None and last[0] > after:
            yield _row(*last, unclosed=_is_unclosed(source.before, self.delimiter))

    def _lines(self) -> Iterator[str]:
        with self._path.open(encoding=self.encoding, errors="surrogateescape", newline="") as file:
            for line in file:
                yield line.replace("\x00", "") if "\x00" in line else line


class _Remembering:
    """Hands lines on and keeps those of the row under way and of the row before."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._now: list[str] = []
        self.before: list[str] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self._now.append(line)
        return line

    def forget_all_but_last_row(self) -> None:
        self.before, self._now = self._now, []


def find_delimiter(lines: Iterable[str]) -> str:
    """Return the delimiter with which the first rows come out most alike; a comma where there is one column only."""
    start = list(islice(lines, _LOOKED_AT * 8))
    best, best_score = ",", 0.0
    for delimiter in DELIMITERS:
        score = _likeness(start, delimiter)
        if score > best_score + 1e-9:
            best, best_score = delimiter, score
    return best


def _likeness(lines: list[str], delimiter: str) -> float:
    try:
        rows = [row for row in islice(csv.reader(lines, delimiter=delimiter), _LOOKED_AT) if row]
    except csv.Error:
        return 0.0
    widths = Counter(len(row) for row in rows)
    if not widths:
        return 0.0
    width, count = widths.most_common(1)[0]
    return 0.0 if width < 2 else count / len(rows) + min(width, 50) / 100


def _guarded(reader: Iterator[list[str]]) -> Iterator[list[str]]:
    number = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise CellTooLong(row=number, limit=LONGEST_CELL) from None
        yield cells
        number += 1


def _row(number: int, cells: list[str], *, unclosed: bool = False) -> Row:
    problems: list[RowProblem] = []
    if unclosed:
        problems.append(RowProblem("import.row.unclosed_quote", len(cells) - 1))
    for position, cell in enumerate(cells):
        if not cell.isascii() and has_unreadable(cell):
            problems.append(RowProblem("import.row.unreadable", position))
            cells[position] = show_unreadable(cell)
    return Row(number, tuple(cell or None for cell in cells), tuple(problems))


def _is_unclosed(lines: list[str], delimiter: str) -> bool:
    """Whether the lines of the last row end inside a quoted cell."""
    try:
        for _ in csv.reader(lines, delimiter=delimiter, strict=True):
            pass
    except csv.Error as error:
        return "unexpected end of data" in str(error)
    return False
