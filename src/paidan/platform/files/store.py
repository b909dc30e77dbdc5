"""The store: where the bytes of files lie, in the data folder or in an S3 bucket, named by their SHA-256."""

from __future__ import annotations

import asyncio
import os
import re
from collections.abc import AsyncIterator
from pathlib import Path

import obstore
from obstore.store import LocalStore, ObjectStore, from_url

from paidan.kernel.errors import Unavailable
from paidan.kernel.product import Product
from paidan.kernel.settings import Settings

CHUNK = 256 * 1024
_SHA = re.compile(r"[0-9a-f]{64}")


class ContentLost(Unavailable):
    """The row is there, the content is not: the store was changed behind our back. Params: `sha256`."""

    code = "file.content_lost"


class FileStore:
    """Contents by SHA-256."""

    def __init__(self, settings: Settings) -> None:
        self.incoming = settings.data / "incoming"
        """Folder on this machine for uploads under way."""
        self.pictures_at_once = asyncio.Semaphore(2)
        """Each picture that is looked into may take 200 MB."""
        self._folder: Path | None = None if settings.files_url else (settings.data / "files").absolute()
        self._store: ObjectStore = (
            LocalStore(self._folder, mkdir=True) if self._folder else from_url(settings.files_url)
        )

    async def put(self, sha256: str, content: Path | bytes) -> None:
        """Keep a content; when this returns it survives a power cut. Putting the same twice is harmless."""
        key = _key(sha256)
        await obstore.put_async(self._store, key, content)
        if self._folder is not None:
            await asyncio.to_thread(_settle, self._folder / key)

    async def stream(self, sha256: str, start: int, end: int) -> AsyncIterator[bytes]:
        """Yield the bytes from `start` up to but without `end`. Raises ContentLost."""
        if end <= start:
            return
        try:
            found = await obstore.get_async(self._store, _key(sha256), options={"range": (start, end)})
        except FileNotFoundError as error:
            raise ContentLost(sha256=sha256) from error
        async for chunk in found.stream(min_chunk_size=CHUNK):
            yield bytes(chunk)

    async def read(self, sha256: str) -> bytes:
        """Return a whole content. Raises ContentLost."""
        try:
            found = await obstore.get_async(self._store, _key(sha256))
        except FileNotFoundError as error:
            raise ContentLost(sha256=sha256) from error
        return bytes(await found.bytes_async())

    async def delete(self, sha256: str) -> None:
        """Forget a content; nothing happens when it is gone already."""
        try:
            await obstore.delete_async(self._store, _key(sha256))
        except FileNotFoundError:
            return

    async def exists(self, sha256: str) -> bool:
        """Whether a content is kept."""
        try:
            await obstore.head_async(self._store, _key(sha256))
        except FileNotFoundError:
            return False
        return True


def file_store(product: Product) -> FileStore:
    """Return the product's store, opened at the first call."""
    if FileStore not in product.services:
        product.provide(FileStore(product.settings))
    return product.service(FileStore)


def _key(sha256: str) -> str:
    if not _SHA.fullmatch(sha256):
        raise ValueError("not a SHA-256")
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}"


def _settle(path: Path) -> None:
    """Force a file and the folders that name it onto the disk."""
    for place in (path, *list(path.parents)[:3]):
        handle = os.open(place, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
