"""Restoring a backup into an empty data folder or an empty PostgreSQL database; anything else is refused."""

from __future__ import annotations

import shutil
from pathlib import Path, PurePosixPath
from zipfile import BadZipFile, ZipFile, ZipInfo

import pysqlite3
import sqlalchemy as sa

from paidan.kernel.backup.archive import (
    DATA,
    SQLITE_FILE,
    BackupTooNew,
    Manifest,
    NotABackup,
    OtherDatabase,
    PlaceNotEmpty,
    read_manifest,
)
from paidan.kernel.database.schema import knows_revision
from paidan.kernel.settings import Settings


def restore_backup(source: Path, settings: Settings) -> Manifest:
    """Restore a backup where the settings point. Raises NotABackup, BackupTooNew, OtherDatabase, PlaceNotEmpty."""
    try:
        archive = ZipFile(source)
    except (BadZipFile, FileNotFoundError, IsADirectoryError):
        raise NotABackup(file=str(source)) from None
    with archive:
        manifest = read_manifest(archive)
        _check(archive, manifest, settings)
        _require_empty_folder(settings.data)
        if settings.uses_postgres:
            _restore_postgres(archive, manifest, settings)
        _restore_data(archive, settings.data)
        if not settings.uses_postgres:
            _restore_sqlite(archive, settings.sqlite_path)
    return manifest


def _check(archive: ZipFile, manifest: Manifest, settings: Settings) -> None:
    wanted = "postgresql" if settings.uses_postgres else "sqlite"
    if manifest.database != wanted:
        raise OtherDatabase(there=manifest.database, wanted=wanted)
    if not knows_revision(manifest.revision):
        raise BackupTooNew(version=manifest.version)
    damaged = archive.testzip()
    if damaged is not None:
        raise NotABackup(file=f"{archive.filename} ({damaged})")


def _require_empty_folder(folder: Path) -> None:
    if folder.exists() and any(folder.iterdir()):
        raise PlaceNotEmpty(place=str(folder))


def _restore_postgres(archive: ZipFile, manifest: Manifest, settings: Settings) -> None:
    from paidan.kernel.backup.postgres import is_empty, load

    url = sa.make_url(settings.database_url).set(drivername="postgresql+psycopg")
    engine = sa.create_engine(url, poolclass=sa.pool.NullPool)
    if not is_empty(engine):
        raise PlaceNotEmpty(place=url.database)
    load(engine, archive, manifest.revision)


def _restore_data(archive: ZipFile, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for entry in archive.infolist():
        if entry.filename.startswith(DATA) and not entry.is_dir():
            target = folder.joinpath(*_parts(entry))
            target.parent.mkdir(parents=True, exist_ok=True)
            with archive.open(entry) as content, target.open("xb") as file:
                shutil.copyfileobj(content, file)


def _parts(entry: ZipInfo) -> tuple[str, ...]:
    """Return the path of an entry inside the data folder. Raises NotABackup for one that would lead out of it."""
    parts = PurePosixPath(entry.filename.removeprefix(DATA)).parts
    if not parts or any(part in ("..", "/") or "\\" in part for part in parts):
        raise NotABackup(file=entry.filename)
    return parts


def _restore_sqlite(archive: ZipFile, path: Path) -> None:
    """Put the database in its place last, so that a restore that broke off is not taken for a whole one."""
    partial = path.with_suffix(".restoring")
    with archive.open(SQLITE_FILE) as content, partial.open("xb") as file:
        shutil.copyfileobj(content, file)
    connection = pysqlite3.connect(str(partial))
    try:
        problems = [text for (text,) in connection.execute("PRAGMA quick_check(1)") if text != "ok"]
    finally:
        connection.close()
    if problems:
        raise NotABackup(file=f"{archive.filename}: {problems[0]}")
    partial.rename(path)
