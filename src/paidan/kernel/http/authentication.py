"""Who asks: features contribute authenticators, and the first that recognises a request names the actor."""

from __future__ import annotations

from abc import ABC, abstractmethod

from starlette.requests import Request

from paidan.kernel.actor import ANONYMOUS, Actor
from paidan.kernel.product import Product


class Authenticator(ABC):
    """One way to say who asks: a session, a token, a signed link."""

    @abstractmethod
    async def authenticate(self, product: Product, request: Request) -> Actor | None:
        """Return the actor, or None when the request does not use this way. Raises Unauthenticated, Forbidden."""


async def find_actor(product: Product, request: Request) -> Actor:
    """Ask the authenticators in turn; a request that none recognises is anonymous."""
    for authenticator in product.registry.all(Authenticator):  # type: ignore[type-abstract]
        actor = await authenticator.authenticate(product, request)
        if actor is not None:
            return actor
    return ANONYMOUS
