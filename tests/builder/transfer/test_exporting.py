"""Exports: what leaves is what the reader may see, in words that people read, and nothing that a program would run."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import python_calamine
from hypothesis import given
from hypothesis import strategies as st
from tests.builder.conftest import PHONE_MASKED, Hand, grant, person
from tests.builder.transfer.conftest import CLI, Importer

from paidan.builder.transfer.errors import ExportForbidden, ExportTooLarge
from paidan.builder.transfer.exporting import asking
from paidan.builder.transfer.exporting.asking import ExportQuestion, prepare_export
from paidan.builder.transfer.exporting.cells import csv_text, guarded
from paidan.builder.transfer.exporting.jobs import find_export, run_export, start_export
from paidan.builder.transfer.exporting.writing import csv_pieces, write_workbook
from paidan.builder.transfer.filing import local_copy
from paidan.kernel.actor import Actor
from paidan.kernel.product import Product
from paidan.platform.permissions.access import Access, FieldRight

READER = person(
    9, grant("thing", "read", "export", default=FieldRight.READ, phone=FieldRight.MASKED, secret=FieldRight.HIDDEN)
)


async def exported(product: Product, actor: Actor = CLI, **question: Any) -> list[list[str]]:
    export = await prepare_export(product, actor, ExportQuestion(object="thing", format="csv", **question))
    content = b"".join([piece async for piece in csv_pieces(export)])
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def full(make: Hand) -> None:
    party = make.party(name="和平饭店")
    make.thing(
        summary="=HYPERLINK(\"x\")", hours=1.5, urgent=True, reason="急", due_on="2026-12-01", happened_at="2026-11-16 08:30",
        status="doing", tags=["b", "a"], party=party, phone="13812345678", secret="-5", report="两\n行",
    )  # fmt: skip


async def test_people_read_labels_and_local_times(product: Product, make: Hand) -> None:
    full(make)
    fields = [
        "summary",
        "hours",
        "urgent",
        "due_on",
        "happened_at",
        "status",
        "tags",
        "party",
        "phone",
        "report",
        "cost",
    ]

    header, line = await exported(product, fields=fields)

    assert header == [
        "摘要",
        "工时",
        "紧急",
        "截止日期",
        "发生时间",
        "状态",
        "标签",
        "相关方",
        "联系电话",
        "描述",
        "费用",
    ]
    assert line[1:] == [
        "1.5",
        "是",
        "2026-12-01",
        "2026-11-16 08:30:00",
        "处理中",
        "乙; 甲",
        "和平饭店",
        "13812345678",
        "两\n行",
        "",
    ]


async def test_labels_are_in_the_language_asked_for(product: Product, make: Hand) -> None:
    full(make)

    assert await exported(product, fields=["status", "urgent"], language="en") == [
        ["Status", "Urgent"],
        ["In progress", "Yes"],
    ]


async def test_what_looks_like_a_formula_is_disarmed(product: Product, make: Hand) -> None:
    full(make)

    assert (await exported(product, fields=["summary", "secret"]))[1] == ['\'=HYPERLINK("x")', "-5"]


@given(st.text(max_size=20))
def test_no_text_leaves_that_a_program_would_run(text: str) -> None:
    shown = csv_text(text)

    assert not shown.startswith(("=", "@", "\t", "\r"))
    assert shown.removeprefix("'") == text.removeprefix("'") or shown == text
    if shown.startswith(("+", "-")):
        assert all(sign.isdigit() or sign in "+-,.%" for sign in shown)


def test_numbers_and_times_are_not_guarded() -> None:
    assert [csv_text(cell) for cell in (-5, -1.5, date(2026, 1, 2), None, "+86 138", "-3,000.5", "-x")] == [
        "-5", "-1.5", "2026-01-02", "", "'+86 138", "-3,000.5", "'-x",
    ]  # fmt: skip
    assert guarded("普通") == "普通"


async def test_masked_fields_leave_masked_and_hidden_ones_not_at_all(product: Product, make: Hand) -> None:
    full(make)

    header, line = await exported(product, READER)

    assert "机密" not in header
    assert line[header.index("联系电话")] == "138****5678"
    assert (await exported(product, READER, fields=["secret", "hours"]))[0] == ["工时"]


async def test_who_may_read_may_not_yet_export(product: Product, make: Hand) -> None:
    with pytest.raises(ExportForbidden):
        await exported(product, PHONE_MASKED)


async def test_rows_out_of_reach_do_not_leave(product: Product, make: Hand) -> None:
    from paidan.platform.permissions.access import OWN

    mine = person(8, grant("thing", "create", "read", "export", scope=OWN))
    make.thing(summary="别人的")
    make.thing(mine, summary="自己的")

    assert await exported(product, mine, fields=["summary"]) == [["摘要"], ["自己的"]]


async def test_a_list_longer_than_a_page_leaves_whole_in_its_order(
    product: Product, make: Hand, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "MOST_ROWS", 3)
    for n in range(8):
        make.thing(summary=f"s{n}", hours=n % 3)

    lines = await exported(
        product, fields=["summary", "hours"], sort=["-hours"], filter={"field": "hours", "op": "gt", "value": 0}
    )

    assert [float(line[1]) for line in lines[1:]] == [2, 2, 1, 1, 1]
    assert len({line[0] for line in lines[1:]}) == 5


async def test_there_is_a_limit(product: Product, make: Hand, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "MOST_EXPORTED", 1)
    make.thing()
    make.thing()

    with pytest.raises(ExportTooLarge):
        await exported(product)


async def test_a_workbook_holds_numbers_days_and_times_as_such(product: Product, make: Hand, tmp_path: Path) -> None:
    full(make)
    fields = ["summary", "hours", "due_on", "happened_at", "report"]
    export = await prepare_export(product, CLI, ExportQuestion(object="thing", fields=fields))

    assert await write_workbook(export, tmp_path / "x.xlsx") == 1

    sheet = python_calamine.load_workbook(str(tmp_path / "x.xlsx")).get_sheet_by_name("事项")
    assert sheet.to_python()[1] == ['=HYPERLINK("x")', 1.5, date(2026, 12, 1), datetime(2026, 11, 16, 8, 30), "两\n行"]  # noqa: DTZ001


async def test_what_left_comes_back_in_unchanged(
    product: Product, importer: Importer, make: Hand, tmp_path: Path
) -> None:
    full(make)
    fields = [
        "number",
        "summary",
        "hours",
        "urgent",
        "due_on",
        "happened_at",
        "status",
        "tags",
        "party",
        "phone",
        "secret",
    ]
    for format in ("csv", "xlsx"):
        path = tmp_path / f"back.{format}"
        export = await prepare_export(product, CLI, ExportQuestion(object="thing", fields=fields, format=format))
        if format == "csv":
            path.write_bytes(b"".join([piece async for piece in csv_pieces(export)]))
        else:
            await write_workbook(export, path)

        batch = await importer.run(path, key="number")

        assert batch.counts == {"unchanged": 1}, format


async def test_a_large_export_becomes_a_file_of_whoever_asked(product: Product, make: Hand) -> None:
    full(make)
    question = ExportQuestion(object="thing", format="csv", fields=["summary"]).model_dump()
    asked = await product.database.write_as(
        CLI, lambda tx: start_export(tx, question=question, rows=1, language="zh-CN")
    )

    await run_export(product, asked["id"])

    found = await product.database.find(find_export(asked["id"]))
    assert found is not None
    assert (found.state, found.rows) == ("done", 1)
    assert found.file_id is not None
    async with local_copy(product, found.file_id) as path:
        assert path.read_text("utf-8-sig").splitlines()[0] == "摘要"


async def test_an_export_whose_right_was_taken_meanwhile_fails(product: Product, make: Hand) -> None:
    nobody = replace(READER, access=Access())
    question = ExportQuestion(object="thing", format="csv").model_dump()
    asked = await product.database.write_as(
        nobody, lambda tx: start_export(tx, question=question, rows=1, language="zh-CN")
    )

    await run_export(product, asked["id"])

    found = await product.database.find(find_export(asked["id"]))
    assert found is not None
    assert (found.state, found.failure, found.file_id) == ("failed", "transfer.export_forbidden", None)
