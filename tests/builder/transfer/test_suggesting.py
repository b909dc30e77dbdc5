"""The type of a new field is read off the values, and no value is lost by it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from paidan.builder.transfer.profiling import ColumnProfile, profile_table
from paidan.builder.transfer.reading import Column, open_sheet, open_table
from paidan.builder.transfer.suggesting import suggest_field


def profile(values: list[str], header: str = "列") -> ColumnProfile:
    built = ColumnProfile(Column(0, "A", header, header), Counter())
    for value in values:
        built.add(value)
    return built


@pytest.mark.parametrize(
    ("values", "header", "type_key"),
    [
        (["1", "20", "3.0"], "数量", "integer"),
        (["1", "2.5", "-3"], "价格", "decimal"),
        (["1,200", "30"], "数量", "integer"),
        (["0138", "0139"], "区号", "text"),
        (["110101199003071234"], "证件", "text"),
        (["13812345678", "010-62345678"], "电话", "phone"),
        (["a@b.cn", "c.d@e.com"], "邮箱", "email"),
        (["https://a.cn/x", "http://b.cn"], "网址", "url"),
        (["2026-1-2", "2026/03/04", "2026年5月6日"], "日期", "date"),
        (["2026-01-02 00:00:00", "2026-01-03 00:00:00"], "日期", "date"),
        (["2026-01-02 08:00", "2026-01-03"], "时间", "datetime"),
        (["2026-02-30", "2026-02-28"], "日期", "text"),
        (["是", "否", "是"], "已办结", "yes_no"),
        (["0", "1", "1"], "是否办结", "yes_no"),
        (["0", "1", "1"], "次数", "integer"),
        (["无", "无"], "备注", "text"),
        (["高", "低"] * 5, "优先级", "choice"),
        (["张三", "李四", "王五"], "姓名", "text"),
        (["一行\n两行", "x"], "描述", "long_text"),
        (["很长" * 150], "描述", "long_text"),
    ],
)
def test_the_type_is_the_narrowest_that_every_value_fits(values: list[str], header: str, type_key: str) -> None:
    found = suggest_field(profile(values, header))

    assert found is not None
    assert found.type == type_key


def test_a_column_without_values_asks_for_no_field() -> None:
    assert suggest_field(profile([])) is None


def test_zero_among_words_and_dashes_are_proposed_as_nothing() -> None:
    found = suggest_field(profile(["主机", "网络", "主机", "网络", "主机", "网络", "0", "—"]))

    assert found is not None
    assert (found.type, set(found.blank), found.options) == ("choice", {"0", "—"}, ("主机", "网络"))


def test_zero_among_numbers_is_a_number() -> None:
    found = suggest_field(profile(["0", "3", "5", "-"]))

    assert found is not None
    assert (found.type, found.blank) == ("integer", ("-",))


def test_spellings_of_one_option_are_one_option() -> None:
    found = suggest_field(profile(["IMS监控", "IMS监控", "ＩＭＳ 监控", "无告警", "无告警", "无告警"]))

    assert found is not None
    assert set(found.options) == {"IMS监控", "无告警"}


def test_a_unit_in_the_name_becomes_the_unit_of_the_field() -> None:
    found = suggest_field(profile(["0.5", "1.25"], "时长（小时）"))

    assert found is not None
    assert found.settings == {"digits": 2, "unit": "小时"}


def test_the_real_file_gets_fitting_fields(ict_faults: Path) -> None:
    found = {p.column.name: suggest_field(p) for p in profile_table(open_table(open_sheet(ict_faults))).columns}
    types = {name: new.type if new else None for name, new in found.items()}

    assert types["故障开始时间"] == types["故障结束时间"] == "datetime"
    assert types["问题现象"] == types["原因分析"] == "long_text"
    assert types["故障时长（小时）"] == "decimal"
    assert types["形成原因"] == types["部署类型"] == "choice"
    assert types["整改措施是否落实"] is None
    assert types["日期"] != "integer"


def test_profiles_count_short_and_unreadable_rows(csv_file: Callable[..., Path]) -> None:
    found = profile_table(open_table(open_sheet(csv_file("a,b\n1\n1,2\n1,2,3\n"))))

    assert (found.rows, found.short, found.bad) == (3, 1, 1)
