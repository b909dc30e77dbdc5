"""No source file grows past 500 lines, unless tools/long_files.toml says why it must.

The reasons are kept honest: an entry for a file that is gone, or short again, is a finding too.
"""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

from tree import ROOT, finish, tracked_files

MOST_LINES = 500
REASONS = "tools/long_files.toml"


def find_long_files(root: Path) -> list[str]:
    """Say which source files are too long without a reason, and which reasons are no longer needed."""
    reasons = _read_reasons(root / REASONS)
    lengths = {name: _count_lines(root / name) for name in tracked_files(root, "*.py", "*.ts", "*.tsx")}
    long = {name for name, length in lengths.items() if length > MOST_LINES}
    findings = [
        f"{name}: {lengths[name]} lines, at most {MOST_LINES}; give its second subject a module of its own"
        for name in sorted(long - reasons.keys())
    ]
    findings += [f"{REASONS}: {name} is not a long file (any more)" for name in sorted(reasons.keys() - long)]
    findings += [f"{REASONS}: {name} gives no reason" for name, reason in sorted(reasons.items()) if not reason.strip()]
    return findings


def _read_reasons(file: Path) -> dict[str, str]:
    if not file.is_file():
        return {}
    return {name: str(entry.get("reason", "")) for name, entry in tomllib.loads(file.read_text("utf-8")).items()}


def _count_lines(file: Path) -> int:
    return len(file.read_bytes().splitlines())


if __name__ == "__main__":
    sys.exit(finish(find_long_files(ROOT), f"No source file is longer than {MOST_LINES} lines without a reason."))
