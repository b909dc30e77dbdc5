"""A customer's way through the portal, from the report to the rating, and what others cannot get at."""

from __future__ import annotations

import io
from itertools import count
from typing import Any

import httpx
from PIL import Image

from paidan.aftersales.portal.guarding import is_solved
from paidan.builder.records import create_record, record_values, update_record
from paidan.builder.records.reading import find_ids
from paidan.builder.records.writing import WriteOptions
from paidan.kernel.clock import ManualClock
from paidan.kernel.database import Database

FRIDGE = "冰箱不制冷，冷藏室 15 度"


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(out, "PNG")
    return out.getvalue()


async def solved(client: httpx.AsyncClient) -> dict[str, str]:
    challenge = (await client.post("/api/portal/challenge")).json()["challenge"]
    nonce = next(str(n) for n in count() if is_solved(challenge, str(n)))
    return {"challenge": challenge, "nonce": nonce}


async def report(client: httpx.AsyncClient, **values: Any) -> httpx.Response:
    given = {"contact_name": "王芳", "contact_phone": "138 0013 8000", "description": FRIDGE}
    return await client.post("/api/portal/report", json={**given, **await solved(client), **values})


async def reported(client: httpx.AsyncClient, **values: Any) -> str:
    answer = await report(client, **values)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["link"]).removeprefix("/p/t/")


def order_of(database: Database, number: str) -> int:
    return database.write_now(lambda tx: find_ids(tx, "work_order", number=number)[0])


def set_status(database: Database, order_id: int, status: str) -> None:
    options = WriteOptions(system_fields=True)
    database.write_now(lambda tx: update_record(tx, "work_order", order_id, {"status": status}, options=options))


async def upload(client: httpx.AsyncClient, **where: str) -> httpx.Response:
    return await client.post("/api/portal/files", params=where, files={"file": ("a.png", picture(), "image/png")})


async def test_a_customer_reports_writes_urges_confirms_and_rates(
    client: httpx.AsyncClient, database: Database, clock: ManualClock
) -> None:
    proof = await solved(client)
    photo = (await upload(client, **proof)).json()["id"]
    token = await reported(client, photos=[photo], category="refrigerator_not_cooling", **proof)
    page = f"/api/portal/t/{token}"
    seen = (await client.get(page)).json()
    assert seen["description"] == FRIDGE
    assert [one["id"] for one in seen["photos"]] == [photo]
    assert seen["can"] == {"add": True, "urge": True, "confirm": False, "dispute": False, "rate": False}
    assert (await client.get(seen["photos"][0]["url"])).content == picture()

    extra = (await upload(client, token=token)).json()["id"]
    said = await client.post(f"{page}/messages", json={"text": "门铃坏了，<b>请打电话</b>", "files": [extra]})
    assert said.status_code == 201, said.text
    message = (await client.get(page)).json()["messages"][0]
    assert message["text"] == "门铃坏了，<b>请打电话</b>"
    assert (await client.get(message["files"][0]["url"])).status_code == 200

    assert (await client.post(f"{page}/urge")).json() == {"urged_count": 1}
    again = await client.post(f"{page}/urge")
    assert (again.status_code, again.headers["retry-after"]) == (429, "1800")
    clock.advance(minutes=30)
    assert (await client.post(f"{page}/urge")).json() == {"urged_count": 2}
    assert (await client.post(f"{page}/rate", json={"score": 5})).json()["code"] == "portal.not_now"

    order_id = order_of(database, seen["number"])
    set_status(database, order_id, "done")
    assert (await client.post(f"{page}/dispute", json={"reason": "还是不冷"})).status_code == 200
    stored = database.write_now(lambda tx: record_values(tx, "work_order", order_id))
    assert (stored["reopened_count"], stored.status_category()) == (1, "open")

    set_status(database, order_id, "done")
    assert (await client.post(f"{page}/confirm")).status_code == 200
    assert (await client.get(page)).json()["stage"]["category"] == "closed"
    for score in (2, 4):
        assert (await client.post(f"{page}/rate", json={"score": score, "reasons": ["slow"]})).status_code == 200
    assert (await client.post(f"{page}/rate", json={"score": 1})).json()["code"] == "portal.rated_already"
    assert (await client.get(page)).json()["csat_score"] == 4


async def test_nothing_of_another_order_opens_with_my_link(client: httpx.AsyncClient) -> None:
    proof = await solved(client)
    photo = (await upload(client, **proof)).json()["id"]
    hers = await reported(client, photos=[photo], **proof)
    mine = await reported(client, contact_phone="13900139000")

    assert (await client.get(f"/p/t/{hers}/files/{photo}")).status_code == 200
    stolen = await client.get(f"/p/t/{mine}/files/{photo}")
    wrong = await client.get("/api/portal/t/" + "x" * 24)
    assert stolen.status_code == wrong.status_code == 404
    assert stolen.json()["code"] == wrong.json()["code"] == "link.over"

    loose = (await upload(client, token=hers)).json()["id"]
    taken = await client.post(f"/api/portal/t/{mine}/messages", json={"text": "?", "files": [loose]})
    assert taken.json()["code"] == "file.unknown"


async def test_internal_notes_and_their_files_stay_inside(client: httpx.AsyncClient, database: Database) -> None:
    token = await reported(client)
    number = (await client.get(f"/api/portal/t/{token}")).json()["number"]
    order_id = order_of(database, number)
    loose = (await upload(client, token=token)).json()["id"]
    note = {"work_order": order_id, "body": "客户很难缠", "visibility": "internal", "files": [loose]}
    database.write_now(lambda tx: create_record(tx, "message", note))

    assert "难缠" not in (await client.get(f"/api/portal/t/{token}")).text
    assert (await client.get(f"/p/t/{token}/files/{loose}")).status_code == 404


async def test_a_challenge_serves_one_report(client: httpx.AsyncClient) -> None:
    proof = await solved(client)
    await reported(client, **proof)

    assert (await report(client, **proof)).json()["code"] == "portal.challenge_invalid"
    assert (await report(client, nonce="no")).json()["code"] == "portal.challenge_invalid"
    assert (await report(client, website="http://spam")).json()["code"] == "portal.report_refused"


async def test_the_same_report_sent_twice_makes_one_order(client: httpx.AsyncClient, database: Database) -> None:
    body = {"contact_name": "王芳", "contact_phone": "13800138000", "description": FRIDGE, **await solved(client)}
    headers = {"idempotency-key": "report-0001"}

    first, second = [await client.post("/api/portal/report", json=body, headers=headers) for _ in range(2)]

    assert first.json() == second.json()
    assert len(database.write_now(lambda tx: find_ids(tx, "work_order"))) == 1


async def test_one_phone_is_one_customer_and_has_a_limit(client: httpx.AsyncClient, database: Database) -> None:
    for _ in range(5):
        await reported(client)

    refused = await report(client)

    assert (refused.status_code, refused.headers["retry-after"]) == (429, "3600")
    assert len(database.write_now(lambda tx: find_ids(tx, "customer", phone="13800138000"))) == 1


async def test_a_bad_phone_is_named(client: httpx.AsyncClient) -> None:
    refused = await report(client, contact_phone="abcdefgh")

    assert refused.status_code == 422
    assert list(refused.json()["fields"]) == ["contact_phone"]


async def test_a_scanned_code_fills_asset_and_cover_and_tells_little(
    client: httpx.AsyncClient, database: Database
) -> None:
    def furnish(tx: Any) -> None:
        model = create_record(tx, "product_model", {"name": "冷柜", "code": "BX-1", "category": "refrigerator"})
        owner = create_record(tx, "customer", {"name": "和平饭店", "phone": "13700137000"})
        asset = {"serial_number": "SN123456", "product_model": model, "customer": owner, "warranty_until": "2026-11-16"}
        options = WriteOptions(system_fields=True)
        create_record(tx, "asset", {**asset, "qr_token": "QR-1"}, options=options)

    database.write_now(furnish)

    told = (await client.get("/api/portal/assets/QR-1")).json()
    assert (told["model"], told["serial"], told["customer"]) == ("冷柜 BX-1", "S****6", "和***")
    token = await reported(client, asset="QR-1")
    number = (await client.get(f"/api/portal/t/{token}")).json()["number"]
    order = database.write_now(lambda tx: record_values(tx, "work_order", find_ids(tx, "work_order", number=number)[0]))
    assert (order.choice("cover"), order.choice("source")) == ("in_warranty", "qr")
    assert (await client.get("/api/portal/assets/QR-2")).status_code == 404


async def test_without_a_channel_no_code_is_asked_for(client: httpx.AsyncClient) -> None:
    assert (await client.get("/api/portal/form")).json()["code"] == {"channel": None, "required": False}
    asked = {"phone": "13800138000", **await solved(client)}
    assert (await client.post("/api/portal/codes", json=asked)).json()["code"] == "portal.no_code_channel"
