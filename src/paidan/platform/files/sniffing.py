"""Sniffing: what a file is, told from its bytes alone.

Neither its name nor what the sender says of it counts; the name only tells kinds of plain text apart. Archives are
recognised by names that stand in them uncompressed and are never unpacked, so a zip bomb is just a small zip. What is
not recognised as a kind that we take in is refused, programs first of all.
"""

from __future__ import annotations

import codecs
import mmap
from collections.abc import Callable
from pathlib import Path

import puremagic

from paidan.platform.files.errors import FileEmpty, FileTypeRefused
from paidan.platform.files.media_types import MEDIA_TYPES, OPENXML_PARTS, MediaType

HEAD = 64 * 1024
_PROGRAMS = (
    b"MZ",
    b"\x7fELF",
    b"\xca\xfe\xba\xbe",
    b"\xcf\xfa\xed\xfe",
    b"\xce\xfa\xed\xfe",
    b"dex\n",
    b"#!/",
    b"#! /",
)
_BEGINNINGS = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
    (b"%PDF-", "application/pdf"),
    (b"ID3", "audio/mpeg"),
    (b"OggS", "audio/ogg"),
    (b"fLaC", "audio/flac"),
    (b"#!AMR", "audio/amr"),
    (b"\x00\x00\x01\xba", "video/mpeg"),
    (b"FLV\x01", "video/x-flv"),
    (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "video/x-ms-wmv"),
    (b"{\\rtf", "application/rtf"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
)
_BRANDS = {
    b"heic": "image/heic", b"heix": "image/heic", b"heim": "image/heic", b"hevc": "image/heic", b"mif1": "image/heic",
    b"msf1": "image/heic", b"avif": "image/avif", b"avis": "image/avif", b"M4A ": "audio/mp4", b"M4B ": "audio/mp4",
    b"qt  ": "video/quicktime",
}  # fmt: skip
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_STREAMS = (
    ("WordDocument", "application/msword"),
    ("Workbook", "application/vnd.ms-excel"),
    ("Book", "application/vnd.ms-excel"),
    ("PowerPoint Document", "application/vnd.ms-powerpoint"),
    ("__substg1.0_", "application/vnd.ms-outlook"),
)
_TEXT_CONTROLS = frozenset(b"\t\n\r\f\x1b")
_UNSURE = 0.5


def sniff(path: Path, name: str) -> MediaType:
    """Return the kind of a file; `name` only tells text kinds apart. Raises FileEmpty, FileTypeRefused."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    if not head:
        raise FileEmpty
    found = None if head.startswith(_PROGRAMS) and not head.startswith(b"#!AMR") else _recognise(path, head, name)
    if found is None or found not in MEDIA_TYPES:
        raise FileTypeRefused(name=name[:200])
    return MEDIA_TYPES[found]


def _recognise(path: Path, head: bytes, name: str) -> str | None:
    rules: tuple[Callable[[], str | None], ...] = (
        lambda: next((kind for start, kind in _BEGINNINGS if head.startswith(start)), None),
        lambda: _boxes(head),
        lambda: _riff(head),
        lambda: _matroska(head),
        lambda: _bitmap(head),
        lambda: _sound_frames(head),
        lambda: _package(path) if head.startswith((b"PK\x03\x04", b"PK\x05\x06")) else None,
        lambda: _compound(path) if head.startswith(_OLE) else None,
        lambda: _text(head, name),
        lambda: _second_opinion(head),
    )
    return next((kind for rule in rules if (kind := rule())), None)


def _boxes(head: bytes) -> str | None:
    """MP4 and its family (ISO/IEC 14496-12): the major brand behind 'ftyp'."""
    if head[4:8] != b"ftyp":
        return None
    brand = head[8:12]
    if brand[:2] == b"3g":
        return "video/3gpp"
    return _BRANDS.get(brand, "video/mp4")


def _riff(head: bytes) -> str | None:
    if head[:4] != b"RIFF":
        return None
    return {b"WEBP": "image/webp", b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo"}.get(head[8:12])


def _matroska(head: bytes) -> str | None:
    if not head.startswith(b"\x1a\x45\xdf\xa3"):
        return None
    if b"webm" not in head[:64]:
        return "video/x-matroska"
    return "audio/webm" if b"A_" in head and b"V_" not in head else "video/webm"


def _bitmap(head: bytes) -> str | None:
    is_bitmap = head[:2] == b"BM" and len(head) > 26 and head[6:10] == b"\0\0\0\0"
    return "image/bmp" if is_bitmap else None


def _sound_frames(head: bytes) -> str | None:
    """MPEG audio without a tag: eleven set bits, then the layer; layer 0 is ADTS."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return None
    layer = head[1] >> 1 & 3
    if layer in (1, 2) and head[2] >> 4 != 15:
        return "audio/mpeg"
    return "audio/aac" if layer == 0 and head[1] & 0xF0 == 0xF0 else None


def _package(path: Path) -> str:
    """Tell Office packages from plain archives by the names of their parts, which stand in the file as they are."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        declared = content[30:120]
        if declared.startswith(b"mimetypeapplication/vnd.oasis.opendocument."):
            wanted = (kind for kind in MEDIA_TYPES if declared.startswith(f"mimetype{kind}".encode()))
            return next(wanted, "application/zip")
        for part, plain, with_macros in OPENXML_PARTS:
            if content.find(part) >= 0:
                return with_macros if content.find(b"vbaProject.bin") >= 0 else plain
        return "application/ofd" if content.find(b"OFD.xml") >= 0 else "application/zip"


def _compound(path: Path) -> str | None:
    """Old Office files: an OLE container, known by the stream it holds. Installers are such containers too."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        found = (kind for stream, kind in _OLE_STREAMS if content.find(stream.encode("utf-16-le")) >= 0)
        return next(found, None)


def _text(head: bytes, name: str) -> str | None:
    if not _is_text(head):
        return None
    return "text/csv" if name.lower().endswith(".csv") else "text/plain"


def _is_text(head: bytes) -> bool:
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _decodes(head, "utf-16")
    if any(byte < 0x20 and byte not in _TEXT_CONTROLS for byte in head):
        return False
    return _decodes(head, "utf-8") or _decodes(head, "gb18030")


def _decodes(head: bytes, encoding: str) -> bool:
    try:
        codecs.getincrementaldecoder(encoding)().decode(head, final=len(head) < HEAD)
    except UnicodeDecodeError:
        return False
    return True


def _second_opinion(head: bytes) -> str | None:
    """Ask the signature library about pictures, sounds and films that our own rules do not know."""
    try:
        matches = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        return None
    sure = (match.mime_type for match in matches if match.confidence > _UNSURE)
    harmless = ("image/", "audio/", "video/")
    return next((kind for kind in sure if kind in MEDIA_TYPES and kind.startswith(harmless)), None)
