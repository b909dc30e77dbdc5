"""CSV files of every kind become numbered rows."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from paidan.builder.transfer.errors import (
    CellTooLong,
    FileEmpty,
    FileTooLarge,
    TooManyColumns,
    UnknownEncoding,
    UnknownFormat,
)
from paidan.builder.transfer.reading import ReadOptions, csv_files, open_sheet, open_table

Write = Callable[..., Path]
TEXT = "编号,问题\n1,空调不制冷\n2,漏水\n"


@pytest.mark.parametrize(
    ("encoding", "found"),
    [
        ("utf-8", "utf-8-sig"),
        ("utf-8-sig", "utf-8-sig"),
        ("gb18030", "gb18030"),
        ("gbk", "gb18030"),
        ("utf-16", "utf-16"),
    ],
)
def test_the_encoding_is_found_and_the_text_comes_out_the_same(csv_file: Write, encoding: str, found: str) -> None:
    sheet = open_sheet(csv_file(TEXT, encoding))

    assert sheet.encoding == found
    assert [row.cells for row in sheet.rows()] == [("编号", "问题"), ("1", "空调不制冷"), ("2", "漏水")]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(csv_file: Write, delimiter: str) -> None:
    lines = [["编号", "说明, 更多; 更多", "价格"], ["1", "a,b,c", "3"], ["2", "d;e", "4"]]
    text = "\n".join(delimiter.join(f'"{cell}"' for cell in line) for line in lines)

    sheet = open_sheet(csv_file(text))

    assert sheet.delimiter == delimiter
    assert [list(row.cells) for row in sheet.rows()] == lines


def test_what_a_person_says_about_a_file_wins_over_what_it_looks_like(csv_file: Write) -> None:
    path = csv_file("a;b,c\n1;2,3\n")

    assert len(next(iter(open_sheet(path, ReadOptions(delimiter=";")).rows())).cells) == 2
    with pytest.raises(UnknownEncoding):
        open_sheet(path, ReadOptions(encoding="klingon"))


def test_a_line_break_inside_quotes_is_part_of_the_cell_and_blank_lines_count_as_rows(csv_file: Write) -> None:
    rows = list(open_sheet(csv_file('a,b\n1,"x\ny"\n\n2,z\n')).rows())

    assert [(row.number, row.cells) for row in rows] == [(1, ("a", "b")), (2, ("1", "x\ny")), (3, ()), (4, ("2", "z"))]


def test_reading_goes_on_behind_a_row(csv_file: Write) -> None:
    sheet = open_sheet(csv_file("a\n1\n2\n3\n"))

    assert [row.number for row in sheet.rows(after=2)] == [3, 4]
    assert [row.number for row in sheet.rows(after=4)] == []


def test_damaged_bytes_make_their_own_row_bad_and_no_other(csv_file: Write) -> None:
    good = "".join(f"{n},这一行是好的而且足够长\n" for n in range(30)).encode()
    path = csv_file("编号,问题\n".encode() + good + b"31,\xff\xfe\xe7\n" + "32,好\n".encode())

    sheet = open_sheet(path)
    bad = [row for row in sheet.rows() if row.problems]

    assert sheet.encoding == "utf-8-sig"
    assert [(row.number, row.problems[0].key, row.problems[0].position) for row in bad] == [
        (32, "import.row.unreadable", 1)
    ]
    bad[0].cells[1].encode()  # type: ignore[union-attr]  # can be written into the file of bad rows


def test_a_quotation_mark_never_closed_is_told_with_its_row(csv_file: Write) -> None:
    rows = list(open_sheet(csv_file('a,b\n1,x\n2,"never closed\n3,y\n4,z\n')).rows())

    assert [row.number for row in rows if row.problems] == [3]
    assert rows[-1].problems[0].key == "import.row.unclosed_quote"


def test_a_cell_beyond_all_measure_is_refused_with_its_row(csv_file: Write) -> None:
    path = csv_file('a,b\n1,x\n2,"' + "长" * (csv_files.LONGEST_CELL + 1) + '"\n')

    with pytest.raises(CellTooLong) as refused:
        list(open_sheet(path, ReadOptions(delimiter=",")).rows())
    assert refused.value.params["row"] == 3


def test_a_row_with_more_cells_than_columns_is_bad_and_a_shorter_one_is_not(csv_file: Write) -> None:
    table = open_table(open_sheet(csv_file("a,b\n1,2\n1,2,3\n4\n5,6,\n")))

    assert [(row.number, bool(row.problems)) for row in table.rows()] == [(2, False), (3, True), (4, False), (5, False)]


@pytest.mark.parametrize(
    ("content", "error"),
    [(b"", FileEmpty), (b"\n\n", FileEmpty), (b"%PDF-1.7", UnknownFormat), (b"\x00\x01\x00\x00binary", UnknownFormat)],
)
def test_what_is_no_table_is_refused(csv_file: Write, content: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        open_table(open_sheet(csv_file(content)))


def test_a_file_above_the_limit_is_refused(csv_file: Write) -> None:
    with pytest.raises(FileTooLarge):
        open_sheet(csv_file("a\n" + "x" * (1 << 20)), max_mb=1)


def test_more_columns_than_any_object_could_use_are_refused(csv_file: Write) -> None:
    with pytest.raises(TooManyColumns):
        list(open_sheet(csv_file(",".join("x" * 1001))).rows())


@given(
    st.lists(
        st.lists(
            st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), max_size=8),
            min_size=3,
            max_size=3,
        ),
        min_size=1,
        max_size=6,
    )
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_whatever_python_writes_as_csv_is_read_back(tmp_path: Path, cells: list[list[str]]) -> None:
    path = tmp_path / "any.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, quoting=csv.QUOTE_ALL).writerows(cells)

    read = [
        [cell or "" for cell in row.cells]
        for row in open_sheet(path, ReadOptions(delimiter=",", encoding="utf-8")).rows()
    ]

    assert read == cells


def test_the_real_file_is_read_whole(ict_faults: Path) -> None:
    with ict_faults.open(encoding="utf-8-sig", newline="") as file:
        expected = list(csv.reader(file))

    table = open_table(open_sheet(ict_faults))
    rows = list(table.rows())

    assert [column.name for column in table.columns] == expected[0]
    assert len(rows) == len(expected) - 1
    assert [[cell or "" for cell in row.cells] for row in rows] == expected[1:]
    assert not any(row.problems for row in rows)
