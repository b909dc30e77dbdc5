"""Who may see the signatures under opinions: whoever may read the record."""

from __future__ import annotations

from paidan.builder.flow.acting_now import SIGNATURE_FIELD
from paidan.builder.records.guards import may_read_record
from paidan.kernel.actor import Actor
from paidan.kernel.product import Product
from paidan.platform.files.guarding import FileGuard
from paidan.platform.files.queries import StoredFile


class FlowFiles(FileGuard):
    """A signature is seen by whoever may read the record of its flow."""

    async def may_read(self, product: Product, actor: Actor, file: StoredFile) -> bool:
        """See the class."""
        if file.attached_field != SIGNATURE_FIELD or file.attached_object is None or file.attached_record is None:
            return False
        return await may_read_record(product, actor, file.attached_object, file.attached_record)
