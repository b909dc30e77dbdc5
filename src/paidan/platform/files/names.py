"""Names: what a file is called when people get it back.

The sender's name is kept as far as it is harmless: no folders, no control or direction-changing characters, nothing
that an operating system reserves, and an ending that tells the truth about what is inside.
"""

from __future__ import annotations

import re
import unicodedata

from paidan.platform.files.media_types import MediaType

LONGEST = 120
_FORBIDDEN = re.compile(r'[<>:"|?*\\/]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})


def safe_name(name: str, kind: MediaType) -> str:
    """Return a harmless file name that ends as files of this kind do."""
    stem, ending = _split(_clean(name))
    if ending.lower() not in kind.extensions:
        stem, ending = (f"{stem}.{ending}" if ending else stem), kind.extensions[0]
    stem = stem[:LONGEST].strip(". ") or "file"
    if _RESERVED.fullmatch(stem.split(".")[0]):
        stem = f"_{stem}"
    return f"{stem}.{ending}"


def _clean(name: str) -> str:
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    visible = "".join(c for c in unicodedata.normalize("NFC", last) if unicodedata.category(c) not in _INVISIBLE)
    return _FORBIDDEN.sub("_", visible).strip(". ")


def _split(name: str) -> tuple[str, str]:
    stem, dot, ending = name.rpartition(".")
    if not dot or not re.fullmatch(r"[A-Za-z0-9]{1,10}", ending):
        return name, ""
    return stem, ending
