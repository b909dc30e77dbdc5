"""Files and fields to try imports with."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from paidan.builder.objects.field_types import field_type
from paidan.builder.objects.model import Choice, Field

ICT_FAULTS = Path(__file__).resolve().parents[4] / "shared/data/service-history/ict-faults.csv"


@pytest.fixture
def ict_faults() -> Path:
    """A real file that nobody here wrote; it is not part of the project."""
    if not ICT_FAULTS.exists():
        pytest.skip("the service history ict-faults.csv is not on this machine")
    return ICT_FAULTS


@pytest.fixture
def csv_file(tmp_path: Path) -> Callable[..., Path]:
    """Write a CSV file of the text given."""

    def write(text: str | bytes, encoding: str = "utf-8", name: str = "table.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        return path

    return write


@pytest.fixture
def workbook(tmp_path: Path) -> Callable[..., Path]:
    """Write a workbook: sheets by name, each a list of rows; dates as dates."""

    def write(**sheets: Iterable[Sequence[Any]]) -> Path:
        path = tmp_path / "table.xlsx"
        with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd hh:mm:ss"}) as book:
            for name, rows in sheets.items():
                sheet = book.add_worksheet(name)
                for number, cells in enumerate(rows):
                    for position, cell in enumerate(cells):
                        sheet.write(number, position, cell)
        return path

    return write


@pytest.fixture
def field() -> Callable[..., Field]:
    """Build a field that stands in no database."""

    def build(
        type_key: str, label: str = "字段", *, key: str = "f", choices: Sequence[Choice] = (), **settings: Any
    ) -> Field:
        kind = field_type(type_key, settings)
        assert kind is not None
        by_id = {choice.id: choice for choice in choices}
        return Field(1, key, kind, {"zh-CN": label}, {}, settings, "t01", False, "", 0, tuple(choices), by_id)

    return build
