"""The file of bad rows: each as it stood, and behind it its number, the columns concerned, and why.

It can be corrected and handed in again: the columns are those of the original, and the three behind them are ignored.
"""

from __future__ import annotations

import asyncio
import csv
import hashlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from paidan.builder.transfer.batches import Batch, list_problems
from paidan.builder.transfer.cleaning import Problem
from paidan.builder.transfer.exporting.cells import guarded
from paidan.builder.transfer.filing import BATCH, Place, add_file, keep_content, scratch_file
from paidan.builder.transfer.reading import Table, cell_text, open_sheet, open_table
from paidan.kernel.actor import Actor
from paidan.kernel.database import Tx
from paidan.kernel.i18n import translate
from paidan.kernel.product import Product
from paidan.platform.files.receiving import Received

AT_ONCE = 1000
BadRow = tuple[int, list[dict[str, Any]]]


async def write_error_file(product: Product, actor: Actor, batch: Batch, source: Path) -> Callable[[Tx], int]:
    """Write the file of bad rows into the store; the function returned gives it its name in a transaction."""
    options = batch.read_options
    bad = await _all_problems(product, batch.id)
    async with scratch_file(product) as path:
        received = await asyncio.to_thread(
            lambda: write_bad_rows(
                open_table(open_sheet(source, options, max_mb=product.settings.max_upload_mb), options.header_row),
                bad,
                path,
                batch.language,
            )
        )
        await keep_content(product, actor, received)
    name = translate("import.error_file", batch.language, name=Path(batch.file_name).stem)
    return lambda tx: add_file(tx, received, f"{name}.csv", "csv", Place(BATCH, batch.id, "errors"))


def write_bad_rows(table: Table, bad: dict[int, list[dict[str, Any]]], path: Path, language: str) -> Received:
    """Write bad rows to a path: UTF-8 with a mark, so that spreadsheet programs read it; formulas are disarmed."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        extra = [translate(f"import.error_file.{name}", language) for name in ("row", "column", "reason")]
        writer.writerow([*(guarded(column.name) for column in table.columns), *extra])
        writer.writerows(_lines(table, bad, language))
    content = path.read_bytes()
    return Received(path, len(content), hashlib.sha256(content).hexdigest())


def _lines(table: Table, bad: dict[int, list[dict[str, Any]]], language: str) -> Iterator[list[str]]:
    width = len(table.columns)
    for row in table.rows():
        found = bad.get(row.number)
        if found is None:
            continue
        cells = [guarded(cell_text(cell)) for cell in row.cells[:width]]
        columns = dict.fromkeys(problem["column"] for problem in found if problem["column"])
        yield [*cells, *[""] * (width - len(cells)), str(row.number), "; ".join(columns), _reasons(found, language)]


def _reasons(found: Iterable[dict[str, Any]], language: str) -> str:
    return " ".join(dict.fromkeys(reason_of(problem, language) for problem in found))


def reason_of(problem: dict[str, Any], language: str) -> str:
    """Return the sentence of a stored problem."""
    return Problem(problem["column"], problem["key"], problem["params"]).sentence(language)


async def _all_problems(product: Product, batch_id: int) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = {}
    after = 0
    while page := await product.database.read(list_problems(batch_id, after=after, limit=AT_ONCE)):
        found |= dict(page)
        after = page[-1][0]
    return found
