"""In which encoding a text file is written: told by a byte-order mark, else by trying.

Chinese tables are UTF-8, or what Windows calls ANSI: GB18030 with its older parts GBK and GB2312. Excel's "Unicode
text" is UTF-16 with a mark. A UTF-8 file with a few damaged bytes stays UTF-8, so that only its damaged rows are bad.
"""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from paidan.builder.transfer.errors import UnknownEncoding

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_NAMES = {
    "utf-8": "utf-8-sig",
    "utf-8-sig": "utf-8-sig",
    "utf-16": "utf-16",
    "gb18030": "gb18030",
    "gbk": "gb18030",
    "gb2312": "gb18030",
    "big5": "big5",
    "latin-1": "latin-1",
}
_PIECE = 1 << 20
_DAMAGE = 0.02
"""UTF-8 text of which at most this part of the bytes above ASCII is unreadable is damaged UTF-8, not another encoding."""
_BAD = re.compile("[\udc80-\udcff]")


def known_encoding(name: str) -> str:
    """Return Python's name of an encoding that a person chose. Raises UnknownEncoding."""
    found = _NAMES.get(name.strip().lower().replace("_", "-"))
    if found is None:
        raise UnknownEncoding(encoding=name[:40])
    return found


def find_encoding(path: Path) -> str:
    """Return Python's name of a file's encoding, one that leaves a byte-order mark out of the text."""
    with path.open("rb") as file:
        start = file.read(4)
    for mark, name in _MARKS:
        if start.startswith(mark):
            return name
    bad, foreign = _count_bad(path, "utf-8")
    if bad == 0 or bad <= foreign * _DAMAGE:
        return "utf-8-sig"
    return "gb18030"


def _count_bad(path: Path, encoding: str) -> tuple[int, int]:
    """Return how many bytes have no meaning in the encoding, and how many bytes are not ASCII."""
    decoder = codecs.getincrementaldecoder(encoding)("surrogateescape")
    bad = foreign = 0
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            if not piece.isascii():
                foreign += len(piece) - len(piece.translate(None, _HIGH))
            bad += len(_BAD.findall(decoder.decode(piece)))
        bad += len(_BAD.findall(decoder.decode(b"", final=True)))
    return bad, foreign


_HIGH = bytes(range(128, 256))
