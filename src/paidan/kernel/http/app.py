"""What an endpoint holds in its hand: the product, seen as the one who asks.

`command` is the way for writes: it runs the function as one transaction, honours the idempotency key, and answers with
bytes. `read` and `answer` are the way for reads.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Concatenate, ParamSpec, TypeVar

import orjson
from fastapi import Depends, Request
from starlette.responses import Response

from paidan.kernel.actor import Actor
from paidan.kernel.database.reading import Query
from paidan.kernel.database.tx import Tx
from paidan.kernel.errors import Unauthenticated
from paidan.kernel.http.idempotency import remember_outcome, replay
from paidan.kernel.product import Product

T = TypeVar("T")
P = ParamSpec("P")
Work = Callable[Concatenate[Tx, P], T]

JSON_TYPE = "application/json"


class AppHandle:
    """The product for one request."""

    def __init__(self, product: Product, request: Request, actor: Actor) -> None:
        self.product = product
        self.request = request
        self.actor = actor

    @property
    def language(self) -> str:
        """The reader's language."""
        return self.actor.language

    @property
    def now(self) -> Any:
        """The present moment (UTC)."""
        return self.product.database.clock.now()

    def require_person(self) -> int:
        """Return the id of the signed-in person. Raises Unauthenticated."""
        if self.actor.kind != "person" or self.actor.id is None:
            raise Unauthenticated
        return self.actor.id

    async def write(self, work: Work[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `work(tx, …)` as the one who asks; returns after the commit."""
        return await self.product.database.write_as(self.actor, lambda tx: work(tx, *args, **kwargs))

    async def read(self, query: Query[T]) -> list[T]:
        """Run a query and return every answer."""
        return await self.product.database.read(query)

    async def find(self, query: Query[T]) -> T | None:
        """Run a query and return its first answer, or None."""
        return await self.product.database.find(query)

    async def command(self, work: Work[P, Any], status: int, /, *args: P.args, **kwargs: P.kwargs) -> Response:
        """Run `work(tx, …)` once per idempotency key and answer with its JSON-able result.

        The header `Idempotency-Key` makes a repeated request harmless: the outcome is stored in the transaction that
        did the work, and a second request with the same key gets the same answer. Raises Reused when the key came
        with a different request before.
        """
        key = self.request.headers.get("idempotency-key")
        if not key:
            result = await self.write(work, *args, **kwargs)
            return answer(result, status)
        fingerprint = await self._fingerprint()

        def once(tx: Tx) -> tuple[int, bytes]:
            earlier = replay(tx, key=key, fingerprint=fingerprint)
            if earlier is not None:
                return earlier
            body = to_json(work(tx, *args, **kwargs))
            remember_outcome(tx, key=key, fingerprint=fingerprint, status=status, body=body)
            return status, body

        status, body = await self.product.database.write_as(self.actor, once)
        return Response(body, status, media_type=JSON_TYPE)

    async def _fingerprint(self) -> bytes:
        body = await self.request.body()
        return b"\0".join((self.request.method.encode(), self.request.url.path.encode(), body))


def to_json(value: Any) -> bytes:
    """Return a JSON document; bytes are taken to be one already."""
    if isinstance(value, bytes):
        return value
    return orjson.dumps(value, default=_plain, option=orjson.OPT_UTC_Z | orjson.OPT_NON_STR_KEYS)


def answer(value: Any, status: int = 200) -> Response:
    """Answer with a JSON-able value or with bytes that are JSON already."""
    if value is None and status == 204:
        return Response(status_code=204)
    return Response(to_json(value), status, media_type=JSON_TYPE)


def _plain(value: Any) -> Any:
    from decimal import Decimal

    if isinstance(value, Decimal):
        return float(value)
    if hasattr(value, "model_dump"):
        return value.model_dump()
    raise TypeError(f"{type(value).__name__} has no JSON form")


async def get_app(request: Request) -> AppHandle:
    """Give an endpoint its handle; the actor was found by the middleware."""
    return AppHandle(request.app.state.product, request, request.state.actor)


App = Annotated[AppHandle, Depends(get_app)]
