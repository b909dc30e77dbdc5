"""Promises live: clocks start with an order, follow it, warn, break, and account for every second."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from tests.journeys.conftest import HASH, Company, company

from paidan.aftersales.sla.service import start_clocks
from paidan.aftersales.sla.tables import clocks
from paidan.builder.records import create_record, trash_record, update_record
from paidan.builder.records.events import RecordCreated
from paidan.builder.records.purging import purge_records
from paidan.builder.records.writing import WriteOptions
from paidan.kernel.clock import ManualClock, moment_text
from paidan.kernel.database import Database, Tx
from paidan.kernel.events.tables import events
from paidan.kernel.timers.sweeping import Sweeper
from paidan.kernel.timers.tables import timers
from paidan.platform.identity.people import create_person
from paidan.platform.notifications.tables import notifications

__all__ = ["company"]

AS_PRODUCT = WriteOptions(system_fields=True)


def make_order(database: Database, object_key: str = "work_order", *, silent: bool = False, **values: Any) -> int:
    def make(tx: Tx) -> int:
        tx.silent = silent
        given = {"title": "冰箱不制冷", "priority": "urgent", **values}
        given = given if object_key == "work_order" else {k: v for k, v in given.items() if k != "title"}
        return create_record(tx, object_key, given, options=AS_PRODUCT)

    return database.write_now(make)


def change(database: Database, order: int, **values: Any) -> None:
    database.write_now(lambda tx: update_record(tx, "work_order", order, values, options=AS_PRODUCT))


def rows(database: Database, order: int) -> dict[str, Any]:
    columns = (clocks.c.state, clocks.c.due_at, clocks.c.breached_at, clocks.c.met_at, clocks.c.warned, clocks.c.kind)

    def read(tx: Tx) -> dict[str, Any]:
        return {row[-1]: row for row in tx.all(sa.select(*columns).where(clocks.c.record_id == order))}

    return database.write_now(read)


def states(database: Database, order: int) -> dict[str, str]:
    return {kind: row[0] for kind, row in rows(database, order).items()}


def happened(database: Database, order: int) -> list[str]:
    def read(tx: Tx) -> list[str]:
        statement = sa.select(events.c.kind).where(events.c.record == order, events.c.kind.like("sla.%"))
        return [row[0] for row in tx.all(statement.order_by(events.c.id))]

    return database.write_now(read)


def count(database: Database, table: sa.Table, **where: Any) -> int:
    conditions = (table.c[name] == value for name, value in where.items())
    return int(
        database.write_now(lambda tx: tx.value(sa.select(sa.func.count()).select_from(table).where(*conditions)))
    )


async def sweep(database: Database) -> None:
    while await Sweeper(database, "test").sweep():
        pass


def test_an_urgent_order_is_promised_an_answer_somebody_on_site_and_a_repair(database: Database, clock: ManualClock):
    order = make_order(database)

    due = {kind: row[1] - clock.now() for kind, row in rows(database, order).items()}
    assert due == {
        "response": timedelta(minutes=15),
        "arrival": timedelta(hours=4),
        "resolution": timedelta(hours=8),
    }


def test_a_normal_order_is_promised_by_working_hours(database: Database, clock: ManualClock):
    order = make_order(database, priority="normal")
    assert rows(database, order)["resolution"][1] == clock.now() + timedelta(days=2, hours=9)  # Wednesday at six


def test_nobody_has_to_come_to_an_incident(database: Database):
    assert states(database, make_order(database, "it_incident")) == {"response": "running", "resolution": "running"}


def test_nothing_is_promised_to_a_silent_import(database: Database):
    order = make_order(database, silent=True)
    change(database, order, priority="high")
    assert rows(database, order) == {}


@pytest.mark.parametrize(("status", "promised"), [("new", 3), ("done", 0), ("closed", 0), ("cancelled", 0)])
def test_nothing_is_promised_to_what_is_over(database: Database, status: str, promised: int):
    order = make_order(database, silent=True, status=status)
    database.write_now(lambda tx: start_clocks(tx, RecordCreated(object="work_order", record=order, rev=1)))
    assert len(rows(database, order)) == promised


def test_waiting_for_the_customer_uses_up_nothing_but_the_answer(database: Database, clock: ManualClock):
    order = make_order(database)
    clock.advance(hours=1)
    change(database, order, status="waiting_customer")
    assert {k: states(database, order)[k] for k in ("arrival", "resolution")} == dict.fromkeys(
        ("arrival", "resolution"), "paused"
    )
    assert rows(database, order)["resolution"][1] is None

    clock.advance(hours=30)
    change(database, order, status="assigned")
    assert rows(database, order)["resolution"][1] == clock.now() + timedelta(hours=7)


def test_each_promise_is_met_by_its_own_deed(database: Database, clock: ManualClock):
    order = make_order(database)
    clock.advance(minutes=10)
    change(database, order, status="accepted", accepted_at=clock.now())
    assert states(database, order) == {"response": "met", "arrival": "running", "resolution": "running"}
    clock.advance(hours=1)
    change(database, order, status="on_site")
    clock.advance(hours=1)
    change(database, order, status="done")
    assert set(states(database, order).values()) == {"met"}
    assert happened(database, order) == ["sla.met"] * 3
    assert count(database, timers, record=order) == 0


def test_an_arrival_told_later_counts_from_when_it_was(database: Database, clock: ManualClock):
    order = make_order(database)
    arrived = clock.advance(hours=3)
    clock.advance(hours=2)
    change(database, order, status="on_site", arrived_at=arrived)
    assert rows(database, order)["arrival"][0] == "met"
    assert rows(database, order)["arrival"][3] == arrived


def test_a_repair_that_did_not_last_goes_on_where_it_stopped(database: Database, clock: ManualClock):
    order = make_order(database)
    clock.advance(hours=2)
    change(database, order, status="done")
    clock.advance(hours=20)
    change(database, order, status="on_site")
    assert states(database, order) == {"response": "breached-met", "arrival": "met", "resolution": "running"}
    assert rows(database, order)["resolution"][1] == clock.now() + timedelta(hours=6)


def test_a_cancelled_order_owes_nothing(database: Database):
    order = make_order(database)
    change(database, order, status="cancelled")
    assert set(states(database, order).values()) == {"cancelled"}
    assert count(database, timers, record=order) == 0


def test_another_priority_keeps_what_was_used(database: Database, clock: ManualClock):
    order = make_order(database, priority="high")
    clock.advance(hours=2)
    change(database, order, priority="urgent")
    assert rows(database, order)["resolution"][1] == clock.now() + timedelta(hours=6)
    assert states(database, order)["response"] == "breached-open"


async def test_people_are_warned_and_told_of_the_breach_once(database: Database, clock: ManualClock):
    person = database.write_now(lambda tx: create_person(tx, name="李强", login="li", role_keys=["engineer"]))
    order = make_order(database, first_response_at=clock.now(), arrived_at=clock.now())
    change(database, order, engineer=person)  # dispatch found nobody
    met = happened(database, order)

    clock.advance(hours=4)
    await sweep(database)
    assert happened(database, order)[len(met) :] == ["sla.warned"]
    clock.advance(hours=4, seconds=1)
    await sweep(database)
    await sweep(database)
    assert happened(database, order)[len(met) + 1 :].count("sla.breached") == 1
    assert rows(database, order)["resolution"][0] == "breached-open"
    told = database.write_now(lambda tx: tx.all(sa.select(notifications.c.person_id, notifications.c.template)))
    assert told.count((person, "sla.notice.breached")) == 1, told
    assert count(database, timers, record=order) == 1  # the escalation an hour later


async def test_a_timer_that_a_change_overtook_tells_nothing(database: Database, clock: ManualClock):
    order = make_order(database)
    stale = database.write_now(lambda tx: tx.all(sa.select(timers).where(timers.c.record == order)))
    assert stale
    clock.advance(minutes=1)
    change(database, order, status="cancelled")
    columns = timers.c.keys()
    database.write_now(lambda tx: tx.insert_many(timers, [dict(zip(columns, row, strict=True)) for row in stale]))
    clock.advance(days=2)
    await sweep(database)
    assert happened(database, order) == []
    assert count(database, timers, record=order) == 0


async def test_no_alarm_comes_from_the_trash_and_nothing_is_left_of_what_is_purged(
    database: Database, clock: ManualClock
):
    order = make_order(database)
    database.write_now(lambda tx: trash_record(tx, "work_order", order))
    clock.advance(days=2)
    await sweep(database)
    assert happened(database, order) == []
    database.write_now(lambda tx: purge_records(tx, "work_order", [order]))
    assert rows(database, order) == {}


async def test_the_ledger_sums_to_wall_time_and_tells_why(company: Company):
    order = make_order(company.product.database, priority="normal")
    company.clock.advance(hours=5)
    change(company.product.database, order, status="waiting_customer")
    company.clock.advance(hours=20)
    change(company.product.database, order, status="assigned")
    company.clock.advance(hours=3)

    told = (await company.get("manager", f"/api/sla/records/work_order/{order}/ledger"))["clocks"]
    resolution = next(one for one in told if one["kind"] == "resolution")
    assert sum(line["seconds"] for line in resolution["lines"]) == resolution["wall_seconds"] == 28 * 3600
    assert [line["kind"] for line in resolution["lines"]].count("paused") == 1
    assert {line["reason"]["label"] for line in resolution["lines"] if line["reason"]} == {"等待客户"}

    seen = (await company.get("manager", f"/api/sla/records/work_order/{order}"))["clocks"]
    assert [one["kind"] for one in seen] == ["response", "arrival", "resolution"]
    assert seen[2]["remaining_seconds"] == 24 * 3600 - resolution["used_seconds"]
    assert [one["answer"] for one in seen[2]["why"]] == ["fails", "fails", "holds"]
    assert seen[0]["breached_at"] == moment_text(company.clock.now() - timedelta(hours=26))


async def test_who_may_not_read_an_order_is_told_nothing_of_its_clocks(company: Company):
    def hire(tx: Tx) -> int:
        return create_person(tx, name="赵强", login="zhao", password_hash=HASH, role_keys=["engineer"])

    company.product.database.write_now(hire)
    order = make_order(company.product.database)
    for path in ("", "/ledger"):
        answer = await (await company.browser("zhao")).get(f"/api/sla/records/work_order/{order}{path}")
        assert answer.status_code == 404
    assert (await (await company.browser("")).get(f"/api/sla/records/work_order/{order}")).status_code == 401


async def test_an_administrator_makes_a_new_version_and_running_clocks_keep_theirs(company: Company):
    order = make_order(company.product.database)
    before = rows(company.product.database, order)
    listed = (await company.get("admin", "/api/sla/policies"))["policies"]
    assert len(listed) == 8
    body = {
        "key": "work_order.urgent",
        "name": {"zh-CN": "紧急", "en": "Urgent"},
        "object": "work_order",
        "condition": {"field": "priority", "op": "in", "value": ["urgent"]},
        "calendar": "always",
        "targets": {"resolution": 60},
        "position": 10,
    }
    assert (await company.post("admin", "/api/sla/policies", body, 201))["version"] == 2
    await company.post("admin", "/api/sla/policies", {**body, "condition": {"field": "nope", "op": "blank"}}, 422)
    await company.post("agent", "/api/sla/policies", body, 403)
    change(company.product.database, order, title="冰箱不制冷了")
    assert rows(company.product.database, order) == before
    assert set(rows(company.product.database, make_order(company.product.database))) == {"resolution"}
