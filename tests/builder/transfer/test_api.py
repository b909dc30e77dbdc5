"""Imports and exports over HTTP, by people who sign in."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.builder.conftest import Hand, grant
from tests.builder.transfer.test_importing import BAD, ROWS
from tests.platform.signing import add_person, add_role, code, sign_in

from paidan.builder.transfer import endpoints
from paidan.builder.transfer.cleaning_up import clean_up
from paidan.builder.transfer.exporting.jobs import run_export
from paidan.builder.transfer.importing.running import run_import
from paidan.builder.transfer.importing.undoing import run_undo
from paidan.kernel.clock import ManualClock
from paidan.kernel.product import Product

Browser = httpx.AsyncClient


@pytest.fixture
async def agent(client: Browser, product: Product, make: Hand) -> Browser:
    """May import and export things."""
    grants = [grant("thing", "read", "create", "update", "import", "export"), grant("party", "read")]
    await add_role(product.database, "importer", grants=grants)
    await add_person(product.database, "agent", name="小张", roles=["importer"])
    return await sign_in(client, "agent")


@pytest.fixture
async def reader(client: Browser, product: Product, make: Hand) -> Browser:
    """May read things, and no more."""
    await add_role(product.database, "onlooker", grants=[grant("thing", "read")])
    await add_person(product.database, "reader", name="小李", roles=["onlooker"])
    return await sign_in(client, "reader")


@pytest.fixture
async def chief(client: Browser, product: Product, make: Hand) -> Browser:
    """May do everything."""
    await add_person(product.database, "chief", name="主管", roles=["administrator"])
    return await sign_in(client, "chief")


async def hand_in(browser: Browser, text: str = ROWS, object_key: str = "thing") -> dict[str, Any]:
    files = {"file": ("报修.csv", text.encode(), "text/csv")}
    response = await browser.post("/api/imports", params={"object": object_key}, files=files)
    assert response.status_code == 201, response.text
    return dict(response.json())


async def test_a_file_is_handed_in_previewed_checked_imported_and_taken_back(agent: Browser, product: Product) -> None:
    found = await hand_in(agent, BAD)
    batch, plan = f"/api/imports/{found['id']}", {"mapping": found["mapping"], "key": None}
    assert (found["rows"], found["reading"]["encoding"]) == (5, "utf-8-sig")
    assert {column["name"]: column["plan"]["field"] for column in found["columns"]} == {
        "摘要": "summary", "工时": "hours", "发生时间": "happened_at", "序列号": "serial_no",
    }  # fmt: skip

    preview = (await agent.post(f"{batch}/preview", json=plan)).json()["rows"]
    assert [(row["row"], [p["column"] for p in row["problems"]]) for row in preview][:3] == [
        (2, []), (3, ["摘要"]), (4, ["工时", "发生时间"]),
    ]  # fmt: skip
    assert preview[0]["values"]["happened_at"] == "2026-03-01 00:00:00"

    checking = await agent.post(f"{batch}/dry-run", json=plan)
    assert (checking.status_code, checking.json()["state"]) == (202, "checking")
    await run_import(product, found["id"])
    checked = (await agent.get(batch)).json()
    assert (checked["state"], checked["counts"]["created"], checked["counts"]["bad"]) == ("checked", 2, 3)

    assert (await agent.post(f"{batch}/start", json=plan)).status_code == 202
    await run_import(product, found["id"])
    done = (await agent.get(batch)).json()
    assert (done["state"], done["done"], done["started_by"]["name"]) == ("done", 5, "小张")

    told = (await agent.get(f"{batch}/problems", headers={"Accept-Language": "en"})).json()["rows"]
    assert [row["row"] for row in told] == [3, 4, 5]
    errors = list(csv.reader(io.StringIO((await agent.get(done["errors_url"])).content.decode("utf-8-sig"))))
    assert [line[4] for line in errors[1:]] == ["3", "4", "5"]

    assert (await agent.post(f"{batch}/undo")).status_code == 202
    await run_undo(product, found["id"])
    assert (await agent.get(batch)).json()["report"]["undone"] == {"removed": 2}
    assert (await agent.get("/api/records/thing")).json()["records"] == []


async def test_an_import_goes_on_by_itself_in_the_background(agent: Browser, product: Product) -> None:
    import asyncio

    found = await hand_in(agent)
    await agent.post(f"/api/imports/{found['id']}/start", json={"mapping": found["mapping"]})

    for _ in range(200):
        state = (await agent.get(f"/api/imports/{found['id']}")).json()["state"]
        if state == "done":
            break
        await asyncio.sleep(0.1)
    assert state == "done"


async def test_who_may_not_import_is_refused_and_sees_no_imports(agent: Browser, reader: Browser) -> None:
    found = await hand_in(agent)

    files = {"file": ("x.csv", b"a\n1\n", "text/csv")}
    refused = await reader.post("/api/imports", params={"object": "thing"}, files=files)
    assert code(refused) == (403, "transfer.import_forbidden")
    assert code(await reader.get(f"/api/imports/{found['id']}")) == (404, "transfer.batch_not_found")
    assert code(await reader.post(f"/api/imports/{found['id']}/undo")) == (404, "transfer.batch_not_found")
    assert (await reader.get(f"/files/{found['id'] + 1}")).status_code == 404


async def test_a_file_is_read_in_another_way_when_told(agent: Browser) -> None:
    found = await hand_in(agent, "报修表\n摘要;工时\n冰箱;1\n")

    again = (await agent.put(f"/api/imports/{found['id']}/reading", json={"header_row": 2, "delimiter": ";"})).json()

    assert [column["name"] for column in again["columns"]] == ["摘要", "工时"]
    assert again["rows"] == 1


async def test_fields_are_made_on_the_spot_by_those_who_may(chief: Browser, agent: Browser, product: Product) -> None:
    text = "摘要,品牌,购买日期\n" + "".join(f"{n},{'格力' if n % 2 else '美的'},2026-01-0{n}\n" for n in range(1, 9))
    found = await hand_in(chief, text)
    missing = [c for c in found["columns"] if c["plan"] is None]
    wanted = {"fields": [{"column": c["name"], **c["new_field"]} for c in missing]}
    assert [(c["name"], c["new_field"]["type"]) for c in missing] == [("品牌", "choice"), ("购买日期", "date")]
    own = await hand_in(agent, text)
    assert code(await agent.post(f"/api/imports/{own['id']}/fields", json=wanted))[0] == 403

    mapping = (await chief.post(f"/api/imports/{found['id']}/fields", json=wanted)).json()["mapping"]
    await chief.post(f"/api/imports/{found['id']}/start", json={"mapping": mapping})
    await run_import(product, found["id"])

    listed = (await chief.get("/api/records/thing")).json()["records"]
    (brand,) = [plan["field"] for plan in mapping["columns"] if plan["column"] == "品牌"]
    assert len(listed) == 8
    assert len({record[brand] for record in listed}) == 2


async def test_options_are_not_added_by_those_who_may_not(agent: Browser) -> None:
    found = await hand_in(agent, "摘要,状态\na,奇怪的\n")
    plans = [{**column["plan"], "add_options": True} for column in found["columns"]]

    refused = await agent.post(f"/api/imports/{found['id']}/start", json={"mapping": {"columns": plans}})

    assert code(refused) == (403, "transfer.adding_forbidden")


@pytest.mark.parametrize("format", ["csv", "xlsx"])
async def test_a_small_export_is_the_answer_itself(agent: Browser, reader: Browser, make: Hand, format: str) -> None:
    make.thing()

    response = await agent.post("/api/exports", json={"object": "thing", "format": format, "fields": ["summary"]})

    assert response.status_code == 200
    assert f".{format}" in response.headers["content-disposition"]
    assert response.content.startswith(b"\xef\xbb\xbf" if format == "csv" else b"PK")
    assert code(await reader.post("/api/exports", json={"object": "thing"})) == (403, "transfer.export_forbidden")


async def test_a_large_export_is_fetched_later_by_whoever_asked_and_only_for_a_week(
    agent: Browser, chief: Browser, make: Hand, product: Product, monkeypatch: pytest.MonkeyPatch, clock: ManualClock
) -> None:
    monkeypatch.setattr(endpoints, "SMALL", 0)
    make.thing()
    asked = await agent.post("/api/exports", json={"object": "thing", "format": "csv", "fields": ["summary"]})
    assert asked.status_code == 202
    await run_export(product, asked.json()["id"])

    (found,) = (await agent.get("/api/exports")).json()["exports"]
    assert (await agent.get(found["url"])).content.decode("utf-8-sig").splitlines() == ["摘要", "冰箱不制冷"]
    assert code(await chief.get(f"/api/exports/{found['id']}")) == (404, "transfer.export_not_found")
    assert (await chief.get(found["url"])).status_code == 404

    clock.advance(days=8)
    assert (await product.database.write(clean_up))["exports"] == 1


async def test_a_damaged_file_is_refused_with_a_sentence(agent: Browser) -> None:
    files = {"file": ("x.xlsx", b"PK\x03\x04broken", "application/octet-stream")}

    refused = await agent.post("/api/imports", params={"object": "thing"}, files=files)

    assert code(refused) == (422, "transfer.file_damaged")
    assert "{" not in refused.json()["title"]


async def test_the_list_of_imports_is_newest_first(agent: Browser, csv_file: Callable[..., Path]) -> None:
    first, second = await hand_in(agent), await hand_in(agent)

    listed = (await agent.get("/api/imports", params={"object": "thing"})).json()["imports"]

    assert [batch["id"] for batch in listed] == [second["id"], first["id"]]
