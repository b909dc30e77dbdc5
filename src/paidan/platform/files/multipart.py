"""Multipart forms, read as they arrive: the first file part becomes a stream, so that nothing is kept in memory.

Rules: RFC 7578. Other parts of the form are skipped.
"""

from __future__ import annotations

from collections import deque
from collections.abc import AsyncIterator
from typing import Any

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.requests import ClientDisconnect, Request

from paidan.platform.files.errors import FileMissing, FormUnreadable


class FilePart:
    """The file of a form: its name as the sender gave it, and its bytes as they arrive."""

    def __init__(self, request: Request) -> None:
        self.name = ""
        self._found = False
        self._done = False
        self._in_file = False
        self._header = self._value = b""
        self._chunks: deque[bytes] = deque()
        self._body = request.stream()
        self._parser = MultipartParser(_boundary(request), self._callbacks())  # type: ignore[arg-type]

    @classmethod
    async def open(cls, request: Request) -> FilePart:
        """Read up to the file of a form. Raises FormUnreadable, FileMissing."""
        part = cls(request)
        while not part._found:
            if not await part._feed():
                raise FileMissing
        return part

    async def stream(self) -> AsyncIterator[bytes]:
        """Yield the file's bytes. Raises FormUnreadable when the form breaks off."""
        while True:
            while self._chunks:
                yield self._chunks.popleft()
            if self._done:
                return
            if not await self._feed():
                raise FormUnreadable

    async def _feed(self) -> bool:
        """Hand the next piece of the request to the parser; False at the end."""
        try:
            piece = await anext(self._body)
            if piece:
                self._parser.write(piece)
        except StopAsyncIteration:
            return False
        except (FormParserError, ClientDisconnect) as error:
            raise FormUnreadable from error
        return True

    def _callbacks(self) -> dict[str, Any]:
        return {
            "on_header_field": self._on_header_field,
            "on_header_value": self._on_header_value,
            "on_header_end": self._on_header_end,
            "on_part_data": self._on_data,
            "on_part_end": self._on_part_end,
        }

    def _on_header_field(self, data: bytes, start: int, end: int) -> None:
        self._header += data[start:end]

    def _on_header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _on_header_end(self) -> None:
        if self._header.lower() == b"content-disposition" and not self._found:
            _, options = parse_options_header(self._value)
            if b"filename" in options:
                self.name = options[b"filename"].decode("utf-8", "replace")
                self._found = self._in_file = True
        self._header = self._value = b""

    def _on_data(self, data: bytes, start: int, end: int) -> None:
        if self._in_file:
            self._chunks.append(data[start:end])

    def _on_part_end(self) -> None:
        if self._in_file:
            self._in_file, self._done = False, True


def _boundary(request: Request) -> bytes:
    kind, options = parse_options_header(request.headers.get("content-type"))
    boundary = options.get(b"boundary", b"")
    if kind != b"multipart/form-data" or not 1 <= len(boundary) <= 70:
        raise FormUnreadable
    return boundary
