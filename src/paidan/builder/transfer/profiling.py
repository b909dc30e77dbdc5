"""Profiles: what a look at the values says about a column."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice

from paidan.builder.transfer.reading import Column, Row, Table, cell_text

LOOKED_AT = 10_000
"""Rows that a profile is made of; those behind them are only counted."""
SAMPLES = 5
_SAMPLE_LENGTH = 80
_KEPT_LENGTH = 300


@dataclass(slots=True)
class ColumnProfile:
    """One column's values. `values` counts them as texts (cut at 300 characters); longest in characters."""

    column: Column
    values: Counter[str] = field(default_factory=Counter)
    longest: int = 0
    has_lines: bool = False

    @property
    def filled(self) -> int:
        """How many of the rows looked at have a value."""
        return self.values.total()

    @property
    def samples(self) -> list[str]:
        """Return the first few different values, cut short."""
        return [value[:_SAMPLE_LENGTH] for value in islice(self.values, SAMPLES)]

    def add(self, text: str) -> None:
        """Count one value."""
        self.values[text[:_KEPT_LENGTH]] += 1
        self.longest = max(self.longest, len(text))
        self.has_lines = self.has_lines or "\n" in text


@dataclass(frozen=True, slots=True)
class TableProfile:
    """All columns. rows: how many rows of data; short: how many of them end before the last column; bad: unreadable."""

    columns: tuple[ColumnProfile, ...]
    rows: int
    short: int
    bad: int


def profile_table(table: Table) -> TableProfile:
    """Read the whole table once. Raises what reading raises."""
    profiles = tuple(ColumnProfile(column) for column in table.columns)
    short = bad = count = 0
    for row in table.rows():
        count += 1
        short += len(row.cells) < len(profiles) and table.sheet.format == "csv"
        bad += bool(row.problems)
        if count <= LOOKED_AT:
            _add(profiles, row)
    return TableProfile(profiles, count, short, bad)


def _add(profiles: Iterable[ColumnProfile], row: Row) -> None:
    for profile in profiles:
        text = cell_text(row.cell(profile.column.position)).strip()
        if text:
            profile.add(text)
