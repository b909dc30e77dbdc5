"""Who may follow the progress of an import or an export: whoever may see it."""

from __future__ import annotations

from paidan.builder.transfer.batches import may_see_batch
from paidan.builder.transfer.exporting.jobs import may_see_export
from paidan.builder.transfer.filing import BATCH, EXPORT
from paidan.kernel.actor import Actor
from paidan.kernel.live.topics import TopicGuard
from paidan.kernel.product import Product
from paidan.platform.files.guarding import FileGuard
from paidan.platform.files.queries import StoredFile


async def may_see(product: Product, actor: Actor, kind: str | None, record: int | None) -> bool:
    """Whether an actor may see an import or an export by what it is and its id."""
    if record is None:
        return False
    if kind == BATCH:
        return await may_see_batch(product.database, actor, record)
    return kind == EXPORT and await may_see_export(product.database, actor, record)


class TransferFiles(FileGuard):
    """The files of imports and exports are seen by whoever may see the import or export."""

    async def may_read(self, product: Product, actor: Actor, file: StoredFile) -> bool:
        """See the class."""
        return await may_see(product, actor, file.attached_object, file.attached_record)


class TransferTopics(TopicGuard):
    """The same for progress."""

    async def may_follow(self, product: Product, actor: Actor, topic: str) -> bool:
        """See the class."""
        kind, _, record = topic.partition("/")
        return record.isdecimal() and await may_see(product, actor, kind, int(record))
