"""Who may see the files of records and follow their changes: whoever may read the record, and the field."""

from __future__ import annotations

from paidan.builder.objects.errors import UnknownObject
from paidan.builder.records.querying import reach_query
from paidan.builder.records.scoping import view_of
from paidan.kernel.actor import Actor
from paidan.kernel.live.topics import TopicGuard
from paidan.kernel.product import Product
from paidan.platform.files.guarding import FileGuard
from paidan.platform.files.queries import StoredFile
from paidan.platform.permissions.access import FieldRight


async def may_read_record(product: Product, actor: Actor, object_key: str, record_id: int) -> bool:
    """Whether an actor may read a record."""
    view = await view_of(product.database, actor)
    try:
        return await product.database.find(reach_query(view, object_key, record_id)) is not None
    except UnknownObject:
        return False


class RecordFiles(FileGuard):
    """A file is seen by whoever may read its record and the field that holds it."""

    async def may_read(self, product: Product, actor: Actor, file: StoredFile) -> bool:
        """See the class."""
        if file.attached_object is None or file.attached_record is None:
            return False
        view = await view_of(product.database, actor)
        if file.attached_object not in view.model.objects:
            return False
        rights = view.read_rights(file.attached_object)
        field = rights.object.fields.get(file.attached_field or "")
        if field is None or rights.right(field) < FieldRight.READ:
            return False
        return await may_read_record(product, actor, file.attached_object, file.attached_record)


class RecordTopics(TopicGuard):
    """A record is followed by whoever may read it."""

    async def may_follow(self, product: Product, actor: Actor, topic: str) -> bool:
        """See the class."""
        object_key, _, record = topic.partition("/")
        return record.isdecimal() and await may_read_record(product, actor, object_key, int(record))
