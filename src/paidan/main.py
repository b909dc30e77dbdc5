"""The web server's way in for other ASGI servers: `paidan.main:create_app`. `paidan serve` brings its own."""

from __future__ import annotations

from fastapi import FastAPI

from paidan.commands.opening import open_product
from paidan.kernel.http import build_asgi
from paidan.kernel.product import Product


def create_app(product: Product | None = None) -> FastAPI:
    """Build the ASGI application, migrating first when it opens the product itself."""
    if product is None:
        product = open_product()
        product.migrate()
    return build_asgi(product)


__all__ = ["create_app", "open_product"]
