"""Cleaning whole rows: every problem of a row is found, not only the first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import tzinfo
from typing import Any

from paidan.builder.objects.field_types import ValueRefused
from paidan.builder.objects.model import ObjectType
from paidan.builder.transfer.cleaning.cells import ColumnCleaner
from paidan.builder.transfer.mapping import Mapping
from paidan.builder.transfer.reading import Column, Row, Table
from paidan.kernel.errors import AppError
from paidan.kernel.i18n import label_in, translate


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row, or one cell of it, is not taken. `key` names the sentence; `column` is the name of the column."""

    column: str | None
    key: str
    params: dict[str, Any] = field(default_factory=dict)

    def sentence(self, language: str) -> str:
        """Return the reason in a language; texts in several languages among the variables are put into it too."""
        shown = {name: label_in(v, language) if isinstance(v, dict) else v for name, v in self.params.items()}
        return translate(self.key, language, **shown)

    @classmethod
    def of(cls, column: str | None, error: AppError) -> Problem:
        """Turn a refusal into a problem."""
        return cls(column, f"error.{error.code}", dict(error.params))


@dataclass(slots=True)
class CleanRow:
    """One row ready for the record store. values: raw values by field key. dropped: columns whose bad value was left out."""

    number: int
    values: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)


class RowCleaner:
    """Cleans the rows of one table by one mapping."""

    def __init__(self, table: Table, mapping: Mapping, object_type: ObjectType, zone: tzinfo) -> None:
        self._width = len(table.columns)
        self._columns = table.columns
        self._cleaners = [
            (column, ColumnCleaner(plan, object_type.field(plan.field), zone))
            for plan in mapping.columns
            if (column := table.column(plan.column)) is not None
        ]

    @property
    def cleaners(self) -> Sequence[tuple[Column, ColumnCleaner]]:
        """The cleaner of each mapped column."""
        return self._cleaners

    def clean(self, row: Row) -> CleanRow:
        """Clean one row."""
        clean = CleanRow(row.number)
        for problem in row.problems:
            name = None if problem.position is None else self._name(problem.position)
            clean.problems.append(Problem(name, problem.key, dict(problem.params)))
        for column, cleaner in self._cleaners:
            try:
                clean.values[cleaner.field.key] = cleaner.clean(row.cell(column.position))
            except ValueRefused as error:
                self._refused(clean, column, cleaner, error)
        return clean

    @staticmethod
    def _refused(clean: CleanRow, column: Column, cleaner: ColumnCleaner, error: ValueRefused) -> None:
        if cleaner.plan.on_error == "blank":
            clean.dropped.append(column.name)
            clean.values[cleaner.field.key] = None
        else:
            clean.problems.append(Problem.of(column.name, error))

    def _name(self, position: int) -> str | None:
        return self._columns[position].name if position < self._width else None
