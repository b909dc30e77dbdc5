"""Shapes of files in the API."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel


class Position(BaseModel):
    """Degrees, WGS-84."""

    lat: float
    lng: float


class FileOut(BaseModel):
    """One file. `size` in bytes, `width` and `height` in pixels, moments UTC; `taken_at` and `position` as the camera wrote them."""

    id: int
    name: str
    size: int
    media_type: str
    width: int | None
    height: int | None
    url: str
    thumb_url: str | None
    created_at: datetime
    taken_at: datetime | None
    position: Position | None
