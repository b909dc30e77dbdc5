"""Reading spreadsheets: any CSV or Excel file becomes the same stream of numbered rows."""

from paidan.builder.transfer.reading.cells import Cell, Row, cell_text
from paidan.builder.transfer.reading.headers import Column, Table, open_table
from paidan.builder.transfer.reading.opening import ReadOptions, open_sheet
from paidan.builder.transfer.reading.sheets import SheetReader

__all__ = ["Cell", "Column", "ReadOptions", "Row", "SheetReader", "Table", "cell_text", "open_sheet", "open_table"]
