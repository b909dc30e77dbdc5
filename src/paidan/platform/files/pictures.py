"""Pictures: how large they are, when and where they were taken, and their small copies.

A picture is never decoded before its declared size is known to be harmless. Photos of many megapixels are decoded at a
fraction of their size, which JPEG allows. Work here takes long and belongs on a thread, outside any transaction.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

from PIL import Image, ImageOps

from paidan.platform.files.errors import PictureTooLarge
from paidan.platform.files.exif import read_position, read_taken_at
from paidan.platform.files.media_types import MediaType

THUMB = 320
"""Longest side of a small copy, in pixels."""
LARGEST = 250_000_000
"""Pixels above which a picture is refused; the largest phone cameras take 200 million."""
DECODED = 50_000_000
"""Pixels above which nothing is decoded: 200 MB of memory."""

_FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "BMP", "AVIF")
_ORIENTATION = 0x0112


@dataclass(frozen=True, slots=True)
class Picture:
    """What is known of a picture. `width` and `height` in pixels as people see it; `thumb` is WebP without metadata."""

    width: int | None = None
    height: int | None = None
    taken_at: datetime | None = None
    position: dict[str, float] | None = None
    thumb: bytes | None = None


def inspect_picture(path: Path, kind: MediaType, zone: ZoneInfo, now: datetime) -> Picture:
    """Look into a picture; what cannot be read of it stays None. Raises PictureTooLarge."""
    if not kind.is_picture:
        return Picture()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(path, formats=_FORMATS) as image:
                return _inspect(image, zone, now)
    except Image.DecompressionBombError as error:
        raise PictureTooLarge(limit=LARGEST // 1_000_000) from error
    except (OSError, SyntaxError, ValueError, MemoryError):
        return Picture()  # broken, or of a kind that we only keep


def _inspect(image: Image.Image, zone: ZoneInfo, now: datetime) -> Picture:
    width, height = image.size
    if width * height > LARGEST:
        raise PictureTooLarge(limit=LARGEST // 1_000_000)
    exif = image.getexif()
    if exif.get(_ORIENTATION) in (5, 6, 7, 8):
        width, height = height, width
    return Picture(width, height, read_taken_at(exif, zone, now), read_position(exif), _thumb(image))


def _thumb(image: Image.Image) -> bytes | None:
    image.draft("RGB", (2 * THUMB, 2 * THUMB))
    if image.width * image.height > DECODED:
        return None
    try:
        upright = ImageOps.exif_transpose(image)
        upright.thumbnail((THUMB, THUMB), Image.Resampling.LANCZOS)
        out = BytesIO()
        has_alpha = upright.has_transparency_data
        upright.convert("RGBA" if has_alpha else "RGB").save(
            out, "WEBP", quality=75, method=2, exif=b"", icc_profile=b""
        )
    except (OSError, SyntaxError, ValueError):
        return None
    return out.getvalue()
