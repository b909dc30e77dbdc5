"""A file is taken in whole or not at all, lies in the store once, and belongs to whoever handed it in."""

import asyncio

import httpx
import pytest
import sqlalchemy as sa

from paidan.kernel.actor import ANONYMOUS, SYSTEM, Actor
from paidan.kernel.database import Query
from paidan.kernel.database.reading import as_tuple, first_column
from paidan.platform.files.errors import (
    FileEmpty,
    FileTaken,
    FileTooLarge,
    FileTypeRefused,
    FileUnknown,
    TooManyTemporary,
    UploadForbidden,
)
from paidan.platform.files.queries import find_file, list_files_of
from paidan.platform.files.service import attach, detach, detach_all
from paidan.platform.files.store import file_store
from paidan.platform.files.tables import blobs, files
from paidan.platform.files.uploading import MOST_TEMPORARY, pin, read_content, store_bytes, store_upload

ANN = Actor(kind="person", id=7, name="Ann", source="web")
BEN = Actor(kind="person", id=8, name="Ben", source="web")
GUEST = Actor(kind="customer", id=7, source="portal")


async def count(product, table):
    return (await product.database.read(Query(sa.select(sa.func.count()).select_from(table), first_column)))[0]


def left_over(product):
    folder = product.settings.data / "incoming"
    return list(folder.iterdir()) if folder.exists() else []


async def test_an_upload_keeps_content_kind_size_and_small_copy(product, picture):
    data = picture((640, 480))
    file_id = await store_bytes(product, ANN, data, "冰箱.jpg")

    file = await product.database.find(find_file(file_id))
    assert (file.name, file.media_type, file.size) == ("冰箱.jpg", "image/jpeg", len(data))
    assert (file.width, file.height) == (640, 480)
    assert (file.uploaded_by_kind, file.uploaded_by_id, file.is_temporary) == ("person", 7, True)
    assert await read_content(product, file) == data
    assert (await file_store(product).read(file.thumb_sha))[8:12] == b"WEBP"
    assert left_over(product) == []


async def test_the_same_content_lies_in_the_store_once(product, picture):
    first = await store_bytes(product, ANN, picture(), "a.jpg")
    second = await store_bytes(product, GUEST, picture(), "b.jpg")

    assert first != second
    kept = [path for path in (product.settings.data / "files").rglob("*") if path.is_file()]
    assert len(kept) == 2 == await count(product, blobs)  # the picture and its small copy


async def test_two_uploads_of_one_content_at_the_same_time_both_succeed(product, picture):
    ids = await asyncio.gather(*(store_bytes(product, ANN, picture(), f"{n}.jpg") for n in range(6)))
    assert len(set(ids)) == 6
    assert await count(product, files) == 6
    assert await count(product, blobs) == 2


@pytest.mark.parametrize(
    ("data", "name", "refusal"),
    [(b"", "a.txt", FileEmpty), (b"MZ\x90\0" + bytes(99), "a.jpg", FileTypeRefused)],
)
async def test_what_is_refused_leaves_nothing_behind(product, data, name, refusal):
    with pytest.raises(refusal):
        await store_bytes(product, ANN, data, name)
    assert await count(product, files) == 0 == await count(product, blobs)
    assert left_over(product) == []


async def test_a_stream_that_grows_past_the_limit_is_cut_off(product):
    sent = 0

    async def endless():
        nonlocal sent
        while True:
            sent += 1
            yield b"a" * 1024 * 1024

    with pytest.raises(FileTooLarge):
        await store_upload(product, ANN, endless(), "a.txt")
    assert sent == product.settings.max_upload_mb + 1
    assert left_over(product) == []


async def test_a_stream_that_breaks_off_leaves_no_row(product):
    async def broken():
        yield b"half"
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        await store_upload(product, ANN, broken(), "a.txt")
    assert await count(product, files) == 0 == await count(product, blobs)
    assert left_over(product) == []


async def test_nobody_known_uploads_nothing(product):
    with pytest.raises(UploadForbidden):
        await store_bytes(product, ANONYMOUS, b"hello", "a.txt")


async def test_a_customer_cannot_fill_the_disk_with_files_that_belong_to_nothing(product, tx):
    row = {
        "sha256": "0" * 64, "size": 1, "media_type": "text/plain", "name": "a.txt", "created_at": tx.now,
        "uploaded_by_kind": "customer", "uploaded_by_id": 7,
    }  # fmt: skip
    tx.insert_many(files, [{**row, "id": n} for n in range(1, MOST_TEMPORARY["customer"] + 1)])

    tx.actor = Actor(kind="customer", id=8)
    assert pin(tx, {"0" * 64: 1}) == []
    tx.actor = GUEST
    with pytest.raises(TooManyTemporary):
        pin(tx, {"0" * 64: 1})


async def test_only_who_handed_a_file_in_may_attach_it(product):
    file_id = await store_bytes(product, ANN, b"hello", "a.txt")

    for stranger in (BEN, GUEST):
        with pytest.raises(FileUnknown):
            await product.database.write_as(stranger, lambda tx: attach(tx, [file_id], "order", 50, "photos"))
    await product.database.write_as(ANN, lambda tx: attach(tx, [file_id], "order", 50, "photos"))

    (file,) = await product.database.read(list_files_of(50, "photos"))
    assert (file.id, file.attached_object, file.is_temporary) == (file_id, "order", False)


async def test_the_product_itself_attaches_what_a_customer_sent(product):
    file_id = await store_bytes(product, GUEST, b"hello", "a.txt")
    await product.database.write_as(SYSTEM, lambda tx: attach(tx, [file_id], "order", 50, "photos"))
    assert len(await product.database.read(list_files_of(50))) == 1


async def test_attaching_again_changes_nothing_and_elsewhere_is_refused(product):
    file_id = await store_bytes(product, ANN, b"hello", "a.txt")
    for _ in range(2):
        await product.database.write_as(ANN, lambda tx: attach(tx, [file_id, file_id], "order", 50, "photos"))

    for place in (("order", 51, "photos"), ("order", 50, "papers")):
        with pytest.raises(FileTaken):
            await product.database.write_as(ANN, lambda tx, place=place: attach(tx, [file_id], *place))


async def test_attaching_is_all_or_nothing(product):
    file_id = await store_bytes(product, ANN, b"hello", "a.txt")
    with pytest.raises(FileUnknown):
        await product.database.write_as(ANN, lambda tx: attach(tx, [file_id, 999_999], "order", 50, "photos"))
    assert await product.database.read(list_files_of(50)) == []


async def test_a_file_taken_away_comes_back_only_to_its_own_place(product):
    file_id = await store_bytes(product, ANN, b"hello", "a.txt")

    def change(tx):
        attach(tx, [file_id], "order", 50, "photos")
        return detach(tx, [file_id], 51), detach(tx, [file_id], 50)

    assert await product.database.write_as(ANN, change) == (0, 1)
    assert await product.database.read(list_files_of(50)) == []
    with pytest.raises(FileTaken):
        await product.database.write_as(ANN, lambda tx: attach(tx, [file_id], "order", 51, "photos"))
    await product.database.write_as(BEN, lambda tx: attach(tx, [file_id], "order", 50, "photos"))
    assert len(await product.database.read(list_files_of(50))) == 1
    assert await product.database.write_as(BEN, lambda tx: detach_all(tx, 50)) == 1


async def test_an_uploaded_form_is_answered_with_what_is_known_of_the_file(client, picture):
    form = {"file": ("铭牌 1.jpg", picture((64, 48)), "text/html")}
    answer = await client.post("/api/files", files=form, headers={"x-actor": "customer:5"})

    assert answer.status_code == 201
    told = answer.json()
    assert (told["name"], told["media_type"], told["width"]) == ("铭牌 1.jpg", "image/jpeg", 64)
    assert told["thumb_url"] == f"/files/{told['id']}/thumb"


async def test_other_fields_of_the_form_are_skipped(client):
    answer = await client.post(
        "/api/files", data={"note": "x" * 100_000}, files={"file": ("a.txt", b"hello")}, headers={"x-actor": "person:5"}
    )
    assert (answer.status_code, answer.json()["size"]) == (201, 5)


@pytest.mark.parametrize(
    ("body", "kind", "status", "code"),
    [
        (b"hello", "text/plain", 422, "file.form_unreadable"),
        (b"--y\r\nnonsense", "multipart/form-data; boundary=x", 422, "file.form_unreadable"),
        (b"--x--\r\n", "multipart/form-data; boundary=x", 422, "file.missing"),
        (b'--x\r\nContent-Disposition: form-data; name="n"\r\n\r\n1\r\n--x--\r\n', "multipart/form-data; boundary=x", 422,
         "file.missing"),
        (b'--x\r\nContent-Disposition: form-data; name="f"; filename="a.txt"\r\n\r\nhel', "multipart/form-data; boundary=x",
         422, "file.form_unreadable"),
        (b"", "multipart/form-data", 422, "file.form_unreadable"),
    ],
)  # fmt: skip
async def test_a_form_that_is_broken_or_breaks_off_is_refused(client, product, body, kind, status, code):
    answer = await client.post("/api/files", content=body, headers={"x-actor": "person:5", "content-type": kind})
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert await count(product, files) == 0 == await count(product, blobs)
    assert left_over(product) == []


async def test_too_long_a_request_is_refused_before_it_is_read(client, product):
    headers = {"x-actor": "person:5", "content-type": "multipart/form-data; boundary=x", "content-length": str(10**12)}
    request = httpx.Request("POST", "http://paidan.test/api/files", headers=headers, content=b"")
    answer = await client.send(request)
    assert (answer.status_code, answer.json()["code"]) == (413, "file.too_large")


async def test_without_an_actor_nothing_is_read(client):
    answer = await client.post("/api/files", files={"file": ("a.txt", b"hello")})
    assert (answer.status_code, answer.json()["code"]) == (403, "file.upload_forbidden")


async def test_a_content_being_deleted_is_not_counted_on(product, tx):
    tx.insert(blobs, {"sha256": "a" * 64, "size": 1, "pinned_until": tx.now, "deleting_at": tx.now})
    assert pin(tx, {"a" * 64: 1}) is None
    assert tx.all(sa.select(blobs.c.sha256, blobs.c.pinned_until)) == [("a" * 64, tx.now)]
    assert pin(tx, {"b" * 64: 1}) == ["b" * 64]
    assert as_tuple(*tx.first(sa.select(blobs.c.deleting_at).where(blobs.c.sha256 == "b" * 64))) == (None,)
