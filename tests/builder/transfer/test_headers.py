"""Headers are found, and every column gets a name of its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from paidan.builder.transfer.reading import ReadOptions, open_sheet, open_table
from paidan.builder.transfer.reading.headers import letters_of, name_columns


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("编号,问题\n1,漏水\n", 1),
        ("2026 年报修表,,\n\n编号,问题,电话\n1,漏水,138\n", 3),
        ("1,2\n3,4\n", 0),
        ("2026-01-01,3.5,x\n2026-01-02,4,y\n", 0),
    ],
)
def test_the_row_of_names_is_found(csv_file: Callable[..., Path], text: str, row: int) -> None:
    assert open_table(open_sheet(csv_file(text))).header_row == row


def test_the_row_of_names_can_be_said(csv_file: Callable[..., Path]) -> None:
    sheet = open_sheet(csv_file("编号,问题\n姓名,地址\n张三,北京\n"), ReadOptions())

    assert [c.name for c in open_table(sheet, 2).columns] == ["姓名", "地址"]
    assert [c.name for c in open_table(sheet, 0).columns] == ["[A]", "[B]"]
    assert len(list(open_table(sheet, 0).rows())) == 3


def test_names_that_repeat_get_a_number_and_missing_ones_a_letter() -> None:
    names = [c.name for c in name_columns(["电话", "", "电话", "电话 (2)", "电话"])]

    assert names[:2] == ["电话", "[B]"]
    assert len(set(names)) == 5


@pytest.mark.parametrize(("position", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_columns_have_the_letters_of_spreadsheets(position: int, letters: str) -> None:
    assert letters_of(position) == letters
