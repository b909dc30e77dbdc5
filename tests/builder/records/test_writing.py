"""Writing a record: what is kept, what is refused, what others hear."""

from typing import Any

import orjson
import pytest
import sqlalchemy as sa
from tests.builder.conftest import EVERYTHING, MINE_ONLY, Hand, grant, person

from paidan.builder.records import create_record, restore_record, trash_record, update_record
from paidan.builder.records.errors import EditConflict, RecordInvalid, RecordNotFound
from paidan.builder.records.querying import ListQuestion
from paidan.builder.records.reading import get_record, list_records, read_record
from paidan.kernel.database import Database, Query, Tx
from paidan.kernel.events.tables import events


def seen(database: Database, record_id: int, object_key: str = "thing") -> dict[str, Any]:
    return database.write_now(lambda tx: read_record(tx, object_key, record_id), EVERYTHING)


def change(
    database: Database, record_id: int, *, rev: int | None = None, actor: Any = EVERYTHING, **values: Any
) -> int:
    return database.write_now(lambda tx: update_record(tx, "thing", record_id, values, base_rev=rev), actor)


def refused(database: Database, **values: Any) -> dict[str, list[str]]:
    with pytest.raises(RecordInvalid) as caught:
        database.write_now(lambda tx: create_record(tx, "thing", {"summary": "x", **values}), EVERYTHING)
    return {key: [one.code for one in found] for key, found in caught.value.fields.items()}


def test_a_record_comes_back_as_it_was_written(database: Database, make: Hand):
    party = make.party(level=3)
    record_id = make.thing(
        report="第一行\n第二行",
        hours="1.5",
        price=80,
        urgent=False,
        due_on="2026-12-01",
        happened_at="2026-11-16 08:30",
        status="doing",
        tags=["b", "a"],
        party=party,
        phone="138 1234 5678",
        lines=[{"part": "压缩机", "amount": 300}, {"part": "铜管", "amount": "20.50"}],
    )

    record = seen(database, record_id)

    assert record["number"] == "T-20261116-0001"
    assert record["title"] == record["summary"] == "冰箱不制冷"
    assert (record["report"], record["hours"], record["price"]) == ("第一行\n第二行", 1.5, 80)
    assert (record["urgent"], record["due_on"], record["happened_at"]) == (
        False,
        "2026-12-01",
        "2026-11-16T00:30:00.000Z",
    )
    assert (record["status"], record["tags"]) == ("doing", ["b", "a"])
    assert record["party"] == {"id": party, "number": None, "title": "和平饭店"}
    assert record["phone"] == "13812345678"
    assert [(line["part"], line["amount"]) for line in record["lines"]] == [("压缩机", 300), ("铜管", 20.5)]
    assert (record["cost"], record["party_level"], record["total"]) == (120, 3, 320.5)


def test_numbers_count_on_without_gaps(database: Database, make: Hand):
    first = make.thing()
    refused(database, hours="viel")
    second = make.thing()
    assert [seen(database, i)["number"] for i in (first, second)] == ["T-20261116-0001", "T-20261116-0002"]


@pytest.mark.parametrize(
    ("values", "codes"),
    [
        ({"summary": ""}, {"summary": ["record.field_missing"]}),
        ({"summary": "很" * 101}, {"summary": ["value.too_long"]}),
        ({"summary": ["a"]}, {"summary": ["value.wrong_type"]}),
        ({"hours": "很多"}, {"hours": ["value.not_a_number"]}),
        ({"hours": 1e13}, {"hours": ["value.too_large"]}),
        ({"due_on": "2026-02-30"}, {"due_on": ["value.not_a_date"]}),
        ({"happened_at": "gestern"}, {"happened_at": ["value.not_a_moment"]}),
        ({"status": "lost"}, {"status": ["value.not_a_choice"]}),
        ({"tags": ["a", "z"]}, {"tags": ["value.not_a_choice"]}),
        ({"party": 999_999}, {"party": ["value.no_such_record"]}),
        ({"phone": "abc"}, {"phone": ["value.bad_phone"]}),
        ({"colour": "red"}, {"colour": ["record.field_unknown"]}),
        ({"cost": 5}, {"cost": ["record.field_read_only"]}),
        ({"number": "T-1"}, {"number": ["record.field_read_only"]}),
        ({"urgent": True}, {"reason": ["record.field_missing"]}),
        ({"lines": [{"amount": 1}]}, {"lines.0.part": ["record.field_missing"]}),
        ({"lines": "viele"}, {"lines": ["value.wrong_type"]}),
        ({"hours": "x", "due_on": "y"}, {"hours": ["value.not_a_number"], "due_on": ["value.not_a_date"]}),
    ],
)
def test_values_that_do_not_fit_are_refused_by_field(database: Database, make: Hand, values: Any, codes: Any):
    assert refused(database, **values) == codes


def test_nothing_of_a_refused_record_is_kept(database: Database, make: Hand):
    refused(database, lines=[{"part": "好"}, {"amount": 1}])
    count = Query(sa.select(sa.func.count()).select_from(sa.table("u_thing")), int)
    assert database.read_now(count) == [0]


def test_a_value_that_must_be_unique_is_refused_the_second_time(database: Database, make: Hand):
    make.thing(serial_no="SN-1")
    assert refused(database, serial_no="SN-1") == {"serial_no": ["record.value_taken"]}


def test_a_trashed_record_frees_its_unique_value(database: Database, make: Hand):
    first = make.thing(serial_no="SN-1")
    database.write_now(lambda tx: trash_record(tx, "thing", first))
    make.thing(serial_no="SN-1")


def test_formulas_follow_what_they_look_at(database: Database, make: Hand):
    party = make.party(level=1)
    record_id = make.thing(party=party, hours=2, price=10, lines=[{"part": "a", "amount": 5}])

    change(database, record_id, hours=3)
    database.write_now(lambda tx: update_record(tx, "party", party, {"level": 9}))
    line = seen(database, record_id)["lines"][0]
    database.write_now(lambda tx: update_record(tx, "thing_line", line["id"], {"amount": 7}))

    record = seen(database, record_id)
    assert (record["cost"], record["party_level"], record["total"]) == (30, 9, 7)


def test_a_write_that_changes_nothing_says_nothing(database: Database, make: Hand):
    record_id = make.thing(hours=2)
    before = seen(database, record_id)["rev"]

    assert change(database, record_id, hours=2.0, summary="冰箱不制冷") == before
    kinds = database.read_now(Query(sa.select(events.c.kind).where(events.c.record == record_id), str))
    assert kinds == ["record.created"]


def test_edits_of_different_fields_are_merged(database: Database, make: Hand):
    record_id = make.thing()
    change(database, record_id, rev=1, hours=2)
    change(database, record_id, rev=1, report="漏水")

    record = seen(database, record_id)
    assert (record["hours"], record["report"], record["rev"]) == (2, "漏水", 3)


def test_edits_of_the_same_field_collide_and_both_values_are_told(database: Database, make: Hand):
    record_id = make.thing(status="fresh")
    change(database, record_id, rev=1, status="doing", report="他的")

    with pytest.raises(EditConflict) as caught:
        change(database, record_id, rev=1, status="done", report="他的", hours=1)

    assert caught.value.data() == {"rev": 2, "conflicts": {"status": {"theirs": "doing", "yours": "done", "by": "P7"}}}
    assert seen(database, record_id)["hours"] is None


def test_the_trash_hides_and_gives_back(database: Database, make: Hand):
    record_id = make.thing(report="漏水")
    database.write_now(lambda tx: trash_record(tx, "thing", record_id), EVERYTHING)
    with pytest.raises(RecordNotFound):
        seen(database, record_id)

    database.write_now(lambda tx: restore_record(tx, "thing", record_id), EVERYTHING)
    assert seen(database, record_id)["report"] == "漏水"


def test_somebody_elses_record_is_not_there(database: Database, make: Hand):
    record_id = make.thing(EVERYTHING)
    with pytest.raises(RecordNotFound):
        change(database, record_id, actor=MINE_ONLY, hours=1)
    own = make.thing(MINE_ONLY)
    assert change(database, own, actor=MINE_ONLY, hours=1) == 2


def test_who_may_not_create_is_told_so(database: Database, make: Hand):
    from paidan.builder.records.errors import ActionForbidden

    reader = person(11, grant("thing", "read"))
    with pytest.raises(ActionForbidden):
        make.thing(reader)


async def test_every_change_is_in_the_history(database: Database, make: Hand):
    from paidan.builder.records.history import history_query
    from paidan.builder.records.scoping import view_of

    record_id = make.thing(EVERYTHING, status="fresh")
    change(database, record_id, status="doing")

    view = await view_of(database, EVERYTHING)
    newest, oldest = await database.read(history_query(view, "thing", record_id))
    assert newest["changes"] == [{"field": "status", "before": "fresh", "after": "doing"}]
    assert (oldest["kind"], newest["actor"]["name"]) == ("record.created", "P7")


async def test_a_page_and_a_record_are_json_made_by_the_database(database: Database, make: Hand):
    record_id = make.thing()
    page = await list_records(database, EVERYTHING, ListQuestion("thing", fields=("summary",)))
    assert orjson.loads(page.records) == [{"id": record_id, "rev": 1, "summary": "冰箱不制冷"}]
    assert orjson.loads(await get_record(database, EVERYTHING, "thing", record_id))["id"] == record_id


def test_a_part_that_fails_is_undone_and_the_rest_lives(tx: Tx):
    from paidan.builder.records.batching import write_batch

    define_small(tx)
    rows = [{"values": {"name": "一"}}, {"values": {"name": ""}}, {"values": {"name": "三"}}]
    outcome = write_batch(tx, object_key="small", items=rows, all_or_nothing=False, describe=lambda e: {"code": e.code})
    assert [("id" in one, one.get("problem", {}).get("code")) for one in outcome["results"]] == [
        (True, None),
        (False, "record.invalid"),
        (True, None),
    ]


def define_small(tx: Tx) -> None:
    from paidan.builder.objects.shaping import FieldDraft, ObjectDraft, define_object

    name = FieldDraft(key="name", type="text", label={"zh-CN": "名称", "en": "Name"}, settings={"required": True})
    define_object(tx, ObjectDraft(key="small", label={"zh-CN": "小", "en": "Small"}, fields=[name]))


def test_nobody_makes_a_record_outside_his_own_scope_or_moves_one_out_of_it(database: Database, make: Hand):
    from paidan.builder.records.errors import ActionForbidden
    from paidan.platform.permissions.access import RowScope

    urgent = RowScope("filter", {"field": "urgent", "op": "eq", "value": True})
    narrow = person(14, grant("thing", scope=urgent))
    inside = make.thing(narrow, urgent=True, reason="老人")

    with pytest.raises(ActionForbidden):
        make.thing(narrow, urgent=False)
    with pytest.raises(ActionForbidden):
        change(database, inside, actor=narrow, urgent=False)
    assert seen(database, inside)["urgent"] is True


def test_rows_of_a_subform_are_seen_by_whoever_sees_their_record(database: Database, make: Hand):
    make.thing(MINE_ONLY, lines=[{"part": "压缩机", "amount": 1}])
    make.thing(EVERYTHING, lines=[{"part": "铜管", "amount": 1}])
    from paidan.builder.records.querying import list_query
    from paidan.builder.records.scoping import view_in

    def parts(tx: Tx) -> list[str]:
        page = tx.read(list_query(view_in(tx), ListQuestion("thing_line", fields=("part",))))[0]
        return [row["part"] for row in orjson.loads(page.records)]

    assert database.write_now(parts, MINE_ONLY) == ["压缩机"]
