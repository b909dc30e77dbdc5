"""A backup holds everything, is made while others write, and comes back only into an empty place."""

import asyncio
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa

from paidan.commands.opening import open_product
from paidan.kernel.backup import make_backup, restore_backup
from paidan.kernel.backup.archive import MANIFEST, BackupTooNew, NotABackup, OtherDatabase, PlaceNotEmpty
from paidan.kernel.clock import ManualClock
from paidan.kernel.database.tx import Tx
from paidan.kernel.installation import find_note, note
from paidan.kernel.product import Product
from paidan.kernel.settings import Settings
from paidan.kernel.timers import arm
from paidan.kernel.timers.tables import timers

TRICKY = '多行\n制表\t反斜杠\\N "引号" 😀'


@pytest.fixture
def migrated(product: Product) -> Product:
    """The product as a server leaves it: with the revision written down."""
    with product.database.engine().begin() as connection:
        connection.execute(sa.text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"))
        connection.execute(sa.text("INSERT INTO alembic_version VALUES ('0001')"))
    return product


@pytest.fixture
def empty_place(settings: Settings, tmp_path: Path) -> Iterator[Settings]:
    if not settings.uses_postgres:
        yield Settings(data=tmp_path / "restored")
        return
    name = settings.database_url.rsplit("/", 1)[1] + "_restored"
    with psycopg.connect(settings.database_url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        try:
            url = settings.database_url.rsplit("/", 1)[0] + "/" + name
            yield Settings(data=tmp_path / "restored", database_url=url)
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def fill(product: Product) -> None:
    def work(tx: Tx) -> None:
        note(tx, name="tricky", value={"text": TRICKY, "none": None, "number": 1.5})
        arm(tx, "test.bell", tx.now + timedelta(days=1), subject_id=7, payload={"say": TRICKY})

    product.database.write_now(work)
    with product.database.engine().begin() as connection:
        connection.execute(sa.text("CREATE TABLE u_kettle (id BIGINT PRIMARY KEY, t1 TEXT, n1 NUMERIC(24,6), d1 TEXT)"))
        connection.execute(sa.text("CREATE INDEX ix_u_kettle_t1 ON u_kettle (t1)"))
        rows = [{"id": n, "t": TRICKY if n % 2 else None, "n": n} for n in range(500)]
        connection.execute(sa.text("INSERT INTO u_kettle (id, t1, n1) VALUES (:id, :t, :n)"), rows)
    files = product.settings.data / "files" / "ab"
    files.mkdir(parents=True, exist_ok=True)
    (files / "photo.jpg").write_bytes(b"\x00photo")
    (product.settings.data / "secret.key").write_bytes(b"key")


async def test_everything_comes_back(migrated: Product, empty_place: Settings, clock: ManualClock, tmp_path: Path):
    fill(migrated)
    taken = migrated.database.write_now(lambda tx: tx.new_id())

    manifest = make_backup(migrated, tmp_path / "backup.zip")
    assert restore_backup(tmp_path / "backup.zip", empty_place) == manifest

    restored = open_product(empty_place, clock)
    try:
        restored.migrate()
        read = restored.database.write_now
        assert read(lambda tx: find_note(tx, "tricky")) == {"text": TRICKY, "none": None, "number": 1.5}
        assert read(lambda tx: tx.all(sa.select(timers.c.subject_id, timers.c.payload))) == [(7, {"say": TRICKY})]
        kettles = read(lambda tx: tx.run_text("SELECT count(*), count(t1), max(t1), sum(n1) FROM u_kettle"))
        assert [tuple(map(str, row)) for row in kettles] in ([("500", "250", TRICKY, total)] for total in SUMS)
        assert read(lambda tx: tx.new_id()) > taken
        indexes = sa.inspect(restored.database.engine()).get_indexes("u_kettle")
        assert [index["name"] for index in indexes] == ["ix_u_kettle_t1"]
        assert (empty_place.data / "files" / "ab" / "photo.jpg").read_bytes() == b"\x00photo"
        assert (empty_place.data / "secret.key").read_bytes() == b"key"
    finally:
        await restored.close()


SUMS = ("124750", "124750.0", "124750.000000")


async def test_a_backup_made_while_others_write_is_one_moment(migrated: Product, empty_place: Settings, tmp_path: Path):
    """Each write changes two rows alike; a backup that caught one without the other would show it."""
    database = migrated.database
    stop = asyncio.Event()

    def both(tx: Tx, value: int) -> None:
        note(tx, name="left", value=value)
        note(tx, name="right", value=value)

    await database.write(both, 0)

    async def write_on() -> None:
        value = 0
        while not stop.is_set():
            value += 1
            await database.write(both, value)

    writing = asyncio.create_task(write_on())
    await asyncio.to_thread(make_backup, migrated, tmp_path / "backup.zip")
    stop.set()
    await writing

    restore_backup(tmp_path / "backup.zip", empty_place)
    restored = open_product(empty_place)
    try:
        left, right = restored.database.write_now(lambda tx: (find_note(tx, "left"), find_note(tx, "right")))
        assert left == right
    finally:
        await restored.close()


def test_a_backup_never_goes_where_something_is(migrated: Product, settings: Settings, tmp_path: Path):
    make_backup(migrated, tmp_path / "backup.zip")
    with pytest.raises(FileExistsError):
        make_backup(migrated, tmp_path / "backup.zip")
    with pytest.raises(PlaceNotEmpty):
        restore_backup(tmp_path / "backup.zip", settings)


def test_what_is_no_backup_is_refused(settings: Settings, tmp_path: Path):
    place = Settings(data=tmp_path / "restored", database_url=settings.database_url)
    (tmp_path / "text.zip").write_text("not a zip")
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as archive:
        archive.writestr("hello.txt", "hello")
    for name in ("text.zip", "other.zip", "missing.zip"):
        with pytest.raises(NotABackup):
            restore_backup(tmp_path / name, place)


def test_a_backup_of_a_newer_version_is_refused(migrated: Product, empty_place: Settings, tmp_path: Path):
    make_backup(migrated, tmp_path / "backup.zip")
    rewrite(tmp_path / "backup.zip", {MANIFEST: lambda text: text.replace(b'"0001"', b'"9999"')})
    with pytest.raises(BackupTooNew):
        restore_backup(tmp_path / "backup.zip", empty_place)


def test_a_backup_of_the_other_database_is_refused(migrated: Product, empty_place: Settings, tmp_path: Path):
    make_backup(migrated, tmp_path / "backup.zip")
    other = {"postgresql": b"sqlite", "sqlite": b"postgresql"}
    kind = migrated.database.statements.dialect.name
    rewrite(
        tmp_path / "backup.zip", {MANIFEST: lambda text: text.replace(f'"{kind}"'.encode(), b'"' + other[kind] + b'"')}
    )
    with pytest.raises(OtherDatabase):
        restore_backup(tmp_path / "backup.zip", empty_place)


def test_an_archive_cannot_write_outside_the_folder(migrated: Product, empty_place: Settings, tmp_path: Path):
    make_backup(migrated, tmp_path / "backup.zip")
    with zipfile.ZipFile(tmp_path / "backup.zip", "a") as archive:
        archive.writestr("data/../../escaped.txt", "out")
    with pytest.raises(NotABackup):
        restore_backup(tmp_path / "backup.zip", empty_place)
    assert not (tmp_path.parent / "escaped.txt").exists()
    assert not (tmp_path / "escaped.txt").exists()


def rewrite(path: Path, changes: dict) -> None:
    with zipfile.ZipFile(path) as archive:
        content = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, body in content.items():
            archive.writestr(name, changes[name](body) if name in changes else body)
