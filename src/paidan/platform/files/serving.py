"""Serving: a file as an HTTP answer, whole or in part, in a way that no browser runs what is inside.

Rules: RFC 9110 §13 (conditions) and §14 (one range; several are answered with the whole), RFC 6266 (names).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from paidan.platform.files.media_types import MEDIA_TYPES
from paidan.platform.files.queries import StoredFile
from paidan.platform.files.store import FileStore

PRIVATE = "private, no-cache"
"""The browser keeps a copy and asks each time whether it is still allowed to show it."""
PRIVATE_SHORT = "private, max-age=300"
_SANDBOX = "default-src 'none'; media-src 'self'; img-src 'self'; style-src 'unsafe-inline'; sandbox"
_PDF_POLICY = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"
"""Browsers do not open PDF in a sandbox; their viewers run no script of the page's origin."""
_OUTSIDE = (0, 0)
_RANGE = re.compile(r"bytes=(\d*)-(\d*)")


@dataclass(frozen=True, slots=True)
class Content:
    """Bytes to be sent: `sha256` names them, `size` in bytes, `name` for saving."""

    sha256: str
    size: int
    media_type: str
    name: str


def content_of(file: StoredFile) -> Content:
    """Return what a file sends."""
    return Content(file.sha256, file.size, file.media_type, file.name)


def respond(request: Request, store: FileStore, content: Content, *, download: bool, cache: str = PRIVATE) -> Response:
    """Answer with a content: 200, 206 for one range, 304 when the client has it, 416 for a range outside it."""
    headers = _headers(content, download=download, cache=cache)
    if _has_it(request, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    span = _wanted_range(request, content.size, headers["ETag"])
    if span == _OUTSIDE:
        return Response(status_code=416, headers={**headers, "Content-Range": f"bytes */{content.size}"})
    start, end = span or (0, content.size)
    if span:
        headers["Content-Range"] = f"bytes {start}-{end - 1}/{content.size}"
    headers["Content-Length"] = str(end - start)
    status = 206 if span else 200
    media_type = content.media_type if content.media_type in MEDIA_TYPES else "application/octet-stream"
    if request.method == "HEAD":
        return Response(status_code=status, headers={**headers, "Content-Type": media_type})
    return StreamingResponse(store.stream(content.sha256, start, end), status, {**headers, "Content-Type": media_type})


def _headers(content: Content, *, download: bool, cache: str) -> dict[str, str]:
    kind = MEDIA_TYPES.get(content.media_type)
    shown = "inline" if kind is not None and kind.inline and not download else "attachment"
    return {
        "ETag": f'"{content.sha256}"',
        "Accept-Ranges": "bytes",
        "Cache-Control": cache,
        "Vary": "Cookie, Authorization",
        "Content-Disposition": f"{shown}; {_name_parameters(content.name)}",
        "Content-Security-Policy": _PDF_POLICY if content.media_type == "application/pdf" else _SANDBOX,
        "Cross-Origin-Resource-Policy": "same-origin",
    }


def _name_parameters(name: str) -> str:
    plain = re.sub(r"[^A-Za-z0-9 ._-]", "_", name)
    return f"filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def _has_it(request: Request, etag: str) -> bool:
    given = request.headers.get("if-none-match", "")
    return given.strip() == "*" or etag in (part.strip().removeprefix("W/") for part in given.split(","))


def _wanted_range(request: Request, size: int, etag: str) -> tuple[int, int] | None:
    """Return the part asked for as (start, end), `_OUTSIDE`, or None for the whole."""
    condition = request.headers.get("if-range")
    found = _RANGE.fullmatch(request.headers.get("range", "").replace(" ", ""))
    if found is None or (condition is not None and condition.strip() != etag):
        return None
    first, last = found.groups()
    if not first and not last:
        return None
    if not first:
        return (max(size - int(last), 0), size) if int(last) and size else _OUTSIDE
    if last and int(last) < int(first):
        return None
    return (int(first), min(int(last) + 1, size) if last else size) if int(first) < size else _OUTSIDE
