"""What nobody needs any more goes, and nothing else."""

import os

import sqlalchemy as sa

from paidan.kernel.actor import Actor
from paidan.kernel.database import Query
from paidan.kernel.database.reading import first_column
from paidan.platform.files.cleaning import clean, mark_for_deletion
from paidan.platform.files.queries import find_file
from paidan.platform.files.service import attach, detach
from paidan.platform.files.store import file_store
from paidan.platform.files.tables import blobs
from paidan.platform.files.uploading import pin, store_bytes

ANN = Actor(kind="person", id=7, source="web")


def keep(product, file_id, record=50):
    return product.database.write_as(ANN, lambda tx: attach(tx, [file_id], "order", record, "photos"))


async def contents(product):
    return set(await product.database.read(Query(sa.select(blobs.c.sha256), first_column)))


async def test_a_file_that_no_record_took_goes_after_a_day_with_its_content(product, clock, picture):
    file_id = await store_bytes(product, ANN, picture(), "a.jpg")
    file = await product.database.find(find_file(file_id))
    clock.advance(hours=23)
    assert await clean(product) == (0, 0)

    clock.advance(hours=2)
    assert await clean(product) == (1, 2)
    assert await product.database.find(find_file(file_id)) is None
    assert await contents(product) == set()
    assert not await file_store(product).exists(file.sha256)
    assert not await file_store(product).exists(file.thumb_sha)


async def test_a_file_of_a_record_stays(product, clock):
    file_id = await store_bytes(product, ANN, b"hello", "a.txt")
    await keep(product, file_id)
    clock.advance(days=400)
    assert await clean(product) == (0, 0)


async def test_a_content_stays_while_another_file_has_it(product, clock):
    kept, lost = [await store_bytes(product, ANN, b"hello", name) for name in ("a.txt", "b.txt")]
    await keep(product, kept)
    clock.advance(days=2)

    assert await clean(product) == (1, 0)
    assert await product.database.find(find_file(lost)) is None
    file = await product.database.find(find_file(kept))
    assert await file_store(product).read(file.sha256) == b"hello"
    assert await clean(product) == (0, 0)


async def test_a_file_taken_from_its_record_can_come_back_for_thirty_days(product, clock):
    file_id = await store_bytes(product, ANN, b"hello", "a.txt")
    await keep(product, file_id)
    await product.database.write_as(ANN, lambda tx: detach(tx, [file_id], 50))
    clock.advance(days=29)
    assert await clean(product) == (0, 0)
    clock.advance(days=2)
    assert await clean(product) == (1, 1)


async def test_the_content_of_an_upload_that_died_half_way_goes_once_its_pin_has_run_out(product, clock):
    sha256 = "ab" * 32
    await file_store(product).put(sha256, b"half")
    await product.database.write_as(ANN, lambda tx: pin(tx, {sha256: 4}))
    assert await clean(product) == (0, 0)
    clock.advance(hours=2)
    assert await clean(product) == (0, 1)
    assert not await file_store(product).exists(sha256)


async def test_a_deletion_that_died_half_way_is_finished_later(product, clock):
    sha256 = "cd" * 32
    await file_store(product).put(sha256, b"half")
    await product.database.write_as(ANN, lambda tx: pin(tx, {sha256: 4}))
    clock.advance(hours=2)
    assert await product.database.write(mark_for_deletion, sha256)
    assert not await product.database.write(mark_for_deletion, sha256)  # somebody is at it

    clock.advance(minutes=11)
    assert await clean(product) == (0, 1)
    assert not await file_store(product).exists(sha256)


async def test_a_pinned_content_is_never_marked(product, clock):
    sha256 = "ef" * 32
    await product.database.write_as(ANN, lambda tx: pin(tx, {sha256: 4}))
    clock.advance(minutes=59)
    assert not await product.database.write(mark_for_deletion, sha256)


async def test_what_a_killed_process_left_among_the_incoming_files_goes(product, clock):
    folder = file_store(product).incoming
    folder.mkdir(parents=True, exist_ok=True)
    old, fresh = folder / "upload-old", folder / "upload-new"
    for path in (old, fresh):
        path.write_bytes(b"half")
    stamp = clock.now().timestamp()
    os.utime(fresh, (stamp, stamp))
    os.utime(old, (stamp - 90_000, stamp - 90_000))

    await clean(product)
    assert [path.name for path in folder.iterdir()] == ["upload-new"]
