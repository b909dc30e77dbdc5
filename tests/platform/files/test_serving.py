"""A file is shown only to those who may see its record, and in a way that no browser runs what is inside."""

import pytest

from paidan.kernel.actor import Actor
from paidan.platform.files.service import attach, detach
from paidan.platform.files.store import file_store
from paidan.platform.files.uploading import store_bytes

ANN = Actor(kind="person", id=7, source="web")
AS_ANN, AS_BEN, AS_GUEST = ({"x-actor": actor} for actor in ("person:7", "person:8", "customer:7"))
TEXT = b"0123456789"


@pytest.fixture
async def address(product):
    return f"/files/{await store_bytes(product, ANN, TEXT, 'digits.txt')}"


def id_of(address):
    return int(address.rsplit("/", 1)[1])


async def take(product, address, record=50):
    await product.database.write_as(ANN, lambda tx: attach(tx, [id_of(address)], "order", record, "photos"))


async def test_a_temporary_file_is_there_for_its_uploader_alone(client, address):
    assert (await client.get(address, headers=AS_ANN)).content == TEXT
    for others in (AS_BEN, AS_GUEST, {}):
        for path in (address, f"/api{address}", f"{address}/thumb"):
            assert (await client.get(path, headers=others)).status_code == 404


async def test_an_attached_file_follows_its_record_and_no_longer_its_uploader(client, product, address, guard):
    await take(product, address)
    assert (await client.get(address, headers=AS_ANN)).status_code == 404

    guard.readers = {("person", 8, 50)}
    assert (await client.get(address, headers=AS_BEN)).content == TEXT
    assert (await client.get(f"/api{address}", headers=AS_BEN)).json()["name"] == "digits.txt"
    assert (await client.get(address, headers=AS_GUEST)).status_code == 404


async def test_a_customer_reads_files_of_their_own_record_only(client, product, guard):
    mine, other = [f"/files/{await store_bytes(product, ANN, TEXT, 'a.txt')}" for _ in range(2)]
    await take(product, mine, record=7)
    await take(product, other, record=9)
    guard.readers = {("customer", 7, 7)}
    assert (await client.get(mine, headers=AS_GUEST)).status_code == 200
    assert (await client.get(other, headers=AS_GUEST)).status_code == 404


async def test_a_file_taken_from_its_record_is_gone_for_everybody(client, product, address, guard):
    guard.readers = {("person", 8, 50)}
    await take(product, address)
    await product.database.write_as(ANN, lambda tx: detach(tx, [id_of(address)], 50))
    for actor in (AS_ANN, AS_BEN):
        assert (await client.get(address, headers=actor)).status_code == 404


async def test_text_is_only_ever_downloaded(client, address):
    answer = await client.get(address, headers=AS_ANN)
    assert answer.headers["content-disposition"].startswith("attachment; ")
    assert answer.headers["content-type"] == "text/plain"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "private, no-cache"


@pytest.mark.parametrize(("query", "shown"), [("", "inline"), ("?download=true", "attachment")])
async def test_a_picture_is_shown_in_place_unless_it_is_to_be_saved(client, product, picture, query, shown):
    file_id = await store_bytes(product, ANN, picture(), '铭牌 "1".jpg')
    answer = await client.get(f"/files/{file_id}{query}", headers=AS_ANN)
    assert answer.headers["content-type"] == "image/jpeg"
    assert answer.headers["content-disposition"] == (
        f"{shown}; filename=\"__ _1_.jpg\"; filename*=UTF-8''%E9%93%AD%E7%89%8C%20_1_.jpg"
    )


@pytest.mark.parametrize("page", [b"<html><script>alert(1)</script>", b"<svg onload='alert(1)'/>"])
async def test_a_page_with_a_script_never_comes_back_as_a_page(client, product, page):
    file_id = await store_bytes(product, ANN, page, "innocent.html")
    answer = await client.get(f"/files/{file_id}", headers=AS_ANN)
    assert answer.headers["content-type"] == "text/plain"
    assert answer.headers["content-disposition"].startswith('attachment; filename="innocent.html.txt"')


@pytest.mark.parametrize(
    ("wanted", "status", "body", "told"),
    [
        ("bytes=0-3", 206, b"0123", "bytes 0-3/10"),
        ("bytes=7-", 206, b"789", "bytes 7-9/10"),
        ("bytes=-2", 206, b"89", "bytes 8-9/10"),
        ("bytes=-99", 206, TEXT, "bytes 0-9/10"),
        ("bytes=8-99", 206, b"89", "bytes 8-9/10"),
        ("bytes=10-", 416, b"", "bytes */10"),
        ("bytes=-0", 416, b"", "bytes */10"),
        ("bytes=5-2", 200, TEXT, None),
        ("bytes=0-1,4-5", 200, TEXT, None),
        ("bytes=-", 200, TEXT, None),
        ("chapters=1-2", 200, TEXT, None),
    ],
)
async def test_a_part_of_a_file_can_be_asked_for(client, address, wanted, status, body, told):
    answer = await client.get(address, headers={**AS_ANN, "range": wanted})
    assert (answer.status_code, answer.content, answer.headers.get("content-range")) == (status, body, told)
    assert answer.headers["content-length"] == str(len(body))


async def test_a_range_of_another_version_gives_the_whole(client, address):
    tag = (await client.get(address, headers=AS_ANN)).headers["etag"]
    asked = {**AS_ANN, "range": "bytes=0-1"}
    assert (await client.get(address, headers={**asked, "if-range": tag})).content == b"01"
    assert (await client.get(address, headers={**asked, "if-range": '"other"'})).content == TEXT


async def test_what_the_browser_has_is_not_sent_again_but_asked_for_again(client, address):
    tag = (await client.get(address, headers=AS_ANN)).headers["etag"]
    answer = await client.get(address, headers={**AS_ANN, "if-none-match": f'"x", {tag}'})
    assert (answer.status_code, answer.content) == (304, b"")
    assert (await client.get(address, headers={**AS_BEN, "if-none-match": tag})).status_code == 404


async def test_the_head_of_a_file_tells_its_size(client, address):
    answer = await client.head(address, headers=AS_ANN)
    assert (answer.status_code, answer.headers["content-length"], answer.content) == (200, "10", b"")


async def test_the_small_copy_is_a_webp_and_missing_where_there_is_no_picture(client, product, address, picture):
    file_id = await store_bytes(product, ANN, picture((800, 600)), "a.jpg")
    answer = await client.get(f"/files/{file_id}/thumb", headers=AS_ANN)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/webp")
    assert answer.content[8:12] == b"WEBP"
    assert (await client.get(f"{address}/thumb", headers=AS_ANN)).status_code == 404


@pytest.mark.parametrize("path", ["/files/../paidan.db", "/files/%2e%2e%2fpaidan.db", "/files/abc", "/files/1%00"])
async def test_an_address_leads_to_no_other_file(client, path):
    assert (await client.get(path, headers=AS_ANN)).status_code in (404, 422)


@pytest.mark.parametrize("sha256", ["../../paidan.db", "A" * 64, "a" * 63, ""])
async def test_the_store_knows_contents_by_hash_only(product, sha256):
    with pytest.raises(ValueError):
        await file_store(product).put(sha256, b"x")
    with pytest.raises(ValueError):
        await file_store(product).read(sha256)
