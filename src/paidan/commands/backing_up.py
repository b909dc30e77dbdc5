"""`paidan backup` and `paidan restore`."""

from __future__ import annotations

from pathlib import Path

from paidan.commands.line import Line
from paidan.kernel.backup import make_backup, restore_backup
from paidan.kernel.errors import Conflict


class FileExists(Conflict):
    """A file of this name is there already; backups never replace anything."""

    code = "backup.file_exists"


def back_up(line: Line, target: Path | None) -> None:
    """Write a backup; also while a server runs. Raises NotMigrated, FileExists, Unavailable."""
    with line.open(writes=False) as product:
        now = product.database.clock.now()
        target = target or Path(f"paidan-{now:%Y%m%d-%H%M%S}.zip")
        if target.is_dir():
            target = target / f"paidan-{now:%Y%m%d-%H%M%S}.zip"
        if target.exists():
            raise FileExists(file=str(target))
        target.parent.mkdir(parents=True, exist_ok=True)
        manifest = make_backup(product, target)
    size = f"{target.stat().st_size / 1024**2:.1f}"
    line.say("cli.backup.made", file=str(target), size=size, files=manifest.files)
    if line.settings.files_url:
        line.say("cli.backup.files_elsewhere", place=line.settings.files_url)


def restore(line: Line, source: Path) -> None:
    """Restore a backup. Raises NotABackup, BackupTooNew, OtherDatabase, PlaceNotEmpty."""
    manifest = restore_backup(source, line.settings)
    line.say("cli.backup.restored", made_at=manifest.made_at, files=manifest.files)
