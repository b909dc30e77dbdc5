"""The archive: a zip file with a manifest, the database, and the files of the data folder.

manifest.json               what it is, when and by which version it was made
database/paidan.db          SQLite: the whole file
database/schema.json        PostgreSQL: tables that are not the product's own, sequences
database/<table>.copy       PostgreSQL: rows in COPY's text form
data/…                      uploaded files and keys, as they lie in the data folder
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from zipfile import BadZipFile, ZipFile

import orjson

from paidan.kernel.errors import Conflict, Invalid

FORMAT = 1
MANIFEST = "manifest.json"
SQLITE_FILE = "database/paidan.db"
SCHEMA = "database/schema.json"
DATA = "data/"


class NotABackup(Invalid):
    """The file is no backup of this product, or damaged."""

    code = "backup.not_a_backup"


class BackupTooNew(Conflict):
    """A newer version of the product made the backup."""

    code = "backup.too_new"


class OtherDatabase(Conflict):
    """The backup is of SQLite and the settings name PostgreSQL, or the other way round."""

    code = "backup.other_database"


class PlaceNotEmpty(Conflict):
    """There is something where the backup should be restored."""

    code = "backup.place_not_empty"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an archive says of itself. `made_at` is 'YYYY-MM-DDTHH:MM:SS.mmmZ', `files` the number of data files."""

    format: int
    database: str
    revision: str
    version: str
    made_at: str
    files: int

    def to_json(self) -> bytes:
        """Return the manifest as it stands in the archive."""
        return orjson.dumps(asdict(self), option=orjson.OPT_INDENT_2)


def read_manifest(archive: ZipFile) -> Manifest:
    """Read what an archive says of itself. Raises NotABackup, BackupTooNew."""
    try:
        content = orjson.loads(archive.read(MANIFEST))
        manifest = Manifest(**content)
    except (KeyError, TypeError, orjson.JSONDecodeError, BadZipFile):
        raise NotABackup(file=archive.filename) from None
    if manifest.format != FORMAT:
        raise BackupTooNew(version=manifest.version)
    return manifest
