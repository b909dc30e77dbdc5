"""The web server's way in: builds the product from its features and serves it."""

from __future__ import annotations

from fastapi import FastAPI

from paidan.features import FEATURES
from paidan.kernel.clock import Clock
from paidan.kernel.http import build_asgi
from paidan.kernel.product import Product, build_product
from paidan.kernel.settings import Settings


def open_product(settings: Settings | None = None, clock: Clock | None = None) -> Product:
    """Build the whole product, as the server, the worker, the command line and the tests use it. Raises Unavailable."""
    return build_product(settings or Settings(), FEATURES, clock)


def create_app(product: Product | None = None) -> FastAPI:
    """Build the ASGI application, migrating first when it opens the product itself."""
    if product is None:
        product = open_product()
        product.migrate()
    return build_asgi(product)
