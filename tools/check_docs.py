"""Links between the project's own documents lead somewhere, and so do the documents that README names."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from tree import ROOT, finish, tracked_files

FENCE = re.compile(r"^ {0,3}(```|~~~).*?^ {0,3}\1[^\n]*$", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`[^`\n]*`")
LINK = re.compile(r"\]\(\s*<?([^)\s>]+)>?[^)]*\)|^ {0,3}\[[^\]]+\]:\s*<?([^\s>]+)", re.MULTILINE)
HEADING = re.compile(r"^ {0,3}#{1,6} +(.+?)(?: +#+)? *$", re.MULTILINE)
ELSEWHERE = re.compile(r"^[a-z][a-z0-9+.-]*:|^//", re.IGNORECASE)
NAMED = re.compile(r"`([\w.-]+(?:/[\w.-]+)*\.md|docs/[\w./-]+)`")


def find_broken_links(root: Path) -> list[str]:
    """Say which relative links in tracked Markdown files lead to no file or to no heading."""
    findings = []
    for name in tracked_files(root, "*.md"):
        findings += [
            f"{name}: {target}: {problem}"
            for target in _links((root / name).read_text("utf-8"))
            if (problem := _problem(root, root / name, target))
        ]
    return findings


def find_missing_documents(root: Path) -> list[str]:
    """Say which documents README files of the root name in `code` without their being there."""
    return [
        f"{name}: names {document}, which is not there"
        for name in tracked_files(root, ":(glob)README*.md")
        for document in NAMED.findall(FENCE.sub("", (root / name).read_text("utf-8")))
        if not (root / document).exists()
    ]


def anchor(heading: str) -> str:
    """Return the anchor of a heading as GitHub makes it: lower case, spaces to hyphens, punctuation dropped."""
    plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).replace("`", "")
    return re.sub(r"[^\w\- ]", "", plain.strip().lower()).replace(" ", "-")


def _links(text: str) -> Iterator[str]:
    for match in LINK.finditer(CODE.sub("", FENCE.sub("", text))):
        yield match[1] or match[2]


def _problem(root: Path, document: Path, target: str) -> str | None:
    if ELSEWHERE.match(target):
        return None
    path, _, fragment = unquote(target).partition("#")
    place = (document.parent / path).resolve() if path else document
    if not place.is_relative_to(root.resolve()):
        return "leads out of the project"
    if not place.exists():
        return "no such file"
    if fragment and place.suffix == ".md" and fragment.lower() not in _anchors(place.read_text("utf-8")):
        return "no such heading"
    return None


def _anchors(text: str) -> set[str]:
    found: set[str] = set()
    for heading in HEADING.findall(FENCE.sub("", text)):
        first = anchor(heading)
        name, times = first, 0
        while name in found:
            times += 1
            name = f"{first}-{times}"
        found.add(name)
    return found


def main() -> int:
    """Check the project's documents."""
    return finish(
        find_broken_links(ROOT) + find_missing_documents(ROOT), "Every link between documents leads somewhere."
    )


if __name__ == "__main__":
    sys.exit(main())
