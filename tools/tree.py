"""What the checks share: where the project is, which files belong to it, and how a check ends.

Uses the standard library only, because checks run before anything is installed.
"""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def tracked_files(root: Path, *patterns: str) -> list[str]:
    """List the files that git tracks under `root`, as relative paths with slashes, sorted.

    `patterns` are git pathspecs such as "*.py"; without any, every file is listed. Files deleted in the work tree are
    left out. Raises subprocess.CalledProcessError when `root` is not in a git work tree.
    """
    listed = subprocess.run(
        ["git", "-C", str(root), "ls-files", "-z", "--", *patterns], check=True, capture_output=True, text=True
    ).stdout
    return sorted(name for name in listed.split("\0") if name and (root / name).is_file())


def read_text(path: Path) -> str | None:
    """Return a file's text, or None when it is not UTF-8 text."""
    content = path.read_bytes()
    if b"\0" in content[:8192]:
        return None
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return None


def is_there(module: str) -> bool:
    """Tell whether a module can be found, without importing it (its parent packages are imported)."""
    try:
        return importlib.util.find_spec(module) is not None
    except ModuleNotFoundError:
        return False


def finish(findings: Sequence[str], all_well: str) -> int:
    """Print each finding on its own line, or one line when there is none. Returns the exit status."""
    for finding in findings:
        print(finding, file=sys.stderr)
    if not findings:
        print(all_well)
    return 1 if findings else 0
