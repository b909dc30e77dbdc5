"""Files as a feature."""

from __future__ import annotations

from paidan.kernel.feature import Feature
from paidan.platform.files import endpoints, tables
from paidan.platform.files.cleaning import FileCleaner

feature = Feature(
    name="files",
    summary="Pictures, videos and papers: taken in safely, kept once, shown only to those who may read their record.",
    router=endpoints.router,
    contributes=[FileCleaner()],
)

TABLES = (tables.files, tables.blobs)
