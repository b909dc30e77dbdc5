"""Receiving: bytes that come in go to a temporary file, counted and hashed on the way."""

from __future__ import annotations

import asyncio
import hashlib
import os
import tempfile
from collections.abc import AsyncIterable, AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from paidan.platform.files.errors import FileTooLarge

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Received:
    """A whole file that arrived: where it lies for now, its size in bytes and its SHA-256 in hexadecimal."""

    path: Path
    size: int
    sha256: str


@asynccontextmanager
async def receive(stream: AsyncIterable[bytes], folder: Path, limit_mb: int) -> AsyncIterator[Received]:
    """Take a stream in; the temporary file is gone at the end, whatever happens. Raises FileTooLarge."""
    folder.mkdir(parents=True, exist_ok=True)
    handle, text = tempfile.mkstemp(dir=folder, prefix="upload-")
    path = Path(text)
    try:
        with os.fdopen(handle, "wb") as file:
            digest, size = hashlib.sha256(), 0
            async for chunk in stream:
                size += len(chunk)
                if size > limit_mb * MEBIBYTE:
                    raise FileTooLarge(limit=f"{limit_mb} MB")
                digest.update(chunk)
                file.write(chunk)
                if len(chunk) > MEBIBYTE:
                    await asyncio.sleep(0)
        yield Received(path, size, digest.hexdigest())
    finally:
        with suppress(FileNotFoundError):
            path.unlink()


async def as_stream(data: bytes) -> AsyncIterator[bytes]:
    """Yield bytes that are in memory already."""
    for start in range(0, len(data), MEBIBYTE):
        yield data[start : start + MEBIBYTE]
