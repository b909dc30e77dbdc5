"""The ASGI application: every feature's endpoints behind the same middleware."""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from paidan.kernel.actor import ANONYMOUS
from paidan.kernel.errors import AppError, NotFound
from paidan.kernel.http.authentication import find_actor
from paidan.kernel.http.problems import malformed_response, problem_response
from paidan.kernel.http.static import WebApps
from paidan.kernel.i18n import pick_language
from paidan.kernel.measures import take_measures
from paidan.kernel.metrics import REQUESTS, SECONDS, render_metrics
from paidan.kernel.product import Product

log = structlog.get_logger("paidan.http")
_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")


class MethodNotAllowed(AppError):
    """405: the address exists, the method does not."""

    code = "method_not_allowed"
    status = 405


class Internal(AppError):
    """500: a fault of ours."""


def build_asgi(product: Product, *, background: bool = True) -> FastAPI:
    """Build the web application of a product; with `background` it also runs what belongs beside the requests."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        if background:
            await product.start_background()
        yield
        await product.stop_background()
        await product.database.close_readers()

    app = FastAPI(
        title="Paidan",
        version="0.1.0",
        docs_url="/api/docs",
        openapi_url="/api/openapi.json",
        redoc_url=None,
        lifespan=lifespan,
    )
    app.state.product = product
    _add_operations(app, product)
    for feature in product.registry.features:
        if feature.router is not None:
            app.include_router(feature.router)
    app.router.default = WebApps(product.settings, app.router.default)
    _add_refusals(app, product)
    app.add_middleware(RequestFrame, product=product)
    return app


class RequestFrame:
    """Around every request: its id, its actor and language, its log line and its figures. Plain ASGI, because the
    frameworks' own middleware class costs more than the handler it wraps."""

    def __init__(self, app: ASGIApp, product: Product) -> None:
        self.app = app
        self.product = product

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = time.perf_counter()
        request = Request(scope, receive)
        request_id = _request_id(request)
        status = 500

        async def send_framed(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], (b"x-request-id", request_id.encode()), *_SAFETY]
            await send(message)

        with structlog.contextvars.bound_contextvars(request_id=request_id):
            request.state.request_id = request_id
            request.state.actor = ANONYMOUS
            try:
                await self._find_actor(request)
            except AppError as error:
                response = problem_response(error, _language(request, self.product), request_id)
                await response(scope, receive, send_framed)
            else:
                await self.app(scope, receive, send_framed)
            self._count(scope, status, time.perf_counter() - started)

    async def _find_actor(self, request: Request) -> None:
        if request.url.path.startswith(("/api", "/p", "/files", "/m")):
            actor = await find_actor(self.product, request)
        else:
            actor = ANONYMOUS
        if actor.kind == "anonymous":
            from dataclasses import replace

            actor = replace(actor, language=_language(request, self.product))
        request.state.actor = actor

    def _count(self, scope: Scope, status: int, seconds: float) -> None:
        route = getattr(scope.get("route"), "path", "other")
        REQUESTS.labels(scope["method"], route, status).inc()
        SECONDS.labels(scope["method"], route).observe(seconds)
        write_line = log.warning if status >= 500 else log.debug if scope["path"] in _WATCHED else log.info
        write_line("request", method=scope["method"], path=scope["path"], status=status, ms=round(seconds * 1000, 1))


_WATCHED = frozenset({"/healthz", "/readyz", "/metrics"})
"""Machines ask these every few seconds; nobody wants to read it."""
_SAFETY = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"x-frame-options", b"DENY"),
]


def _request_id(request: Request) -> str:
    given = request.headers.get("x-request-id", "")
    return given if _REQUEST_ID.fullmatch(given) else secrets.token_hex(8)


def _language(request: Request, product: Product) -> str:
    return pick_language(request.headers.get("accept-language"), product.settings.language)


def _reader_language(request: Request, product: Product) -> str:
    actor = getattr(request.state, "actor", ANONYMOUS)
    return actor.language if actor.kind != "anonymous" else _language(request, product)


def _add_refusals(app: FastAPI, product: Product) -> None:
    Handler = Callable[[Request, Any], Awaitable[Response]]  # noqa: N806

    async def refused(request: Request, error: AppError) -> Response:
        return problem_response(error, _reader_language(request, product), request.state.request_id)

    async def malformed(request: Request, error: RequestValidationError) -> Response:
        return malformed_response(error, _reader_language(request, product), request.state.request_id)

    async def plain(request: Request, error: HTTPException) -> Response:
        refusal = MethodNotAllowed() if error.status_code == 405 else NotFound()
        return problem_response(refusal, _reader_language(request, product), request.state.request_id)

    async def failed(request: Request, error: Exception) -> Response:
        log.error("request.failed", path=request.url.path, exc_info=error)
        request_id = getattr(request.state, "request_id", "-")
        return problem_response(Internal(), _reader_language(request, product), request_id)

    handlers: list[tuple[type[Exception], Handler]] = [
        (AppError, refused),
        (RequestValidationError, malformed),
        (HTTPException, plain),
        (Exception, failed),
    ]
    for kind, handler in handlers:
        app.add_exception_handler(kind, handler)


def _add_operations(app: FastAPI, product: Product) -> None:
    @app.get("/healthz", include_in_schema=False)
    async def healthz() -> PlainTextResponse:
        return PlainTextResponse("ok")

    @app.get("/readyz", include_in_schema=False)
    async def readyz() -> PlainTextResponse:
        await product.database.write(lambda tx: tx.now)
        return PlainTextResponse("ready")

    @app.get("/metrics", include_in_schema=False)
    async def metrics() -> Response:
        await take_measures(product)
        return Response(render_metrics(), media_type="text/plain; version=0.0.4")
