"""Cleaning: cells as they stand in files become raw values as field types read them."""

from paidan.builder.transfer.cleaning.cells import ColumnCleaner, NewOption
from paidan.builder.transfer.cleaning.rows import CleanRow, Problem, RowCleaner

__all__ = ["CleanRow", "ColumnCleaner", "NewOption", "Problem", "RowCleaner"]
