"""Imports: good rows in, bad rows told, nothing twice, everything to be taken back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from tests.builder.conftest import Hand
from tests.builder.transfer.conftest import CLI, Importer

from paidan.builder.objects.loading import current_model
from paidan.builder.records import create_record, update_record
from paidan.builder.records.reading import find_ids, record_values
from paidan.builder.transfer.batches import ImportOptions, State, Superseded, describe_batch, list_problems
from paidan.builder.transfer.errors import SameFileImported, WrongState
from paidan.builder.transfer.importing import running
from paidan.builder.transfer.importing.running import run_import
from paidan.builder.transfer.importing.service import cancel_import, plan_import
from paidan.builder.transfer.mapping import ColumnPlan, Mapping
from paidan.builder.transfer.tables import undo
from paidan.kernel.database import Query
from paidan.kernel.events.tables import events, outbox
from paidan.kernel.product import Product

Write = Callable[..., Path]
ROWS = """摘要,工时,发生时间,状态,联系电话,序列号
冰箱不制冷,1.5,2026-03-01 08:00,处理中,138 1234 5678,S1
空调漏水,,2026-03-02,新建,,S2
洗衣机异响,2,2026/3/3 下午2:30,完成,010-62345678,S3
"""
BAD = """摘要,工时,发生时间,序列号
好的,1,2026-03-01,A1
,2,2026-03-01,A2
工时不对,很多,昨天,A3
重复,1,2026-03-01,A1
也好,3,2026-03-02,A4
"""


async def test_good_rows_become_records(importer: Importer, csv_file: Write) -> None:
    batch = await importer.run(csv_file(ROWS))

    assert (batch.state, batch.counts) == (State.DONE, {"created": 3})
    assert await importer.things("summary", "hours", "status", "phone") == [
        ("冰箱不制冷", 1.5, "doing", "13812345678"),
        ("空调漏水", None, "fresh", None),
        ("洗衣机异响", 2, "done", "01062345678"),
    ]
    assert await importer.things("happened_at") == [
        "2026-03-01T00:00:00.000Z",
        "2026-03-01T16:00:00.000Z",
        "2026-03-03T06:30:00.000Z",
    ]


async def test_bad_rows_go_into_a_file_that_names_row_column_and_reason(importer: Importer, csv_file: Write) -> None:
    batch = await importer.run(csv_file(BAD))
    header, *lines = await importer.errors(batch)

    assert batch.counts == {"created": 2, "bad": 3}
    assert header == ["摘要", "工时", "发生时间", "序列号", "行号", "有问题的列", "原因"]
    assert [line[4:6] for line in lines] == [["3", "摘要"], ["4", "工时; 发生时间"], ["5", "序列号"]]
    assert lines[1][:4] == ["工时不对", "很多", "昨天", "A3"]
    assert lines[0][6] == "请填写“摘要”。"
    assert "第 2 行" in lines[2][6]
    assert all(line[6] and "{" not in line[6] and "error." not in line[6] for line in lines)


async def test_bad_rows_leave_no_gap_in_the_numbers(importer: Importer, csv_file: Write) -> None:
    await importer.run(csv_file(BAD))

    assert await importer.things("number") == ["T-20261116-0001", "T-20261116-0002"]


async def test_a_dry_run_reports_the_same_and_writes_nothing(importer: Importer, csv_file: Write) -> None:
    dry = await importer.run(csv_file(BAD), dry=True)

    assert (dry.state, dry.counts) == (State.CHECKED, {"created": 2, "bad": 3})
    assert await importer.things("summary") == []
    real = await importer.run(csv_file(BAD))
    assert await importer.errors(real) == await importer.errors(dry)
    assert await importer.things("number") == ["T-20261116-0001", "T-20261116-0002"]


async def test_a_second_import_by_key_adds_and_changes_nothing(importer: Importer, csv_file: Write) -> None:
    first = await importer.run(csv_file(ROWS), key="serial_no")
    before = await importer.things("number", "updated_at", "hours")

    second = await importer.run(csv_file(ROWS), key="serial_no")

    assert (first.counts, second.counts) == ({"created": 3}, {"unchanged": 3})
    assert await importer.things("number", "updated_at", "hours") == before


async def test_a_row_whose_record_is_there_changes_it_and_blank_cells_say_nothing(
    importer: Importer, csv_file: Write
) -> None:
    await importer.run(csv_file(ROWS), key="serial_no")

    batch = await importer.run(csv_file("序列号,工时,摘要\nS1,,冰箱修好了\nS9,4,新的\n"), key="serial_no")

    assert batch.counts == {"updated": 1, "created": 1}
    assert (await importer.things("summary", "hours"))[0] == ("冰箱修好了", 1.5)


async def test_blank_cells_empty_fields_when_told(importer: Importer, csv_file: Write) -> None:
    await importer.run(csv_file(ROWS), key="serial_no")

    await importer.run(csv_file("序列号,工时,摘要\nS1,,冰箱\n"), key="serial_no", clear_blank=True)

    assert (await importer.things("hours"))[0] is None


async def test_records_that_are_there_can_be_left_alone(importer: Importer, csv_file: Write) -> None:
    await importer.run(csv_file(ROWS), key="serial_no")

    batch = await importer.run(csv_file("序列号,摘要\nS1,别的\nS5,新的\n"), key="serial_no", on_existing="skip")

    assert batch.counts == {"skipped": 1, "created": 1}
    assert (await importer.things("summary"))[0] == "冰箱不制冷"


async def test_rows_without_a_key_or_with_one_that_many_records_hold_are_bad(
    importer: Importer, csv_file: Write, make: Hand
) -> None:
    make.thing(summary="同名")
    make.thing(summary="同名")

    batch = await importer.run(csv_file("摘要,工时\n同名,1\n,2\n新的,3\n"), key="summary")

    assert batch.counts == {"created": 1, "bad": 2}
    assert [line[-2] for line in (await importer.errors(batch))[1:]] == ["摘要", "摘要"]


async def test_the_same_file_is_not_imported_twice_without_a_key(importer: Importer, csv_file: Write) -> None:
    first = await importer.run(csv_file(ROWS))

    with pytest.raises(SameFileImported) as refused:
        await importer.run(csv_file(ROWS))
    assert refused.value.data() == {"batch": first.id}
    await importer.undo(first.id)
    assert (await importer.run(csv_file(ROWS))).counts == {"created": 3}


async def test_silent_imports_tell_nobody_and_others_do(
    importer: Importer, csv_file: Write, product: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(product.registry._listeners, "record.created", {"test.listener": lambda tx, event: None})
    waiting = Query(sa.select(sa.func.count()).select_from(outbox).where(outbox.c.listener == "test.listener"), int)

    await importer.run(csv_file(ROWS), silent=True)
    assert await product.database.find(waiting) == 0

    await importer.run(csv_file("摘要\n别的\n"))
    assert await product.database.find(waiting) == 1


async def test_what_an_import_does_stands_in_the_audit_trail(
    importer: Importer, csv_file: Write, product: Product
) -> None:
    batch = await importer.run(csv_file(ROWS))
    await importer.undo(batch.id)

    told = await product.database.read(
        Query(
            sa.select(events.c.kind, events.c.data).where(events.c.kind.like("import.%")).order_by(events.c.id),
            lambda *r: r,
        )
    )
    assert [kind for kind, _ in told] == ["import.started", "import.finished", "import.undone"]
    assert told[0][1]["rows"] == 3
    assert told[1][1]["counts"] == {"created": 3}
    created = Query(sa.select(events.c.source).where(events.c.kind == "record.created"), str)
    assert set(await product.database.read(created)) == {"import"}


async def test_an_import_is_taken_back_whole(importer: Importer, csv_file: Write, product: Product) -> None:
    await importer.run(csv_file("序列号,摘要,工时\nS1,原来的,9\n"), key="serial_no")
    batch = await importer.run(csv_file(ROWS), key="serial_no")
    assert batch.counts == {"updated": 1, "created": 2}

    batch = await importer.undo(batch.id)

    assert (batch.state, batch.report["undone"]) == (State.UNDONE, {"removed": 2, "restored": 1})
    assert await importer.things("summary", "hours", "phone", "status") == [("原来的", 9, None, "fresh")]
    asked = await product.database.read(Query(sa.select(undo.c.record_id), int))
    assert asked == []


async def test_words_of_removed_records_are_found_no_more(
    importer: Importer, csv_file: Write, product: Product
) -> None:
    from paidan.builder.records.querying import ListQuestion
    from paidan.builder.records.reading import list_records

    batch = await importer.run(csv_file(ROWS))
    question = ListQuestion("thing", text="制冷")
    assert (await list_records(product.database, CLI, question)).size == 1

    await importer.undo(batch.id)

    assert (await list_records(product.database, CLI, question)).size == 0
    assert (await importer.run(csv_file(ROWS))).counts == {"created": 3}


async def test_what_somebody_worked_on_since_is_kept_and_listed(
    importer: Importer, csv_file: Write, product: Product, clock: Any
) -> None:
    await importer.run(csv_file("序列号,摘要\nS9,原来的\n"), key="serial_no")
    batch = await importer.run(csv_file(ROWS + "改过的,1,2026-03-01,新建,,S9\n"), key="serial_no")
    clock.advance(minutes=5)
    write = product.database.write_now
    first, *_, ninth = [
        write(lambda tx, serial=serial: find_ids(tx, "thing", serial_no=serial))[0] for serial in ("S1", "S2", "S9")
    ]
    write(lambda tx: update_record(tx, "thing", first, {"hours": 7}))
    write(lambda tx: update_record(tx, "thing", ninth, {"summary": "别人改的"}))

    batch = await importer.undo(batch.id)

    assert batch.report["undone"] == {"removed": 2, "trashed": 1, "left": 1}
    assert {(kept["record"], kept["key"]) for kept in batch.report["kept"]} == {
        (first, "import.undo.changed"),
        (ninth, "import.undo.changed"),
    }
    assert {kept["reason"] for kept in describe_batch(batch, "en")["report"]["kept"]} == {
        "Somebody changed it after the import"
    }
    assert await importer.things("summary") == ["别人改的"]
    assert write(lambda tx: record_values(tx, "thing", first)).deleted


async def test_what_others_point_at_goes_to_the_trash_and_not_for_good(
    importer: Importer, csv_file: Write, make: Hand, product: Product
) -> None:
    batch = await importer.run(csv_file("名称,等级\n和平饭店,3\n锦江,2\n"), "party")
    (peace,) = product.database.write_now(lambda tx: find_ids(tx, "party", name="和平饭店"))
    make.thing(party=peace)

    batch = await importer.undo(batch.id)

    assert batch.report["undone"] == {"removed": 1, "trashed": 1}
    assert batch.report["kept"] == [{"record": peace, "key": "import.undo.in_use"}]


async def test_links_people_and_options_are_found_by_name(importer: Importer, csv_file: Write, make: Hand) -> None:
    make.party(name="和平饭店", level=3)

    batch = await importer.run(csv_file("摘要,相关方,标签\na,和平饭店,甲、乙\nb,没有的,甲\nc,,丙\n"))

    assert batch.counts == {"created": 1, "bad": 2}
    ((party, level, tags),) = await importer.things("party", "party_level", "tags")
    assert (party["title"], level, tags) == ("和平饭店", 3, ["a", "b"])


async def test_options_that_are_missing_are_made_once_per_spelling(
    importer: Importer, csv_file: Write, product: Product
) -> None:
    plans = (ColumnPlan(column="摘要", field="summary"), ColumnPlan(column="标签", field="tags", add_options=True))
    file = csv_file("摘要,标签\na,丙\nb,甲；ＡＢＣ\nc,abc\nd,A B C\n,新的坏行\n")

    dry = await importer.run(file, mapping=Mapping(columns=plans), dry=True)
    batch = await importer.run(file, mapping=Mapping(columns=plans))

    field = (await current_model(product.database)).object("thing").field("tags")
    assert [choice.label["zh-CN"] for choice in field.choices] == ["甲", "乙", "丙", "ＡＢＣ"]
    assert batch.report["options_made"] == dry.report["options_made"]
    assert len({str(tags) for tags in (await importer.things("tags"))[2:]}) == 1


async def test_old_numbers_and_creation_times_come_along(importer: Importer, csv_file: Write) -> None:
    file = csv_file("编号,摘要,创建时间\nOLD-17,旧系统的,2019-05-01 10:00\n")

    await importer.run(file, mapping={"编号": "number", "摘要": "summary", "创建时间": "created_at"})

    assert await importer.things("number", "created_at") == [("OLD-17", "2019-05-01T02:00:00.000Z")]


async def test_a_value_that_does_not_fit_can_be_left_out_instead_of_its_row(
    importer: Importer, csv_file: Write
) -> None:
    plans = (ColumnPlan(column="摘要", field="summary"), ColumnPlan(column="工时", field="hours", on_error="blank"))

    batch = await importer.run(csv_file("摘要,工时\na,很多\nb,2\n"), mapping=Mapping(columns=plans))

    assert (batch.counts, batch.report["dropped"]) == ({"created": 2}, {"工时": 1})
    assert await importer.things("hours") == [None, 2]


async def test_history_may_lack_what_new_records_need(importer: Importer, csv_file: Write) -> None:
    file = csv_file("序列号,工时\nS1,2\n")

    assert (await importer.run(file)).counts == {"bad": 1}
    assert (await importer.run(file, check_required=False)).counts == {"created": 1}


async def test_an_import_that_broke_off_goes_on_where_it_stopped(
    importer: Importer, csv_file: Write, product: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "MOST_AT_ONCE", 2)
    lines = "".join(f"第{n}行,{n if n % 3 else '坏'}\n" for n in range(1, 10))
    found = await importer.hand_in(csv_file("摘要,工时\n" + lines))
    chosen = {"mapping": Mapping(**found["mapping"]), "key": None, "options": ImportOptions(), "dry": False}
    await product.database.write_as(CLI, lambda tx: plan_import(tx, batch_id=found["id"], **chosen))

    class PowerCut(Exception):
        pass

    def stop_soon(done: int, total: int) -> None:
        if done >= 4:
            raise PowerCut

    with pytest.raises(PowerCut):
        await run_import(product, found["id"], stop_soon)
    half = await importer.batch(found["id"])
    await run_import(product, found["id"])
    whole = await importer.batch(found["id"])

    assert (half.state, half.counts) == (State.RUNNING, {"created": 3, "bad": 1})
    assert (whole.state, whole.counts) == (State.DONE, {"created": 6, "bad": 3})
    assert [line[-3] for line in (await importer.errors(whole))[1:]] == ["4", "7", "10"]
    assert len(await importer.things("summary")) == 6


async def test_a_stopped_import_keeps_what_is_in_and_can_be_taken_back(
    importer: Importer, csv_file: Write, product: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "MOST_AT_ONCE", 1)
    found = await importer.hand_in(csv_file(ROWS))
    chosen = {"mapping": Mapping(**found["mapping"]), "key": None, "options": ImportOptions(), "dry": False}
    await product.database.write_as(CLI, lambda tx: plan_import(tx, batch_id=found["id"], **chosen))

    def cancel(done: int, total: int) -> None:
        if done == 1:
            product.database.write_now(lambda tx: cancel_import(tx, batch_id=found["id"]), CLI)

    await run_import(product, found["id"], cancel)

    assert len(await importer.things("summary")) == 1
    assert (await importer.batch(found["id"])).state == State.DONE
    await importer.undo(found["id"])
    assert await importer.things("summary") == []


async def test_two_workers_never_write_a_row_twice(importer: Importer, csv_file: Write, product: Product) -> None:
    from paidan.builder.transfer.batches import hold_batch

    batch = await importer.run(csv_file(ROWS))

    with pytest.raises(Superseded):
        await product.database.write(lambda tx: hold_batch(tx, batch.id, State.RUNNING, 0))


async def test_only_what_is_done_can_be_taken_back(importer: Importer, csv_file: Write, product: Product) -> None:
    batch = await importer.run(csv_file(ROWS), dry=True)

    with pytest.raises(WrongState):
        await importer.undo(batch.id)


async def test_one_row_that_the_database_refuses_costs_itself_only(
    importer: Importer, csv_file: Write, product: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    from paidan.builder.transfer.importing import chunks

    def fragile(tx: Any, object_key: str, values: Any, **more: Any) -> int:
        if values.get("summary") == "毒":
            tx.run_text("SELECT no_such_column")
        return create_record(tx, object_key, values, **more)

    monkeypatch.setattr(chunks, "create_record", fragile)
    batch = await importer.run(
        csv_file("摘要\n" + "".join(f"{'毒' if n == 5 else n}号\n" for n in range(9)).replace("毒号", "毒"))
    )

    assert batch.counts == {"created": 8, "bad": 1}
    told = await product.database.read(list_problems(batch.id))
    assert [(row, found[0]["key"]) for row, found in told] == [(7, "import.row.refused")]
