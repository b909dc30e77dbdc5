"""In whose name an import goes on in the background: its starter's, with the rights that he has now."""

from __future__ import annotations

from paidan.kernel.actor import Actor
from paidan.kernel.product import Product
from paidan.platform.identity.queries import find_person
from paidan.platform.identity.rights import rights_of

SOURCE = "import"


async def actor_of(
    product: Product, kind: str, actor_id: int | None, name: str, language: str, source: str = SOURCE
) -> Actor:
    """Return the actor; a person who may no longer work has no rights left, so that the store refuses each row."""
    if kind == "service":
        return Actor(kind="service", name=name, language=language, source=source)
    if actor_id is None:
        return Actor(kind="anonymous", language=language, source=source)
    person = await product.database.find(find_person(actor_id))
    access = None
    if person is not None and person.active:
        access = await rights_of(product.registry).compile(product.database, actor_id, 0)
    return Actor(kind="person", id=actor_id, name=name, language=language, source=source, access=access)
