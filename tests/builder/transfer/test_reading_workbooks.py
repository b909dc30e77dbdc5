# ruff: noqa: DTZ001
"""Excel workbooks become the same rows; those made to harm are refused before they are opened."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from paidan.builder.transfer.errors import (
    FileDamaged,
    NoSuchSheet,
    SheetTooWide,
    TooManyColumns,
    TooManyRows,
    UnpacksTooLarge,
)
from paidan.builder.transfer.reading import ReadOptions, cell_text, open_sheet, open_table

Write = Callable[..., Path]


def test_numbers_days_and_times_come_as_what_they_are(workbook: Write) -> None:
    path = workbook(
        报修=[["编号", "价格", "时间", "完成", "电话"], [4, 3.5, datetime(2026, 3, 1, 8, 30), True, "010-1"]]
    )

    row = next(open_table(open_sheet(path)).rows())

    assert row.cells == (4, 3.5, datetime(2026, 3, 1, 8, 30), True, "010-1")
    assert [type(cell) for cell in row.cells[:2]] == [int, float]
    assert cell_text(row.cells[2]) == "2026-03-01 08:30:00"


@pytest.mark.parametrize(
    ("kept", "format", "read"), [(46082, "yyyy-mm-dd", date(2026, 3, 1)), (0.3125, "hh:mm", "7:30:00")]
)
def test_days_and_times_of_day_keep_no_more_than_they_say(tmp_path: Path, kept: float, format: str, read: Any) -> None:
    path = tmp_path / "days.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "日")
        sheet.write_number(1, 0, kept, book.add_format({"num_format": format}))

    assert next(open_table(open_sheet(path)).rows()).cells == (read,)


def test_rows_keep_the_numbers_that_the_sheet_shows(workbook: Write) -> None:
    path = workbook(一=[[], [], ["", "报修登记表"], ["", "编号", "问题"], ["", 1, "漏水"], [], ["", 2, "异响"]])

    table = open_table(open_sheet(path))

    assert table.header_row == 4
    assert [column.name for column in table.columns] == ["[A]", "编号", "问题"]
    assert [(row.number, row.cell(2)) for row in table.rows()] == [(5, "漏水"), (7, "异响")]


def test_the_first_sheet_with_something_in_it_is_read_unless_one_is_named(workbook: Write) -> None:
    path = workbook(说明=[], 数据=[["a"], [1]], 其他=[["b"], [2]])

    sheet = open_sheet(path)

    assert (sheet.sheets, sheet.sheet) == (("说明", "数据", "其他"), "数据")
    assert [row.cells for row in open_sheet(path, ReadOptions(sheet="其他")).rows()] == [("b",), (2,)]
    with pytest.raises(NoSuchSheet):
        open_sheet(path, ReadOptions(sheet="没有"))


def test_notes_beside_the_table_are_no_problem_in_a_workbook(workbook: Write) -> None:
    path = workbook(一=[["编号", "问题"], *[[n, "x"] for n in range(30)], [31, "y", "", "记得打电话"]])

    assert not any(row.problems for row in open_table(open_sheet(path)).rows())


def test_a_broken_workbook_is_refused(csv_file: Write, workbook: Write) -> None:
    whole = workbook(一=[["a"], [1]]).read_bytes()

    for content in (whole[: len(whole) // 2], b"PK\x03\x04nothing", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600):
        with pytest.raises(FileDamaged):
            open_sheet(csv_file(content))


def test_a_workbook_that_unpacks_to_too_much_is_refused_by_what_it_declares(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * (13 << 20))

    with pytest.raises(UnpacksTooLarge):
        open_sheet(path, max_mb=1)


def test_a_workbook_that_lies_about_its_size_is_found_out(tmp_path: Path) -> None:
    path = tmp_path / "liar.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * (1 << 20))
    content = path.read_bytes()
    path.write_bytes(content.replace((1 << 20).to_bytes(4, "little"), (1000).to_bytes(4, "little")))

    with pytest.raises(FileDamaged):
        open_sheet(path, max_mb=1)


@pytest.mark.parametrize(
    ("place", "error"), [("A1048577", TooManyRows), ("XFD1", TooManyColumns), ("ALL1048576", SheetTooWide)]
)
def test_a_cell_in_a_far_corner_is_refused_before_the_space_to_it_is_allocated(
    workbook: Write, place: str, error: type[Exception]
) -> None:
    path = workbook(一=[["a"], [1]])
    parts = {}
    with zipfile.ZipFile(path) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = parts[sheet].replace(b'r="A2"', f'r="{place}"'.encode())
    with zipfile.ZipFile(path, "w") as packed:
        for name, content in parts.items():
            packed.writestr(name, content)

    with pytest.raises(error):
        open_sheet(path)
