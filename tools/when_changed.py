"""Run a command only when what it depends on has changed.

    when_changed.py STAMP SOURCE... [--made PATH]... -- COMMAND...

The stamp keeps a fingerprint of the contents of the sources (files, or folders with everything in them) and of the
command. Contents, not times, because a checkout gives every file a new time. A missing `--made` path runs it too.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

MADE_BY_TOOLS = {"node_modules", "dist", "test-results", "coverage", "__pycache__", ".vite"}


def fingerprint(sources: Iterable[Path], command: Sequence[str]) -> str:
    """Return a digest of the command and of the names and contents of all source files.

    Raises FileNotFoundError for a source that is not there.
    """
    digest = hashlib.sha256(repr(list(command)).encode())
    for source in sources:
        for file in _files(source):
            digest.update(f"\0{file.as_posix()}\0".encode())
            digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def run_when_changed(stamp: Path, sources: Sequence[Path], made: Sequence[Path], command: Sequence[str]) -> int:
    """Run the command unless the stamp says that nothing changed. Returns its exit status, 0 when not run."""
    wanted = fingerprint(sources, command)
    if stamp.is_file() and stamp.read_text() == wanted and all(path.exists() for path in made):
        return 0
    status = subprocess.run(command, check=False).returncode
    if status == 0:
        stamp.parent.mkdir(parents=True, exist_ok=True)
        stamp.write_text(wanted)
    return status


def _files(source: Path) -> Iterator[Path]:
    if source.is_file():
        yield source
        return
    if not source.is_dir():
        raise FileNotFoundError(f"{source} is not there")
    for folder, folders, names in os.walk(source):
        folders[:] = sorted(set(folders) - MADE_BY_TOOLS)
        yield from (Path(folder, name) for name in sorted(names))


def main() -> int:
    """Read the command line and do it."""
    split = sys.argv.index("--")
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("stamp", type=Path)
    parser.add_argument("sources", type=Path, nargs="+")
    parser.add_argument("--made", type=Path, action="append", default=[])
    given = parser.parse_args(sys.argv[1:split])
    try:
        return run_when_changed(given.stamp, given.sources, given.made, sys.argv[split + 1 :])
    except FileNotFoundError as missing:
        print(missing, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
