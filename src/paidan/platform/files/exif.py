"""EXIF: when and where a picture was taken, as the camera wrote it.

Cameras that do not write their offset from UTC mean local time, which is taken to be the company's zone. What makes no
sense (a date in the future, latitude 200) counts as not written.
"""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

from PIL.Image import Exif

from paidan.kernel.clock import to_milliseconds

_DETAILS, _PLACE = 0x8769, 0x8825
_TAKEN, _OFFSET = 36867, 36881
_LATITUDE_SIGN, _LATITUDE, _LONGITUDE_SIGN, _LONGITUDE = 1, 2, 3, 4
_OLDEST = datetime(1990, 1, 1, tzinfo=UTC)
_AHEAD = timedelta(days=1)


def read_taken_at(exif: Exif, zone: ZoneInfo, now: datetime) -> datetime | None:
    """Return the UTC moment of capture, or None when it is not written or cannot be true."""
    details = exif.get_ifd(_DETAILS)
    try:
        local = datetime.strptime(str(details.get(_TAKEN, "")).strip("\0 "), "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007
        taken = local.replace(tzinfo=_offset(details.get(_OFFSET)) or zone)
        moment = to_milliseconds(taken)
    except (ValueError, OverflowError):
        return None
    return moment if _OLDEST <= moment <= now + _AHEAD else None


def read_position(exif: Exif) -> dict[str, float] | None:
    """Return {"lat", "lng"} in degrees (WGS-84, seven digits), or None."""
    place = exif.get_ifd(_PLACE)
    latitude = _degrees(place.get(_LATITUDE), negative=str(place.get(_LATITUDE_SIGN, "N")).upper().startswith("S"))
    longitude = _degrees(place.get(_LONGITUDE), negative=str(place.get(_LONGITUDE_SIGN, "E")).upper().startswith("W"))
    if latitude is None or longitude is None or abs(latitude) > 90 or abs(longitude) > 180:
        return None
    if latitude == 0 == longitude:
        return None  # what phones write when they had no signal
    return {"lat": latitude, "lng": longitude}


def _offset(text: Any) -> timezone | None:
    try:
        offset = datetime.strptime(str(text).strip("\0 "), "%z").utcoffset()
    except ValueError:
        return None
    return None if offset is None else timezone(offset)


def _degrees(parts: Any, *, negative: bool) -> float | None:
    try:
        degrees, minutes, seconds = (float(part) for part in parts)
        value = degrees + minutes / 60 + seconds / 3600
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    return round(-value if negative else value, 7) if math.isfinite(value) else None
