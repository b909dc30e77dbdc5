"""Media types: which kinds of file are taken in, how each is named, and which a browser may show by itself.

`inline` kinds hold nothing that a browser would run. Pages and drawings that can carry scripts (HTML, SVG) count as
plain text and are only ever downloaded.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MediaType:
    """A kind of file: its IANA name, the name endings that fit it, and whether browsers may show it in place."""

    name: str
    extensions: tuple[str, ...]
    inline: bool = False

    @property
    def is_picture(self) -> bool:
        """Whether it is an image."""
        return self.name.startswith("image/")


TEXT_EXTENSIONS = (
    "txt", "log", "md", "json", "xml", "yaml", "yml", "ini", "conf", "cfg", "tsv", "vcf", "ics", "eml", "srt", "gcode", "nc",
)  # fmt: skip

_OOXML = "application/vnd.openxmlformats-officedocument"
_ALL = (
    MediaType("image/jpeg", ("jpg", "jpeg", "jfif"), inline=True),
    MediaType("image/png", ("png",), inline=True),
    MediaType("image/gif", ("gif",), inline=True),
    MediaType("image/webp", ("webp",), inline=True),
    MediaType("image/avif", ("avif",), inline=True),
    MediaType("image/bmp", ("bmp",), inline=True),
    MediaType("image/heic", ("heic", "heif")),
    MediaType("image/tiff", ("tif", "tiff")),
    MediaType("video/mp4", ("mp4", "m4v"), inline=True),
    MediaType("video/webm", ("webm",), inline=True),
    MediaType("video/quicktime", ("mov",), inline=True),
    MediaType("video/3gpp", ("3gp", "3g2")),
    MediaType("video/x-matroska", ("mkv",)),
    MediaType("video/x-msvideo", ("avi",)),
    MediaType("video/x-ms-wmv", ("wmv", "asf", "wma")),
    MediaType("video/x-flv", ("flv",)),
    MediaType("video/mpeg", ("mpg", "mpeg")),
    MediaType("audio/mpeg", ("mp3",), inline=True),
    MediaType("audio/mp4", ("m4a",), inline=True),
    MediaType("audio/aac", ("aac",), inline=True),
    MediaType("audio/ogg", ("ogg", "oga", "opus"), inline=True),
    MediaType("audio/wav", ("wav",), inline=True),
    MediaType("audio/webm", ("webm", "weba"), inline=True),
    MediaType("audio/flac", ("flac",), inline=True),
    MediaType("audio/amr", ("amr",)),
    MediaType("application/pdf", ("pdf",), inline=True),
    MediaType("application/ofd", ("ofd",)),
    MediaType("application/msword", ("doc", "dot", "wps")),
    MediaType("application/vnd.ms-excel", ("xls", "xlt", "et")),
    MediaType("application/vnd.ms-powerpoint", ("ppt", "pps", "dps")),
    MediaType("application/vnd.ms-outlook", ("msg",)),
    MediaType(f"{_OOXML}.wordprocessingml.document", ("docx",)),
    MediaType(f"{_OOXML}.spreadsheetml.sheet", ("xlsx",)),
    MediaType(f"{_OOXML}.presentationml.presentation", ("pptx", "ppsx")),
    MediaType("application/vnd.ms-word.document.macroEnabled.12", ("docm",)),
    MediaType("application/vnd.ms-excel.sheet.macroEnabled.12", ("xlsm",)),
    MediaType("application/vnd.ms-powerpoint.presentation.macroEnabled.12", ("pptm",)),
    MediaType("application/vnd.ms-excel.sheet.binary.macroEnabled.12", ("xlsb",)),
    MediaType("application/vnd.oasis.opendocument.text", ("odt",)),
    MediaType("application/vnd.oasis.opendocument.spreadsheet", ("ods",)),
    MediaType("application/vnd.oasis.opendocument.presentation", ("odp",)),
    MediaType("application/rtf", ("rtf",)),
    MediaType("text/plain", TEXT_EXTENSIONS),
    MediaType("text/csv", ("csv",)),
    MediaType("application/zip", ("zip",)),
    MediaType("application/vnd.rar", ("rar",)),
    MediaType("application/x-7z-compressed", ("7z",)),
)

MEDIA_TYPES: dict[str, MediaType] = {kind.name: kind for kind in _ALL}
"""Every kind that is taken in, by its name."""

OPENXML_PARTS = (
    (b"word/document.xml", f"{_OOXML}.wordprocessingml.document", "application/vnd.ms-word.document.macroEnabled.12"),
    (b"xl/workbook.xml", f"{_OOXML}.spreadsheetml.sheet", "application/vnd.ms-excel.sheet.macroEnabled.12"),
    (
        b"ppt/presentation.xml",
        f"{_OOXML}.presentationml.presentation",
        "application/vnd.ms-powerpoint.presentation.macroEnabled.12",
    ),
    (b"xl/workbook.bin", *("application/vnd.ms-excel.sheet.binary.macroEnabled.12",) * 2),
)
"""A part that only this kind of Office package has, the kind without macros, the kind with them."""
