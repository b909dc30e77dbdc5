"""Actors that tests name in a header: `x-actor: person:7` is person 7, `x-may: a,b` the permissions they hold."""

from __future__ import annotations

from starlette.requests import Request

from paidan.kernel.actor import Actor
from paidan.kernel.http.authentication import Authenticator
from paidan.kernel.product import Product
from paidan.platform.permissions.access import Access


class ByHeader(Authenticator):
    """Believes what the headers say."""

    async def authenticate(self, product: Product, request: Request) -> Actor | None:
        kind, _, number = request.headers.get("x-actor", "").partition(":")
        if not number:
            return None
        held = frozenset(filter(None, request.headers.get("x-may", "").split(",")))
        language = request.headers.get("accept-language", "zh-CN")
        return Actor(kind=kind, id=int(number), source="web", language=language, access=Access(features=held))  # type: ignore[arg-type]


def person(number: int, *may: str, language: str = "zh-CN") -> dict[str, str]:
    """Return the headers of a person who holds some permissions."""
    return {"x-actor": f"person:{number}", "x-may": ",".join(may), "accept-language": language}
