"""Lists: filters, sorts, pages, counts, search and groups, the same on both databases and behind the same rights."""

from typing import Any

import orjson
import pytest
from tests.builder.conftest import EVERYTHING, MINE_ONLY, PHONE_MASKED, Hand, grant, person

from paidan.builder.records.errors import ActionForbidden, BadCursor, BadQuery, FieldForbidden, FieldUnknown
from paidan.builder.records.grouping import GroupQuestion, group_query
from paidan.builder.records.querying import ListQuestion, count_query, list_query
from paidan.builder.records.reading import list_records
from paidan.builder.records.scoping import view_of
from paidan.kernel.actor import Actor
from paidan.kernel.database import Database
from paidan.kernel.errors import AppError
from paidan.platform.permissions.access import ALL, FieldRight, RowScope


async def titles(database: Database, actor: Actor = EVERYTHING, **asked: Any) -> list[str]:
    asked.setdefault("sort", ("created_at", "id"))
    page = await list_records(database, actor, ListQuestion("thing", fields=("summary",), **asked))
    return [row["summary"] for row in orjson.loads(page.records)]


@pytest.fixture
def three(make: Hand) -> list[int]:
    party = make.party(name="大光明影院", level=2)
    other = make.party(name="和平饭店", level=5)
    return [
        make.thing(
            summary="冰箱不制冷",
            report="光缆中断，主机无法连接",
            hours=1,
            price=10,
            status="fresh",
            tags=["a"],
            party=party,
            due_on="2026-11-16",
        ),
        make.thing(
            summary="洗衣机漏水",
            report="内存不足 SN-4711",
            hours=2.5,
            status="doing",
            tags=["a", "b"],
            party=other,
            urgent=True,
            reason="老人",
        ),
        make.thing(summary="空调异响", hours=None, status="done", phone="13900001111"),
    ]


@pytest.mark.parametrize(
    ("tree", "found"),
    [
        ({}, "冰洗空"),
        ({"field": "status", "op": "eq", "value": "doing"}, "洗"),
        ({"field": "status", "op": "in", "value": ["fresh", "done"]}, "冰空"),
        ({"field": "status", "op": "category", "value": ["new", "open"]}, "冰洗"),
        ({"field": "hours", "op": "ge", "value": 2.5}, "洗"),
        ({"field": "hours", "op": "blank"}, "空"),
        ({"field": "price", "op": "eq", "value": 10}, "冰"),
        ({"field": "tags", "op": "contains", "value": "b"}, "洗"),
        ({"field": "due_on", "op": "within", "value": "today"}, "冰"),
        ({"field": "created_at", "op": "within", "value": "this_week"}, "冰洗空"),
        ({"field": "summary", "op": "contains", "value": "漏"}, "洗"),
        ({"field": "urgent", "op": "eq", "value": True}, "洗"),
        ({"field": "party.level", "op": "gt", "value": 3}, "洗"),
        ({"field": "party.name", "op": "contains", "value": "大光明"}, "冰"),
        ({"not": {"field": "status", "op": "eq", "value": "doing"}}, "冰空"),
        (
            {"any": [{"field": "hours", "op": "lt", "value": 2}, {"field": "status", "op": "eq", "value": "done"}]},
            "冰空",
        ),
        ({"formula": "{工时} * 2 > 4"}, "洗"),
    ],
)
async def test_filters_find_what_they_say(database: Database, three: list[int], tree: Any, found: str):
    assert "".join(title[0] for title in await titles(database, filter=tree)) == found


@pytest.mark.parametrize(
    ("sort", "found"),
    [("hours", "冰洗空"), ("-hours", "洗冰空"), ("-status", "空洗冰"), ("party", "洗冰空"), ("-id", "空洗冰")],
)
async def test_sorts_put_blanks_last(database: Database, three: list[int], sort: str, found: str):
    assert "".join(title[0] for title in await titles(database, sort=(sort,))) == found


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("光缆", "冰"),
        ("主机", "冰"),
        ("内存", "洗"),
        ("sn-4711", "洗"),
        ("漏水 内存", "洗"),
        ("光主", ""),
        ("缆", "冰"),
        ("。", ""),
    ],
)
async def test_two_characters_are_enough_to_search(database: Database, three: list[int], words: str, found: str):
    assert "".join(title[0] for title in await titles(database, text=words)) == found


@pytest.mark.parametrize("sort", [("created_at",), ("-hours",), ("status", "-hours"), ("happened_at",)])
async def test_pages_follow_each_other_without_gap_or_overlap(database: Database, make: Hand, sort: tuple[str, ...]):
    for n in range(11):
        moment = f"2026-11-{10 + n % 3} 08:00" if n % 4 else None
        make.thing(summary=f"{n}", hours=n % 3 or None, status=("fresh", "doing")[n % 2], happened_at=moment)
    whole = await titles(database, sort=sort, limit=200)

    read: list[str] = []
    marker = None
    while True:
        page = await list_records(
            database, EVERYTHING, ListQuestion("thing", sort=sort, fields=("summary",), limit=4, after=marker)
        )
        read += [row["summary"] for row in orjson.loads(page.records)]
        if page.next is None:
            break
        marker = page.next

    assert read == whole
    assert len(set(read)) == 11


@pytest.mark.parametrize(
    ("asked", "refusal"),
    [
        ({"filter": {"field": "colour", "op": "eq", "value": 1}}, "expression.unknown_field"),
        ({"filter": {"field": "status", "op": "eq", "value": "lost"}}, None),
        ({"filter": {"field": "hours", "op": "tastes", "value": 1}}, None),
        ({"sort": ("colour",)}, FieldUnknown.code),
        ({"sort": ("tags",)}, BadQuery.code),
        ({"after": "rubbish"}, BadCursor.code),
        ({"filter": {"formula": "{工时} >"}}, None),
    ],
)
async def test_questions_that_make_no_sense_are_refused(
    database: Database, three: list[int], asked: Any, refusal: str | None
):
    with pytest.raises(AppError) as caught:
        await titles(database, **asked)
    assert caught.value.status in (404, 422)
    assert refusal is None or caught.value.code == refusal


async def test_counts_stop_at_a_thousand_unless_asked_to_go_on(database: Database, three: list[int]):
    view = await view_of(database, EVERYTHING)
    assert await database.read(count_query(view, ListQuestion("thing"))) == [3]
    assert await database.read(count_query(view, ListQuestion("thing", text="光缆"), exact=True)) == [1]


async def test_groups_count_and_add_up(database: Database, three: list[int]):
    view = await view_of(database, EVERYTHING)

    async def groups(*by: str, measures: tuple[str, ...] = ("count",)) -> list[Any]:
        found = await database.read(group_query(view, GroupQuestion("thing", by=by, measures=measures)))
        return [(row["keys"], row["values"]) for row in orjson.loads(found[0])]

    assert sorted(await groups("status")) == [(["doing"], [1]), (["done"], [1]), (["fresh"], [1])]
    assert sorted(await groups("tags"), key=str) == [(["a"], [2]), (["b"], [1]), ([None], [1])]
    assert await groups("created_at:month", measures=("count", "sum:hours")) == [(["2026-11-01"], [3, 3.5])]
    assert await groups("created_at:week") == [(["2026-11-16"], [3])]
    assert await groups(measures=("max:price", "avg:hours")) == [([], [10, 1.75])]
    named = [keys[0] and keys[0]["title"] for keys, _ in await groups("party")]
    assert sorted(named, key=str) == [None, "和平饭店", "大光明影院"]


# -- rights ----------------------------------------------------------------------------------------------------------


async def test_each_sees_only_what_he_may(database: Database, make: Hand):
    make.thing(EVERYTHING, summary="别人的")
    make.thing(MINE_ONLY, summary="自己的")
    assert await titles(database, MINE_ONLY) == ["自己的"]
    assert len(await titles(database)) == 2


async def test_who_has_no_right_to_an_object_is_told_so(database: Database, three: list[int]):
    with pytest.raises(ActionForbidden):
        await list_records(database, Actor(kind="anonymous"), ListQuestion("thing"))


async def test_a_masked_field_is_masked_and_a_hidden_one_is_not_there(database: Database, make: Hand):
    make.thing(phone="13812345678", secret="金库在地下")
    page = await list_records(database, PHONE_MASKED, ListQuestion("thing"))
    row = orjson.loads(page.records)[0]
    assert row["phone"] == "138****5678"
    assert "secret" not in row


@pytest.mark.parametrize(
    "asked",
    [
        {"filter": {"field": "phone", "op": "starts_with", "value": "138"}},
        {"filter": {"field": "secret", "op": "contains", "value": "金"}},
        {"filter": {"formula": '{phone} = "13812345678"'}},
        {"sort": ("phone",)},
        {"sort": ("secret",)},
    ],
)
async def test_nobody_finds_out_a_value_by_filter_or_sort(database: Database, make: Hand, asked: Any):
    make.thing(phone="13812345678", secret="金库")
    with pytest.raises((FieldForbidden, FieldUnknown)):
        await titles(database, PHONE_MASKED, **asked)


@pytest.mark.parametrize("words", ["13812345678", "金库"])
async def test_nobody_finds_out_a_value_by_searching(database: Database, make: Hand, words: str):
    make.thing(phone="13812345678", secret="金库")
    assert await titles(database, EVERYTHING, text=words) == ["冰箱不制冷"]
    assert await titles(database, PHONE_MASKED, text=words) == []
    assert await titles(database, PHONE_MASKED, text="冰箱") == ["冰箱不制冷"]


@pytest.mark.parametrize("by", ["phone", "secret"])
async def test_nobody_finds_out_a_value_by_grouping(database: Database, make: Hand, by: str):
    make.thing(phone="13812345678", secret="金库")
    view = await view_of(database, PHONE_MASKED)
    with pytest.raises((FieldForbidden, FieldUnknown)):
        group_query(view, GroupQuestion("thing", by=(by,)))


async def test_a_wide_grant_does_not_borrow_the_fields_of_a_narrow_one(database: Database, make: Hand):
    """Reads all things without the phone, and his own with it."""
    both = person(
        8,
        grant("thing", "read", default=FieldRight.READ, phone=FieldRight.MASKED),
        grant("thing", "read", "create", scope=RowScope("own")),
    )
    make.thing(EVERYTHING, summary="别人的", phone="13812345678")
    make.thing(both, summary="自己的", phone="13912345678")

    page = await list_records(database, both, ListQuestion("thing", sort=("created_at", "id")))
    assert [row["phone"] for row in orjson.loads(page.records)] == ["138****5678", "13912345678"]
    with pytest.raises(FieldForbidden):
        await titles(database, both, filter={"field": "phone", "op": "eq", "value": "13812345678"})


async def test_a_row_scope_may_be_a_filter(database: Database, three: list[int]):
    urgent_only = person(
        12, grant("thing", "read", scope=RowScope("filter", {"field": "urgent", "op": "eq", "value": True}))
    )
    assert await titles(database, urgent_only) == ["洗衣机漏水"]


async def test_a_linked_record_out_of_reach_shows_no_name(database: Database, three: list[int]):
    only_things = person(13, grant("thing", "read", scope=ALL))
    page = await list_records(
        database, only_things, ListQuestion("thing", fields=("party",), sort=("created_at", "id"))
    )
    party = orjson.loads(page.records)[0]["party"]
    assert (party["title"], party["number"]) == (None, None)


async def test_a_page_of_a_list_is_built_without_touching_the_database(database: Database, make: Hand):
    view = await view_of(database, EVERYTHING)
    assert list_query(view, ListQuestion("thing")).slow is False
    assert list_query(view, ListQuestion("thing", filter={"field": "hours", "op": "gt", "value": 1})).slow is True
