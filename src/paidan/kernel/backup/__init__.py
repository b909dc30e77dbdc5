"""Backups: one archive with the database and the files, made while the server runs, and put back into an empty place."""

from paidan.kernel.backup.making import make_backup
from paidan.kernel.backup.restoring import restore_backup

__all__ = ["make_backup", "restore_backup"]
