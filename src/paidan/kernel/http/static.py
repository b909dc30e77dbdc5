"""The web apps: built files served as they are, whatever the routers leave unanswered.

console at `/`, field at `/m/`, portal at `/p/`. Files under `assets/` carry a hash of their content in the name and
are kept for ever; everything else is asked for again each time, which costs an empty 304. An address without a file
behind it is a place inside an app, so a browser that navigates there gets the app.
"""

from __future__ import annotations

import hashlib
import json
import mimetypes
from dataclasses import dataclass
from html import escape
from pathlib import Path, PurePosixPath

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

import paidan
from paidan.kernel.i18n import pick_language, translate
from paidan.kernel.settings import Settings

RESERVED = ("/api", "/files", "/healthz", "/readyz", "/metrics")
"""Addresses of the server itself: where nothing answers there is nothing, and no app."""
ENCODINGS = (("br", ".br"), ("gzip", ".gz"))
FOREVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"

STRICTEST = "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
"""What a page may do (CSP level 3) when the build does not say: nothing inline, nothing from elsewhere."""

mimetypes.add_type("text/javascript", ".js")
mimetypes.add_type("text/javascript", ".mjs")
mimetypes.add_type("application/wasm", ".wasm")
mimetypes.add_type("application/manifest+json", ".webmanifest")
mimetypes.add_type("font/woff2", ".woff2")


@dataclass(frozen=True, slots=True)
class WebApp:
    """One of the apps: its folder in the build, and the path it lives under."""

    name: str
    path: str
    has_worker: bool = False


APPS = (WebApp("field", "/m/", has_worker=True), WebApp("portal", "/p/"), WebApp("console", "/"))


@dataclass(frozen=True, slots=True)
class Kept:
    """A file in memory, in one encoding."""

    body: bytes
    etag: str
    stamp: tuple[int, int]


def find_build() -> Path | None:
    """Return the folder of the built apps: in the installed package, or in a checkout."""
    package = Path(paidan.__file__).parent
    for folder in (package / "web_dist", package.parents[1] / "web" / "dist"):
        if any((folder / app.name / "index.html").is_file() for app in APPS):
            return folder
    return None


class WebApps:
    """Answers what no router answered."""

    def __init__(self, settings: Settings, otherwise: ASGIApp, build: Path | None = None) -> None:
        self._language = settings.language
        self._otherwise = otherwise
        self._given = build
        self._build = build or find_build()
        self._kept: dict[Path, Kept] = {}
        self._policies = policies_of(self._build)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with a file, with an app's page, or hand on to what says "not found"."""
        response = self._answer(Request(scope)) if scope["type"] == "http" else None
        await (response or self._otherwise)(scope, receive, send)

    def _answer(self, request: Request) -> Response | None:
        path = request.url.path
        if request.method not in ("GET", "HEAD") or path.startswith(RESERVED):
            return None
        app = app_of(path)
        is_visit = "text/html" in request.headers.get("accept", "")
        build = self._build
        if build is None or not (build / app.name / "index.html").is_file():
            self._build = self._given or find_build()
            self._policies = policies_of(self._build)
            return self._not_built(request) if is_visit else None
        if request.headers.get("service-worker") == "script" and not app.has_worker:
            return None
        folder = build / app.name
        file = file_of(folder, path[len(app.path) :])
        if file is not None:
            return self._send(request, app, folder, file)
        is_root = path.rstrip("/") == app.path.rstrip("/")  # a service worker keeps it and asks for no page by name
        if is_root or (is_visit and not PurePosixPath(path).suffix):
            return self._send(request, app, folder, folder / "index.html")
        return None

    def _send(self, request: Request, app: WebApp, folder: Path, file: Path) -> Response:
        kept, encoding = self._choose(file, request.headers.get("accept-encoding", ""))
        headers = headers_of(app, file.relative_to(folder), self._policies.get(app.name, STRICTEST))
        headers["etag"] = kept.etag
        if encoding:
            headers["content-encoding"] = encoding
        if kept.etag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        return Response(kept.body, headers=headers, media_type=kind)

    def _choose(self, file: Path, accepted: str) -> tuple[Kept, str | None]:
        names = {part.split(";")[0].strip() for part in accepted.split(",") if "q=0" not in part.replace("q=0.", "")}
        for encoding, ending in ENCODINGS:
            packed = file.with_name(file.name + ending)
            if encoding in names and packed.is_file():
                return self._keep(packed), encoding
        return self._keep(file), None

    def _keep(self, file: Path) -> Kept:
        status = file.stat()
        stamp = (status.st_mtime_ns, status.st_size)
        kept = self._kept.get(file)
        if kept is None or kept.stamp != stamp:
            body = file.read_bytes()
            kept = Kept(body, f'"{hashlib.sha256(body).hexdigest()[:24]}"', stamp)
            self._kept[file] = kept
        return kept

    def _not_built(self, request: Request) -> Response:
        language = pick_language(request.headers.get("accept-language"), self._language)
        title, text = (escape(translate(f"web.not_built.{part}", language)) for part in ("title", "text"))
        page = (
            f'<!doctype html><html lang="{language}"><meta charset="utf-8"><title>{title}</title>'
            f"<body><h1>{title}</h1><p>{text}</p></body></html>"
        )
        return HTMLResponse(page, 503, headers={"content-security-policy": STRICTEST, "cache-control": "no-store"})


def app_of(path: str) -> WebApp:
    """Return the app that an address belongs to."""
    return next(app for app in APPS if path.startswith(app.path) or path == app.path.rstrip("/"))


def file_of(folder: Path, inside: str) -> Path | None:
    """Return the file at a path inside a folder; None for what is not there, hidden, or outside."""
    parts = PurePosixPath(inside).parts
    if not parts or any(part.startswith(".") or "\\" in part or "\0" in part for part in parts):
        return None
    file = folder.joinpath(*parts).resolve()
    if not file.is_relative_to(folder.resolve()) or not file.is_file() or file.suffix in (".br", ".gz"):
        return None
    return folder.joinpath(*parts)


def policies_of(build: Path | None) -> dict[str, str]:
    """Return what the pages of each app may do, as the build wrote it down in `csp.json`."""
    file = build / "csp.json" if build is not None else None
    if file is None or not file.is_file():
        return {}
    policies: dict[str, str] = json.loads(file.read_bytes())
    return policies


def headers_of(app: WebApp, inside: Path, policy: str) -> dict[str, str]:
    """Return the headers of a file: how long to keep it, what its page may do, how far a service worker reaches."""
    headers = {"vary": "accept-encoding", "cache-control": FOREVER if inside.parts[0] == "assets" else ASK_AGAIN}
    if inside.suffix == ".html":
        headers["content-security-policy"] = policy
        headers["cross-origin-opener-policy"] = "same-origin"
    if inside.name == "sw.js":
        headers["service-worker-allowed"] = app.path
        headers["content-security-policy"] = policy
    return headers
