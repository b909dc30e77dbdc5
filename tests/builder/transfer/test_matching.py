"""Columns find their fields, by name in any language and by what stands in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest
import sqlalchemy as sa

from paidan.builder.objects.model import Choice, Field, ObjectType
from paidan.builder.transfer.errors import (
    ColumnUnknown,
    FieldMappedTwice,
    FieldNotImportable,
    KeyNotMapped,
    KeyNotUsable,
    NothingMapped,
)
from paidan.builder.transfer.mapping import ColumnPlan, Mapping, check_mapping, key_candidates
from paidan.builder.transfer.matching import Match, match_columns
from paidan.builder.transfer.profiling import ColumnProfile
from paidan.builder.transfer.reading.headers import name_columns

Build = Callable[..., Field]


@pytest.fixture
def order(field: Build) -> ObjectType:
    fields = [
        field("serial", "编号", key="number"),
        field("text", "标题", key="title", readonly=True),
        field("long_text", "问题描述", key="description"),
        field("phone", "联系电话", key="phone"),
        field("choice", "优先级", key="priority", choices=[Choice(1, "high", {"zh-CN": "高", "en": "High"})]),
        field("datetime", "开始时间", key="started_at"),
        field("duration", "故障时长", key="downtime"),
        field("formula", "用时", key="spent", text="1"),
        field("subform", "备件", key="parts", object="part_line"),
        field("created_at", "创建时间", key="created_at"),
        field("yes_no", "是否停运", key="outage"),
        field("text", "外部编号", key="external_id", unique=True),
    ]
    return ObjectType(
        1, "order", {"zh-CN": "工单"}, None, False, {}, sa.Table("u_order", sa.MetaData()), {f.key: f for f in fields}
    )


def columns(**values: list[str]) -> list[ColumnProfile]:
    profiles = [ColumnProfile(column, Counter()) for column in name_columns(list(values))]
    for profile, texts in zip(profiles, values.values(), strict=True):
        for text in texts:
            profile.add(text)
    return profiles


def fields_of(matches: list[Match]) -> dict[str, str | None]:
    return {match.profile.column.name: match.plan.field if match.plan else None for match in matches}


def test_columns_find_fields_by_key_label_and_synonym(order: ObjectType) -> None:
    found = match_columns(columns(number=["WO-1"], 问题现象=["漏水"], 手机号=["13812345678"], Priority=["高"]), order)

    assert fields_of(found) == {
        "number": "number",
        "问题现象": "description",
        "手机号": "phone",
        "Priority": "priority",
    }
    assert found[0].score == 1.0


def test_a_field_is_proposed_once_and_to_the_surest_column(order: ObjectType) -> None:
    found = match_columns(columns(手机=["13812345678"], 联系电话=["13912345678"]), order)

    assert fields_of(found) == {"手机": None, "联系电话": "phone"}
    assert found[0].new_field is not None
    assert found[0].new_field.type == "phone"


def test_values_that_do_not_fit_make_a_match_less_sure(order: ObjectType) -> None:
    fitting, other = (
        match_columns(columns(手机=["13812345678"]), order),
        match_columns(columns(手机=["苹果", "华为"]), order),
    )

    assert fitting[0].score > other[0].score


def test_what_the_product_computes_is_never_proposed(order: ObjectType) -> None:
    found = match_columns(columns(标题=["x"], 用时=["3"], 备件=["x"], 创建时间=["2020-01-01"]), order)

    assert fields_of(found) == {"标题": None, "用时": "downtime", "备件": None, "创建时间": "created_at"}


def test_the_plan_brings_the_cleaning_that_the_values_ask_for(order: ObjectType) -> None:
    words = ["漏水", "异响", "0", "—"]
    found = match_columns(
        columns(**{"问题描述": words, "故障时长（分钟）": ["30", "0"], "是否停运": ["有", "0", "-"]}), order
    )
    plans = {match.plan.field: match.plan for match in found if match.plan}

    assert set(plans["description"].blank) == {"0", "—"}
    assert (plans["downtime"].unit, plans["downtime"].blank) == ("minute", ())
    assert plans["outage"].blank == ("-",)


@pytest.mark.parametrize(
    ("plans", "key", "error"),
    [
        ([("电话", "phone"), ("手机", "phone")], None, FieldMappedTwice),
        ([("没有", "phone")], None, ColumnUnknown),
        ([("电话", "nothing")], None, FieldNotImportable),
        ([("电话", "spent")], None, FieldNotImportable),
        ([("电话", "parts")], None, FieldNotImportable),
        ([], None, NothingMapped),
        ([("电话", "phone")], "external_id", KeyNotMapped),
        ([("电话", "description")], "description", KeyNotUsable),
    ],
)
def test_a_mapping_that_cannot_be_meant_is_refused(
    order: ObjectType, plans: list[tuple[str, str]], key: str | None, error: type[Exception]
) -> None:
    mapping = Mapping(columns=tuple(ColumnPlan(column=column, field=field) for column, field in plans))

    with pytest.raises(error):
        check_mapping(mapping, name_columns(["电话", "手机"]), order, key)


def test_unique_fields_are_the_first_choice_for_a_key(order: ObjectType) -> None:
    assert key_candidates(order, ["description", "phone", "external_id", "number"]) == [
        "external_id",
        "phone",
        "number",
    ]


def test_a_time_zone_that_does_not_exist_is_refused_at_once() -> None:
    with pytest.raises(ValueError, match="time zone"):
        ColumnPlan(column="时间", field="started_at", time_zone="Mars/Olympus")
