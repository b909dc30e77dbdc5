"""Files as a feature."""

from __future__ import annotations

from paidan.kernel.feature import Feature
from paidan.platform.files import tables

feature = Feature(
    name="files",
    summary="Pictures, videos and papers: taken in safely, kept once, shown only to those who may read their record.",
)

TABLES = (tables.files, tables.blobs)
