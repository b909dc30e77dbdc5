"""Reading: the queries of lists and records, run by a database or inside a transaction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import orjson
import sqlalchemy as sa

from paidan.builder.objects.loading import model_of
from paidan.builder.objects.model import ObjectType
from paidan.builder.objects.tables import record_links
from paidan.builder.records.errors import RecordNotFound
from paidan.builder.records.querying import ListQuestion, Page, list_query, record_query
from paidan.builder.records.scoping import view_in, view_of
from paidan.kernel.actor import Actor
from paidan.kernel.database import Database, Tx


@dataclass(frozen=True, slots=True)
class Stored:
    """A record as it lies in its table: fixed columns and single values by field key, in stored form.

    For the product's own use inside transactions: no rights were looked at, nothing is masked.
    """

    object: ObjectType
    id: int
    rev: int
    deleted: bool
    parent_id: int | None
    values: dict[str, Any]

    def __getitem__(self, key: str) -> Any:
        """Return the stored value of a field, None when blank."""
        return self.values.get(key)

    def choice(self, key: str) -> str | None:
        """Return the key of the chosen option of a choice field."""
        value = self.values.get(key)
        found = None if value is None else self.object.field(key).choice(value)
        return found.key if found else None

    def status_category(self) -> str | None:
        """Return the category of the record's status, None when the object has none."""
        value = self.values.get("status")
        found = None if value is None else self.object.field("status").choice(value)
        return found.category if found else None


async def list_records(database: Database, actor: Actor, asked: ListQuestion) -> Page:
    """Answer a list question for an actor. Raises ActionForbidden, BadQuery, BadCursor, FieldUnknown, FieldForbidden."""
    view = await view_of(database, actor)
    return (await database.read(list_query(view, asked)))[0]


async def get_record(
    database: Database, actor: Actor, object_key: str, record_id: int, *, trashed: bool = False
) -> str:
    """Return one record as JSON text. Raises RecordNotFound, ActionForbidden."""
    view = await view_of(database, actor)
    found = await database.find(record_query(view, object_key, record_id, trashed=trashed))
    if found is None:
        raise RecordNotFound
    return found


def read_record(tx: Tx, object_key: str, record_id: int, *, actor: Actor | None = None) -> dict[str, Any]:
    """Return one record as an actor (the transaction's own when None) sees it. Raises RecordNotFound."""
    found = tx.find(record_query(view_in(tx, actor), object_key, record_id))
    if found is None:
        raise RecordNotFound
    document: dict[str, Any] = orjson.loads(found)
    return document


def record_values(tx: Tx, object_key: str, record_id: int, *, lock: bool = False) -> Stored:
    """Return a record as it lies, for the product's own use; with `lock` nobody else can change it until the commit.

    Raises RecordNotFound.
    """
    object_type = model_of(tx).object(object_key)
    statement = sa.select(object_type.table).where(object_type.table.c.id == record_id)
    row = tx.first(statement.with_for_update() if lock and tx.dialect == "postgresql" else statement)
    if row is None:
        raise RecordNotFound
    return stored_of(object_type, row)


def stored_of(object_type: ObjectType, row: tuple[Any, ...]) -> Stored:
    """Name the columns of a row by field."""
    by_column = dict(zip(object_type.table.c.keys(), row, strict=True))
    values = {f.key: by_column[f.column] for f in object_type.fields.values() if f.column is not None}
    deleted = by_column["deleted_at"] is not None
    return Stored(object_type, by_column["id"], by_column["rev"], deleted, by_column["parent_id"], values)


def linked_ids(tx: Tx, field_id: int, record_id: int) -> list[int]:
    """Return what a field of many values holds, in its order."""
    links = record_links.c
    statement = sa.select(links.to_id).where(links.field_id == field_id, links.from_id == record_id)
    return [row[0] for row in tx.all(statement.order_by(links.position))]


def find_ids(tx: Tx, object_key: str, **wanted: Any) -> list[int]:
    """Return the living records of an object whose fields hold the stored values given, oldest first; for the
    product's own use."""
    object_type = model_of(tx).object(object_key)
    table = object_type.table
    conditions = [object_type.column(key) == value for key, value in wanted.items()]
    statement = sa.select(table.c.id).where(table.c.deleted_at.is_(None), *conditions).order_by(table.c.id)
    return [row[0] for row in tx.all(statement)]
