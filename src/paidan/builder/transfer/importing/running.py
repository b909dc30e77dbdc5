"""Running an import: chunk after chunk, each in one transaction that also stores how far it came.

When the process dies the next one goes on behind the last row that was committed. A dry run takes the same way and
writes nothing but its report.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import structlog

from paidan.builder.objects.loading import current_model
from paidan.builder.transfer.acting import actor_of
from paidan.builder.transfer.batches import Batch, State, Superseded, find_batch, hold_batch, store_batch
from paidan.builder.transfer.cleaning import CleanRow, Problem, RowCleaner
from paidan.builder.transfer.events import ImportFinished
from paidan.builder.transfer.filing import local_copy
from paidan.builder.transfer.importing.chunks import ChunkPlan, ChunkResult, DryRunDone, RowsRefused, write_rows
from paidan.builder.transfer.importing.error_files import write_error_file
from paidan.builder.transfer.importing.keys import Repeats, check_keys, find_repeats
from paidan.builder.transfer.reading import Table, open_sheet, open_table
from paidan.builder.transfer.tables import problems
from paidan.kernel.actor import Actor
from paidan.kernel.database import Tx
from paidan.kernel.errors import AppError, Unavailable
from paidan.kernel.product import Product

log = structlog.get_logger("paidan.transfer")
MOST_AT_ONCE = 500
FIRST_AT_ONCE = 50
AIM_SECONDS = 0.15
"""How long one transaction should take: on SQLite all other writers wait for it. Chunks grow and shrink towards it."""
Progress = Callable[[int, int], None]
"""Told after each chunk how many rows of how many were looked at; may raise to stop there."""


@dataclass(slots=True)
class Run:
    """One run over a file. `cursor`: the last row that is done. `size`: how many rows the next chunk has."""

    product: Product
    batch: Batch
    plan: ChunkPlan
    progress: Progress
    cursor: int
    size: int = FIRST_AT_ONCE

    @property
    def dry(self) -> bool:
        """Whether nothing is to be written."""
        return self.batch.state == State.CHECKING


def say_nothing(done: int, total: int) -> None:
    """A progress that nobody follows."""


async def run_import(product: Product, batch_id: int, progress: Progress = say_nothing) -> None:
    """Go on with an import, or with its dry run, to its end; nothing happens when it is not under way.

    Raises Unavailable, and what `progress` raises; calling again goes on from there.
    """
    batch = await product.database.find(find_batch(batch_id))
    if batch is None or batch.state not in (State.CHECKING, State.RUNNING):
        return
    plan = ChunkPlan(batch.id, batch.object, batch.column_mapping, batch.key_field, batch.import_options)
    run = Run(product, batch, plan, progress, batch.cursor)
    try:
        async with local_copy(product, batch.file_id) as path:
            await _go_through(run, path)
            await _finish(run, path)
    except Superseded:
        return
    except Unavailable:
        raise
    except AppError as error:
        await product.database.write(_fail, run=run, code=error.code, params=dict(error.params))


async def _go_through(run: Run, path: Path) -> None:
    model = await current_model(run.product.database)
    object_type = model.object(run.batch.object)
    table = await asyncio.to_thread(table_of, run.product, run.batch, path)
    zone = ZoneInfo(run.product.settings.time_zone)
    cleaner = RowCleaner(table, run.plan.mapping, object_type, zone)
    repeats = await asyncio.to_thread(find_repeats, table, cleaner, object_type, run.plan.mapping, run.plan.key)
    rows = clean_rows(table, cleaner, run.plan, repeats, after=run.cursor)
    done = sum(run.batch.counts.values())
    while chunk := await asyncio.to_thread(lambda: list(islice(rows, min(run.size, MOST_AT_ONCE)))):
        began = time.monotonic()
        await _do_chunk(run, chunk)
        run.size = _next_size(len(chunk), time.monotonic() - began)
        done += len(chunk)
        run.progress(done, run.batch.rows)


def _next_size(rows: int, seconds: float) -> int:
    return max(20, min(MOST_AT_ONCE, round(rows * AIM_SECONDS / max(seconds, 0.001))))


def table_of(product: Product, batch: Batch, path: Path) -> Table:
    """Open a batch's file as it was decided to read it."""
    options = batch.read_options
    return open_table(open_sheet(path, options, max_mb=product.settings.max_upload_mb), options.header_row)


def clean_rows(table: Table, cleaner: RowCleaner, plan: ChunkPlan, repeats: Repeats, after: int) -> Iterator[CleanRow]:
    """Read and clean the rows behind a row number, with the problems that the file alone shows."""
    for row in table.rows(after):
        clean = cleaner.clean(row)
        clean.problems += repeats.get(row.number, [])
        check_keys([clean], plan.mapping, plan.key)
        yield clean


async def _do_chunk(run: Run, rows: Sequence[CleanRow]) -> None:
    """Write rows until none is refused; when the database itself refuses, find the row by halves."""
    actor = await _actor(run)
    known: dict[int, list[Problem]] = {}
    while True:
        tried = [replace(row, problems=row.problems + known.get(row.number, [])) for row in rows]
        try:
            await _write(run, actor, tried)
            return
        except RowsRefused as refused:
            known |= refused.problems
        except (AppError, Superseded, asyncio.CancelledError):
            raise
        except Exception:
            log.exception("import.chunk_refused", batch=run.batch.id, first=rows[0].number, rows=len(rows))
            if len(rows) > 1:
                await _do_chunk(run, tried[: len(rows) // 2])
                await _do_chunk(run, tried[len(rows) // 2 :])
                return
            if known:
                raise
            known[rows[0].number] = [Problem(None, "import.row.refused")]


async def _write(run: Run, actor: Actor, rows: Sequence[CleanRow]) -> None:
    """One chunk in one transaction; of a dry run, one that is undone and one that stores what it found."""
    database = run.product.database
    cursor = rows[-1].number

    def work(tx: Tx) -> None:
        batch = hold_batch(tx, run.batch.id, run.batch.state, run.cursor)
        _store_progress(tx, batch, rows, write_rows(tx, run.plan, rows, dry=run.dry))

    def tell(tx: Tx, result: ChunkResult) -> None:
        _store_progress(tx, hold_batch(tx, run.batch.id, run.batch.state, run.cursor), rows, result)

    try:
        await database.write_as(actor, work)
    except DryRunDone as done:
        result = done.result
        await database.write_as(actor, lambda tx: tell(tx, result))
    run.cursor = cursor


async def _actor(run: Run) -> Actor:
    batch = run.batch
    return await actor_of(run.product, batch.started_by_kind, batch.started_by, batch.started_by_name, batch.language)


def _store_progress(tx: Tx, batch: Batch, rows: Sequence[CleanRow], result: ChunkResult) -> None:
    bad = [row for row in rows if row.problems]
    counts = Counter(batch.counts) + Counter(result.counts) + Counter(bad=len(bad))
    tx.insert_many(problems, [_problem_row(batch.id, row) for row in bad])
    report = _report(batch.report, rows, result)
    store_batch(tx, batch.id, {"cursor": rows[-1].number, "counts": dict(counts), "report": report})


def _report(before: dict[str, Any], rows: Sequence[CleanRow], result: ChunkResult) -> dict[str, Any]:
    """What else is to be told: options made, and values that were left out because the mapping says so."""
    dropped = Counter(before.get("dropped", {})) + Counter(column for row in rows for column in row.dropped)
    known = before.get("options_made", [])
    made = known + [option for option in result.options_made if option not in known]
    return {**before, "dropped": dict(dropped), "options_made": made}


def _problem_row(batch_id: int, row: CleanRow) -> dict[str, Any]:
    told = [{"column": p.column, "key": p.key, "params": p.params} for p in row.problems]
    return {"batch_id": batch_id, "row": row.number, "problems": told}


async def _finish(run: Run, path: Path) -> None:
    batch = await run.product.database.find(find_batch(run.batch.id))
    assert batch is not None
    actor = await _actor(run)
    error_file = await write_error_file(run.product, actor, batch, path) if batch.counts.get("bad") else None
    await run.product.database.write_as(actor, lambda tx: _end(tx, run, error_file))


def _end(tx: Tx, run: Run, error_file: Callable[[Tx], int] | None) -> None:
    tx.silent = run.plan.options.silent
    batch = hold_batch(tx, run.batch.id, run.batch.state, run.cursor)
    file_id = error_file(tx) if error_file else None
    state = State.CHECKED if run.dry else State.DONE
    store_batch(tx, batch.id, {"state": state, "finished_at": tx.now, "error_file_id": file_id})
    if not run.dry:
        tx.announce(ImportFinished(object=batch.object, batch=batch.id, counts=dict(batch.counts)))


def _fail(tx: Tx, *, run: Run, code: str, params: dict[str, Any]) -> None:
    batch = hold_batch(tx, run.batch.id, run.batch.state, run.cursor)
    failure = {"code": code, "params": params}
    store_batch(tx, batch.id, {"state": State.FAILED, "report": {**batch.report, "failure": failure}})
