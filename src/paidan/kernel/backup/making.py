"""Making a backup while the server runs.

The database comes first, as it was at one moment; then the files, which are never changed once written, so every file
that the database speaks of is there. The archive appears under its name when it is whole.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import pysqlite3

from paidan.kernel.backup.archive import DATA, FORMAT, MANIFEST, SQLITE_FILE, Manifest
from paidan.kernel.clock import moment_text
from paidan.kernel.database.base import Database
from paidan.kernel.database.schema import find_revisions
from paidan.kernel.database.sqlite import SqliteDatabase
from paidan.kernel.product import Product

PACKED_ALREADY = frozenset({".jpg", ".jpeg", ".png", ".webp", ".gif", ".mp4", ".zip", ".gz", ".br", ".xlsx", ".docx"})


def make_backup(product: Product, target: Path) -> Manifest:
    """Write a backup of the database and the data folder to `target`. Raises FileExistsError, OSError, Unavailable."""
    if target.exists():
        raise FileExistsError(target)
    partial = target.with_name(f".{target.name}.partial")
    try:
        with ZipFile(partial, "w", ZIP_DEFLATED, allowZip64=True) as archive:
            _add_database(product.database, archive, target.parent)
            files = _add_files(product.settings.data, archive, leave_out={partial.resolve(), target.resolve()})
            manifest = _manifest(product, files)
            archive.writestr(MANIFEST, manifest.to_json())
        partial.rename(target)
    finally:
        partial.unlink(missing_ok=True)
    return manifest


def _manifest(product: Product, files: int) -> Manifest:
    database = product.database
    revision, _ = find_revisions(database.engine())
    return Manifest(
        format=FORMAT,
        database=database.statements.dialect.name,
        revision=revision or "",
        version=version("paidan"),
        made_at=moment_text(database.clock.now()),
        files=files,
    )


def _add_database(database: Database, archive: ZipFile, folder: Path) -> None:
    if not isinstance(database, SqliteDatabase):
        from paidan.kernel.backup.postgres import dump

        dump(database.engine(), archive)
        return
    with tempfile.TemporaryDirectory(prefix=".paidan-backup-", dir=folder) as scratch:
        copy = Path(scratch) / "paidan.db"
        copy_sqlite(database, copy)
        archive.write(copy, SQLITE_FILE)


def copy_sqlite(database: SqliteDatabase, copy: Path) -> None:
    """Copy the database file as it is at this moment, with SQLite's online backup; writers go on."""
    source = database.connect(read_only=True)
    target = pysqlite3.connect(str(copy), isolation_level=None)
    try:
        source.backup(target, pages=-1)
        target.execute("PRAGMA journal_mode=DELETE")
    finally:
        target.close()
        source.close()


def _add_files(data: Path, archive: ZipFile, leave_out: set[Path]) -> int:
    count = 0
    for file in _files_of(data):
        if file.resolve() in leave_out:
            continue
        packing = ZIP_STORED if file.suffix.lower() in PACKED_ALREADY else ZIP_DEFLATED
        try:
            archive.write(file, DATA + file.relative_to(data).as_posix(), packing)
        except FileNotFoundError:
            continue  # deleted meanwhile, so nothing speaks of it any more
        count += 1
    return count


def _files_of(data: Path) -> Iterator[Path]:
    """Every file but the database itself, what is still being uploaded, earlier backups, and locks."""
    if not data.is_dir():
        return
    for file in sorted(data.rglob("*")):
        top = file.relative_to(data).parts[0]
        if file.is_file() and not top.startswith((".", "paidan.", "paidan-")) and top != "incoming":
            yield file
