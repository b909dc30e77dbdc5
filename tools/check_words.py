"""Words that no file of the project may hold: folders of one machine, and hosts that serve packages.

Either would make the project work in one place only. Package hosts are the choice of whoever installs, so lock files
and scripts name none.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from tree import ROOT, finish, read_text, tracked_files

FORBIDDEN = {
    "a folder of one machine": re.compile(r"(?<![\w.:/\-])/(?:work|home|root|Users)/\w"),
    "a host that serves packages": re.compile(
        r"\bpypi\.org|\bpythonhosted\.org|\bregistry\.(?:npmjs|yarnpkg)\.|\bnpmmirror\.com|\bnpm\.taobao\."
        r"|\bmirrors\.(?:aliyun|tencent|cloud\.tencent|ustc|tuna|163|huaweicloud)\.|\bpypi\.(?:tuna|douban|mirrors)\."
    ),
    "a download address": re.compile(r'"resolved":\s*"https?:'),
}


def find_forbidden_words(root: Path) -> list[str]:
    """Say where a tracked text file holds a forbidden word."""
    findings = []
    for name in tracked_files(root):
        for number, line in enumerate((read_text(root / name) or "").splitlines(), start=1):
            findings += [
                f"{name}:{number}: {what}: {found[0]}"
                for what, pattern in FORBIDDEN.items()
                if (found := pattern.search(line))
            ]
    return findings


if __name__ == "__main__":
    sys.exit(finish(find_forbidden_words(ROOT), "No machine's folders and no package hosts are named."))
