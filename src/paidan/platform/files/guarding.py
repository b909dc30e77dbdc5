"""Who may see a file: whoever handed it in while it is temporary, afterwards those who may read its record.

This room does not know records. Higher layers contribute guards; when none says yes, the file is not there.
"""

from __future__ import annotations

from abc import ABC, abstractmethod

from paidan.kernel.actor import Actor
from paidan.kernel.errors import NotFound
from paidan.kernel.product import Product
from paidan.platform.files.queries import StoredFile, find_file


class FileGuard(ABC):
    """Somebody who knows records of one kind or another. Contributed to the registry."""

    @abstractmethod
    async def may_read(self, product: Product, actor: Actor, file: StoredFile) -> bool:
        """Whether the actor may read the record and field that the file is attached to; False when in doubt."""


async def may_read(product: Product, actor: Actor, file: StoredFile) -> bool:
    """Whether an actor may see a file. A file taken from its record is seen by nobody."""
    if file.is_temporary:
        return file.is_uploaded_by(actor)
    if file.detached_at is not None:
        return False
    for guard in product.registry.all(FileGuard):  # type: ignore[type-abstract]
        if await guard.may_read(product, actor, file):
            return True
    return False


async def get_readable_file(product: Product, actor: Actor, file_id: int) -> StoredFile:
    """Return a file that the actor may see. Raises NotFound, also when it is there but not for them."""
    file = await product.database.find(find_file(file_id))
    if file is None or not await may_read(product, actor, file):
        raise NotFound
    return file
