"""The demo company in a database."""

from __future__ import annotations

from collections import Counter

import httpx
import orjson
import pytest
import sqlalchemy as sa

from paidan.aftersales.demo.staff import PASSWORD, WORKERS
from paidan.builder.objects.loading import model_of
from paidan.builder.records.querying import ListQuestion, count_query
from paidan.builder.records.reading import list_records
from paidan.builder.records.scoping import view_of
from paidan.kernel.actor import SYSTEM, Actor
from paidan.kernel.database import Database, Tx
from paidan.kernel.demo_company import fill_demo, find_demo_company, has_demo
from paidan.kernel.events.tables import events
from paidan.kernel.product import Product
from paidan.platform.identity.queries import find_person_by_login
from paidan.platform.permissions.compiling import compile_access


@pytest.fixture
def filled(product: Product) -> Product:
    """The product with the demo company in it."""
    company = find_demo_company(product)
    assert company is not None
    fill_demo(product, company)
    return product


async def seen_by(database: Database, login: str, object_key: str) -> int:
    person = (await database.read(find_person_by_login(login)))[0]
    actor = Actor("person", person.id, person.name, access=await compile_access(database, person.id))
    view = await view_of(database, actor)
    return (await database.read(count_query(view, ListQuestion(object_key), exact=True)))[0]


def counts_of(tx: Tx) -> dict[str, int]:
    return {
        key: tx.value(sa.select(sa.func.count()).select_from(found.table))
        for key, found in model_of(tx).objects.items()
    }


def writers_of(tx: Tx) -> set[tuple[str, str]]:
    found = tx.all(sa.select(events.c.actor_kind, events.c.actor_name).where(events.c.object == "work_order"))
    return {(kind, name) for kind, name in found}


async def test_a_visitor_finds_a_firm_at_work_and_history_by_those_who_made_it(filled: Product) -> None:
    counts = filled.database.write_now(counts_of)
    page = await list_records(filled.database, SYSTEM, ListQuestion("work_order", fields=("status",), limit=200))
    statuses = Counter(order["status"] for order in orjson.loads(page.records))

    assert has_demo(filled)
    assert counts["customer"] >= 60
    assert counts["asset"] >= 120
    assert counts["work_order"] == 151
    assert counts["visit"] > 120
    assert counts["roster_shift"] > 100
    assert statuses.keys() >= {
        "dispatching", "assigned", "accepted", "on_site", "waiting_parts", "waiting_customer", "done", "closed", "cancelled",
    }  # fmt: skip
    writers = filled.database.write_now(writers_of)
    assert {kind for kind, _ in writers} == {"person", "customer", "service"}
    assert {name for kind, name in writers if kind == "person"} <= {worker.name for worker in WORKERS}


async def test_every_account_that_is_shown_signs_in_and_sees_what_its_role_reaches(
    filled: Product, client: httpx.AsyncClient
) -> None:
    database = filled.database
    everything = await seen_by(database, "manager", "work_order")

    assert everything == await seen_by(database, "agent", "work_order") == 151
    assert 0 < await seen_by(database, "engineer", "work_order") < everything / 2
    east_and_west = await seen_by(database, "supervisor", "work_order")
    assert east_and_west + await seen_by(database, "supervisor2", "work_order") == everything
    assert await seen_by(database, "engineer", "roster_shift") < await seen_by(database, "dispatcher", "roster_shift")
    company = find_demo_company(filled)
    assert company is not None
    for account in company.accounts():
        answer = await client.post("/api/session", json={"login": account.login, "password": PASSWORD})
        assert answer.status_code < 300, (account.login, answer.text)
