"""Handing a file in: it is read once to see what it is, kept, and proposed a mapping for."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from paidan.builder.objects.loading import current_model
from paidan.builder.objects.model import ObjectType
from paidan.builder.objects.permissions import MANAGE_OBJECTS
from paidan.builder.transfer.batches import (
    Batch,
    State,
    describe_batch,
    find_batch,
    get_batch_in,
    list_same_file,
    store_batch,
)
from paidan.builder.transfer.errors import FileEmpty
from paidan.builder.transfer.filing import BATCH, Place, add_file, keep_content, local_copy
from paidan.builder.transfer.mapping import ColumnPlan, Mapping, is_importable, key_candidates
from paidan.builder.transfer.matching import Match, match_columns
from paidan.builder.transfer.permissions import require_import
from paidan.builder.transfer.profiling import LOOKED_AT, TableProfile, profile_table
from paidan.builder.transfer.reading import ReadOptions, Table, open_sheet, open_table
from paidan.builder.transfer.tables import batches
from paidan.kernel.actor import Actor
from paidan.kernel.database import Tx
from paidan.kernel.product import Product
from paidan.platform.files.receiving import Received, receive
from paidan.platform.files.store import file_store
from paidan.platform.permissions.access import access_of, holds


@dataclass(frozen=True, slots=True)
class Inspection:
    """What was found in a file: the table, the profile of its columns, and what they most likely mean."""

    table: Table
    profile: TableProfile
    matches: list[Match]

    @property
    def reading(self) -> dict[str, Any]:
        """How it was read, so that it is read the same way again."""
        sheet = self.table.sheet
        found = {"sheet": sheet.sheet, "encoding": sheet.encoding, "delimiter": sheet.delimiter}
        return {name: value for name, value in found.items() if value} | {"header_row": self.table.header_row}

    @property
    def mapping(self) -> Mapping:
        """The mapping proposed."""
        return Mapping(columns=tuple(match.plan for match in self.matches if match.plan))


async def hand_in(
    product: Product,
    actor: Actor,
    stream: AsyncIterable[bytes],
    name: str,
    object_key: str,
    options: ReadOptions | None = None,
) -> dict[str, Any]:
    """Take in a file for an import and return the batch with what was found in it.

    Raises ImportForbidden, UnknownObject, and what reading raises.
    """
    model = await current_model(product.database)
    object_type = model.object(object_key)
    require_import(actor, object_type)
    limit = product.settings.max_upload_mb
    async with receive(stream, file_store(product).incoming, limit) as received:
        found = await asyncio.to_thread(inspect_file, received.path, object_type, options, limit)
        await keep_content(product, actor, received)
        batch_id = await product.database.write_as(actor, lambda tx: add_batch(tx, object_key, received, name, found))
    return await describe_import(product, actor, batch_id, object_type, found)


async def read_again(product: Product, actor: Actor, batch: Batch, options: ReadOptions) -> dict[str, Any]:
    """Read a file that was handed in in another way: another sheet, header row, encoding or delimiter."""
    model = await current_model(product.database)
    object_type = model.object(batch.object)
    async with local_copy(product, batch.file_id) as path:
        found = await asyncio.to_thread(inspect_file, path, object_type, options, product.settings.max_upload_mb)
    await product.database.write_as(actor, lambda tx: _note_reading(tx, batch.id, found))
    return await describe_import(product, actor, batch.id, object_type, found)


def inspect_file(path: Path, object_type: ObjectType, options: ReadOptions | None, max_mb: int) -> Inspection:
    """Read a whole file once. Raises what reading raises, FileEmpty when there are no rows of data."""
    options = options or ReadOptions()
    table = open_table(open_sheet(path, options, max_mb=max_mb), options.header_row)
    profile = profile_table(table)
    if profile.rows == 0:
        raise FileEmpty
    return Inspection(table, profile, match_columns(profile.columns, object_type))


def add_batch(tx: Tx, object_key: str, received: Received, name: str, found: Inspection) -> int:
    """Store a batch for a file whose content is kept."""
    batch_id = tx.new_id()
    sheet = found.table.sheet
    file_id = add_file(tx, received, name, sheet.format, Place(BATCH, batch_id, "source"))
    row = {
        "id": batch_id, "object": object_key, "state": State.UPLOADED.value, "file_name": name[:200], "file_id": file_id,
        "file_sha": received.sha256, "key_field": None, "options": {}, "cursor": 0, "counts": {}, "language": tx.actor.language,
        "started_by_kind": tx.actor.kind, "started_by": tx.actor.id, "started_by_name": tx.actor.name, "created_at": tx.now,
        **_facts(found),
    }  # fmt: skip
    tx.insert(batches, row)
    return batch_id


def _note_reading(tx: Tx, batch_id: int, found: Inspection) -> None:
    get_batch_in(tx, batch_id, State.UPLOADED, State.CHECKED)
    store_batch(tx, batch_id, {"state": State.UPLOADED.value, "cursor": 0, "counts": {}, **_facts(found)})


def _facts(found: Inspection) -> dict[str, Any]:
    return {
        "reading": found.reading,
        "mapping": found.mapping.model_dump(mode="json"),
        "rows": found.profile.rows,
        "report": {"columns": [column.name for column in found.table.columns]},
    }


async def describe_import(
    product: Product, actor: Actor, batch_id: int, object_type: ObjectType, found: Inspection
) -> dict[str, Any]:
    """Return the batch with everything that somebody needs to decide how it is imported. JSON-able."""
    batch = await product.database.find(find_batch(batch_id))
    assert batch is not None
    candidates = _keys(found, object_type)
    same = await product.database.read(list_same_file(batch.object, batch.file_sha, batch.id))
    return {
        **describe_batch(batch, actor.language),
        "format": found.table.sheet.format,
        "sheets": list(found.table.sheet.sheets),
        "short_rows": found.profile.short,
        "unreadable_rows": found.profile.bad,
        "columns": [describe_match(match) for match in found.matches],
        "fields": [_describe_field(field) for field in object_type.fields.values() if is_importable(field)],
        "keys": candidates,
        "same_file": next((earlier for earlier, came_in in same if came_in), None),
        "may_shape": holds(access_of(actor), MANAGE_OBJECTS.key),
    }


def describe_match(match: Match) -> dict[str, Any]:
    """Return one column and what it most likely means."""
    column, profile = match.profile.column, match.profile
    new = match.new_field
    return {
        "name": column.name,
        "header": column.header,
        "letter": column.letter,
        "filled": profile.filled,
        "distinct": len(profile.values),
        "longest": profile.longest,
        "samples": profile.samples,
        "score": match.score,
        "plan": match.plan.model_dump() if match.plan else None,
        "new_field": None
        if new is None
        else {
            "type": new.type, "label": new.label, "settings": new.settings, "options": list(new.options),
            "blank": list(new.blank),
        },
    }  # fmt: skip


def _describe_field(field: Any) -> dict[str, Any]:
    return {
        "key": field.key, "label": field.label, "type": field.type.key, "required": field.required,
        "unique": field.unique, "may_add_options": bool(field.settings.get("add_missing")),
    }  # fmt: skip


def _keys(found: Inspection, object_type: ObjectType) -> list[str]:
    """The fields by which a second import could find its records: every row has a value and no two the same."""
    plans: dict[str, ColumnPlan] = {plan.field: plan for plan in found.mapping.columns}
    expected = min(found.profile.rows, LOOKED_AT)
    whole = {p.column.name for p in found.profile.columns if p.filled == len(p.values) == expected}
    return [key for key in key_candidates(object_type, list(plans)) if plans[key].column in whole]
