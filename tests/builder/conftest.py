"""An object with one field of every kind, and people to act on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from paidan.builder.objects.shaping import ChoiceDraft, FieldDraft, ObjectDraft, define_object
from paidan.builder.records import create_record
from paidan.kernel.actor import Actor
from paidan.kernel.database import Database
from paidan.kernel.product import Product
from paidan.platform.permissions.access import ALL, OWN, Access, FieldRight, Grant, RowScope


def label(chinese: str, english: str) -> dict[str, str]:
    return {"zh-CN": chinese, "en": english}


PARTY = ObjectDraft(
    key="party",
    label=label("客户方", "Party"),
    settings={"title": "{name}"},
    fields=[
        FieldDraft(key="name", type="text", label=label("名称", "Name"), settings={"required": True}),
        FieldDraft(key="level", type="integer", label=label("等级", "Level")),
        FieldDraft(key="phone", type="phone", label=label("电话", "Phone")),
    ],
)
LINE = ObjectDraft(
    key="thing_line",
    label=label("明细", "Line"),
    parent="thing",
    fields=[
        FieldDraft(key="part", type="text", label=label("配件", "Part"), settings={"required": True}),
        FieldDraft(key="amount", type="money", label=label("金额", "Amount")),
    ],
)
THING = ObjectDraft(
    key="thing",
    label=label("事项", "Thing"),
    settings={"title": "{summary}"},
    fields=[
        FieldDraft(
            key="number", type="serial", label=label("编号", "Number"), settings={"template": "T-{yyyyMMdd}-{0000}"}
        ),
        FieldDraft(
            key="summary", type="text", label=label("摘要", "Summary"), settings={"required": True, "max_length": 100}
        ),
        FieldDraft(key="report", type="long_text", label=label("描述", "Report")),
        FieldDraft(key="hours", type="decimal", label=label("工时", "Hours"), settings={"digits": 1}),
        FieldDraft(key="price", type="money", label=label("单价", "Price")),
        FieldDraft(
            key="cost",
            type="formula",
            label=label("费用", "Cost"),
            settings={"text": "{工时} * {price}", "result": "number"},
        ),
        FieldDraft(key="urgent", type="yes_no", label=label("紧急", "Urgent")),
        FieldDraft(key="due_on", type="date", label=label("截止日期", "Due on")),
        FieldDraft(key="happened_at", type="datetime", label=label("发生时间", "Happened at")),
        FieldDraft(key="serial_no", type="text", label=label("序列号", "Serial number"), settings={"unique": True}),
        FieldDraft(
            key="status",
            type="choice",
            label=label("状态", "Status"),
            settings={"default": "fresh"},
            choices=[
                ChoiceDraft(key="fresh", label=label("新建", "New"), category="new"),
                ChoiceDraft(key="doing", label=label("处理中", "In progress"), category="open"),
                ChoiceDraft(key="done", label=label("完成", "Done"), category="closed"),
            ],
        ),
        FieldDraft(
            key="tags",
            type="choices",
            label=label("标签", "Tags"),
            choices=[ChoiceDraft(key="a", label=label("甲", "A")), ChoiceDraft(key="b", label=label("乙", "B"))],
        ),
        FieldDraft(key="party", type="link", label=label("相关方", "Party"), settings={"object": "party"}),
        FieldDraft(
            key="party_level",
            type="formula",
            label=label("相关方等级", "Party level"),
            settings={"text": "{party.level}", "result": "number", "digits": 0},
        ),
        FieldDraft(key="phone", type="phone", label=label("联系电话", "Phone"), settings={"sensitive": True}),
        FieldDraft(key="secret", type="text", label=label("机密", "Secret")),
        FieldDraft(key="reason", type="text", label=label("原因", "Reason"), settings={"required_if": "{urgent}"}),
    ],
)
LINES = FieldDraft(key="lines", type="subform", label=label("明细", "Lines"), settings={"object": "thing_line"})
TOTAL = FieldDraft(
    key="total",
    type="formula",
    label=label("合计", "Total"),
    settings={"text": "SUM({lines.amount})", "result": "number"},
)


def grant(
    object_key: str = "thing",
    *actions: str,
    scope: RowScope = ALL,
    default: FieldRight = FieldRight.EDIT,
    **fields: FieldRight,
) -> Grant:
    return Grant(object_key, frozenset(actions or ("read", "create", "update", "delete")), scope, default, fields)


def person(person_id: int, *grants: Grant, teams: tuple[int, ...] = ()) -> Actor:
    by_object: dict[str, tuple[Grant, ...]] = {}
    for each in grants:
        by_object[each.object] = (*by_object.get(each.object, ()), each)
    access = Access(person_id, frozenset(teams), frozenset(teams), frozenset(), frozenset(), by_object)
    return Actor(kind="person", id=person_id, name=f"P{person_id}", source="web", access=access)


@dataclass
class Hand:
    """Makes valid things, so that a test says only what matters to it."""

    database: Database

    def thing(self, actor: Actor | None = None, **values: Any) -> int:
        filled = {"summary": "冰箱不制冷", **values}
        work = lambda tx: create_record(tx, "thing", filled)  # noqa: E731
        return self.database.write_now(work, actor) if actor else self.database.write_now(work)

    def party(self, **values: Any) -> int:
        filled = {"name": "和平饭店", **values}
        return self.database.write_now(lambda tx: create_record(tx, "party", filled))


@pytest.fixture
def make(product: Product) -> Hand:
    """A hand, on a database that has the objects."""

    def define(tx: Any) -> None:
        from paidan.builder.objects.shaping import add_field

        for draft in (PARTY, THING, LINE):
            define_object(tx, draft)
        add_field(tx, "thing", LINES)
        add_field(tx, "thing", TOTAL)

    product.database.write_now(define)
    return Hand(product.database)


EVERYTHING = person(7, grant("thing"), grant("party"), grant("thing_line"))
MINE_ONLY = person(8, grant("thing", scope=OWN))
"""Sees what he made."""
PHONE_MASKED = person(
    9, grant("thing", "read", default=FieldRight.READ, phone=FieldRight.MASKED, secret=FieldRight.HIDDEN)
)
