"""A preview: the first rows as they would come in, each with what is wrong with it; nothing is written."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, tzinfo
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from paidan.builder.objects.loading import current_model
from paidan.builder.objects.model import ObjectType
from paidan.builder.transfer.batches import Batch, ImportOptions
from paidan.builder.transfer.cleaning import CleanRow, NewOption, Problem, RowCleaner
from paidan.builder.transfer.filing import local_copy
from paidan.builder.transfer.importing.chunks import ChunkPlan, DryRunDone, RowsRefused, write_rows
from paidan.builder.transfer.importing.running import clean_rows, table_of
from paidan.builder.transfer.mapping import Mapping, check_mapping
from paidan.kernel.actor import Actor
from paidan.kernel.i18n import label_in
from paidan.kernel.product import Product

ROWS = 20


async def preview(
    product: Product, actor: Actor, batch: Batch, mapping: Mapping, key: str | None, options: ImportOptions
) -> dict[str, Any]:
    """Return the first rows as they would come in. JSON-able. Raises what `check_mapping` raises."""
    model = await current_model(product.database)
    object_type = model.object(batch.object)
    plan = ChunkPlan(batch.id, batch.object, mapping, key, options)
    zone = ZoneInfo(product.settings.time_zone)
    async with local_copy(product, batch.file_id) as path:
        table = await asyncio.to_thread(table_of, product, batch, path)
        check_mapping(mapping, table.columns, object_type, key)
        cleaner = RowCleaner(table, mapping, object_type, zone)
        rows = await asyncio.to_thread(lambda: list(islice(clean_rows(table, cleaner, plan, {}, after=0), ROWS)))
    problems = await try_rows(product, actor, plan, rows)
    return {"rows": [_describe(row, problems.get(row.number, []), object_type, zone, actor.language) for row in rows]}


async def try_rows(
    product: Product, actor: Actor, plan: ChunkPlan, rows: Sequence[CleanRow]
) -> dict[int, list[Problem]]:
    """Find out what the record store would refuse; nothing stays written."""
    known: dict[int, list[Problem]] = {}
    while True:
        tried = [replace(row, problems=row.problems + known.get(row.number, [])) for row in rows]
        try:
            await product.database.write_as(actor, lambda tx, tried=tried: write_rows(tx, plan, tried, dry=True))  # type: ignore[misc]
        except RowsRefused as refused:
            known |= refused.problems
        except DryRunDone:
            return {row.number: row.problems for row in tried}


def _describe(
    row: CleanRow, problems: Sequence[Problem], object_type: ObjectType, zone: tzinfo, language: str
) -> dict[str, Any]:
    return {
        "row": row.number,
        "values": {key: _shown(value, object_type, key, zone, language) for key, value in row.values.items()},
        "left_out": row.dropped,
        "problems": [{"column": p.column, "reason": p.sentence(language)} for p in problems],
    }


def _shown(value: Any, object_type: ObjectType, key: str, zone: tzinfo, language: str) -> Any:
    """A value as the reader knows it; an option that is still to be made says so."""
    if isinstance(value, list):
        return [_shown(one, object_type, key, zone, language) for one in value]
    if isinstance(value, NewOption):
        return {"new": value.text}
    field = object_type.field(key)
    if field.type.shape == "choice" and isinstance(value, int):
        found = field.choice(value)
        return label_in(found.label, language) if found else None
    if isinstance(value, datetime):
        return value.astimezone(zone).isoformat(" ", "seconds")[:19]
    if isinstance(value, date):
        return value.isoformat()
    return value if value is None or isinstance(value, (bool, int, float, dict)) else str(value)
