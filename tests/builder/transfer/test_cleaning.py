# ruff: noqa: DTZ001
"""Cells become values that field types read; what cannot be understood wholly is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paidan.builder.objects.field_types import ValueRefused
from paidan.builder.objects.model import Choice, Field
from paidan.builder.transfer.cleaning import ColumnCleaner, NewOption
from paidan.builder.transfer.cleaning.amounts import read_amount, read_length
from paidan.builder.transfer.cleaning.times import read_time
from paidan.builder.transfer.mapping import ColumnPlan

SHANGHAI = ZoneInfo("Asia/Shanghai")
Build = Callable[..., Field]


def clean(field: Field, cell: Any, **plan: Any) -> Any:
    return ColumnCleaner(ColumnPlan(column="列", field="f", **plan), field, SHANGHAI).clean(cell)


@pytest.mark.parametrize(
    ("text", "order", "read"),
    [
        ("2026-3-1", "ymd", date(2026, 3, 1)),
        ("2026年3月1日", "ymd", date(2026, 3, 1)),
        ("2026/3/1 8:05", "ymd", datetime(2026, 3, 1, 8, 5)),
        ("2026.03.01 星期日 08:05:09", "ymd", datetime(2026, 3, 1, 8, 5, 9)),
        ("2026-03-01T08:05:09.250", "ymd", datetime(2026, 3, 1, 8, 5, 9, 250_000)),
        ("2026-03-01 08:05:09.5", "ymd", datetime(2026, 3, 1, 8, 5, 9, 500_000)),
        ("２０２６－０３－０１", "ymd", date(2026, 3, 1)),
        ("2026-3-1 下午3:10", "ymd", datetime(2026, 3, 1, 15, 10)),
        ("2026-3-1 3:10 PM", "ymd", datetime(2026, 3, 1, 15, 10)),
        ("2026-3-1 12:10 AM", "ymd", datetime(2026, 3, 1, 0, 10)),
        ("20260301", "ymd", date(2026, 3, 1)),
        ("20260301 0810", "ymd", datetime(2026, 3, 1, 8, 10)),
        ("03/04/2026", "dmy", date(2026, 4, 3)),
        ("03/04/2026", "mdy", date(2026, 3, 4)),
        ("2026-03-01T08:05:09Z", "ymd", datetime(2026, 3, 1, 8, 5, 9, tzinfo=UTC)),
        ("03/04/2026", "ymd", None),
        ("3/4/26", "mdy", None),
        ("2026-02-30", "ymd", None),
        ("2026-03-01 25:00", "ymd", None),
        ("2026-03-01 以后", "ymd", None),
        ("昨天", "ymd", None),
    ],
)
def test_days_and_moments_are_read_whole_or_not_at_all(text: str, order: Any, read: Any) -> None:
    assert read_time(text, order) == read


@given(st.datetimes(datetime(1900, 1, 1), datetime(2199, 12, 31)))
def test_every_moment_is_read_back_from_how_it_is_written(moment: datetime) -> None:
    moment = moment.replace(microsecond=0)

    assert read_time(moment.isoformat(" ")) == moment
    assert read_time(f"{moment:%Y年%m月%d日 %H时%M分%S秒}") == moment
    assert read_time(f"{moment:%d/%m/%Y %H:%M:%S}", "dmy") == moment


@pytest.mark.parametrize(
    ("text", "unit", "read"),
    [
        ("1,200.50", None, Decimal("1200.50")),
        ("¥ 30", None, Decimal(30)),
        ("３．５万元", None, Decimal(35000)),
        ("3.5", "ten_thousand", Decimal(35000)),
        ("20元", "ten_thousand", Decimal(20)),
        ("12公里", None, None),
        ("12%", None, None),
        ("一百", None, None),
        ("", None, None),
    ],
)
def test_amounts_are_read_with_their_units(text: str, unit: str | None, read: Decimal | None) -> None:
    assert read_amount(text, unit) == read


@pytest.mark.parametrize(
    ("text", "unit", "seconds"),
    [
        ("1:30", None, 5400),
        ("01:30:15", "hour", 5415),
        ("0.16666666790843", "hour", 600),
        ("90", "minute", 5400),
        ("90", None, 90),
        ("1小时30分", "day", 5400),
        ("1天2个小时", None, 93600),
        ("2h 5min", None, 7500),
        ("1小时多", None, None),
        ("很久", None, None),
    ],
)
def test_lengths_of_time_become_seconds(text: str, unit: str | None, seconds: int | None) -> None:
    assert read_length(text, unit) == seconds


def test_texts_that_mean_nothing_are_blank_however_they_are_written(field: Build) -> None:
    for cell in ("0", " ０ ", "—", "无", 0, None, "   ", "﻿"):
        assert clean(field("text"), cell, blank=("0", "—", "无")) is None
    assert clean(field("text"), "0") == "0"


def test_options_are_found_in_every_spelling(field: Build) -> None:
    monitored = Choice(7, "ims", {"zh-CN": "IMS监控", "en": "IMS watch"})
    status = field("choice", choices=[monitored])

    assert {clean(status, text) for text in ("IMS监控", "ｉｍｓ 监控", "ims", "ims  WATCH")} == {7}
    with pytest.raises(ValueRefused):
        clean(status, "未知")


def test_a_missing_option_waits_to_be_made_when_the_plan_allows_it(field: Build) -> None:
    assert clean(field("choice"), " 新的  原因", add_options=True) == NewOption("新的 原因")
    assert clean(field("choices"), "甲；乙", add_options=True) == [NewOption("甲"), NewOption("乙")]


def test_the_mark_before_what_looks_like_a_formula_is_taken_off_again(field: Build) -> None:
    assert clean(field("text"), "'=1+1") == "=1+1"
    assert clean(field("text"), "'quoted'") == "'quoted'"


def test_several_values_stand_in_one_cell(field: Build) -> None:
    tags = field("choices", choices=[Choice(1, "a", {"zh-CN": "甲"}), Choice(2, "b", {"zh-CN": "乙"})])

    assert clean(tags, "甲、乙；甲") == [1, 2, 1]
    assert clean(field("people"), "张三，李四") == ["张三", "李四"]


def test_a_number_in_a_link_column_is_a_name_and_no_id(field: Build) -> None:
    assert clean(field("link", object="customer"), 1024) == "1024"


def test_local_times_are_meant_in_the_companys_zone_unless_another_is_named(field: Build) -> None:
    moment = field("datetime")

    assert clean(moment, "2026-03-01 08:00") == datetime(2026, 3, 1, 0, 0, tzinfo=UTC)
    assert clean(moment, datetime(2026, 3, 1, 8), time_zone="UTC") == datetime(2026, 3, 1, 8, tzinfo=UTC)
    assert clean(field("date"), "2026-03-01 23:59") == date(2026, 3, 1)


def test_plain_text_becomes_paragraphs_in_a_rich_text_field(field: Build) -> None:
    assert clean(field("rich_text"), "a < b\n\nc") == "<p>a &lt; b</p><p>c</p>"
    assert clean(field("rich_text"), "<p>x</p>") == "<p>x</p>"


@pytest.mark.parametrize(("cell", "read"), [(True, True), ("√", "是"), ("×", "否"), ("ＹＥＳ", "yes"), ("没有", "无")])
def test_yes_and_no_have_many_words(field: Build, cell: Any, read: Any) -> None:
    assert clean(field("yes_no"), cell) == read


@given(st.one_of(st.text(max_size=40), st.integers(), st.floats(allow_nan=False), st.booleans(), st.datetimes()))
def test_no_cell_breaks_any_cleaner(cell: Any) -> None:
    from paidan.builder.objects.field_types import FIELD_TYPES

    for key, kind in FIELD_TYPES.items():
        field = Field(1, "f", kind, {"zh-CN": "字段"}, {}, {}, "t01", False, "", 0)
        try:
            clean(field, cell)
        except ValueRefused:
            assert key not in ("text", "long_text", "rich_text")
