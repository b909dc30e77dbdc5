"""Files and fields to try imports with."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
import pytest
import xlsxwriter

from paidan.builder.objects.field_types import field_type
from paidan.builder.objects.model import Choice, Field
from paidan.builder.records.querying import ListQuestion
from paidan.builder.records.reading import list_records
from paidan.builder.transfer.batches import Batch, ImportOptions, find_batch
from paidan.builder.transfer.filing import local_copy
from paidan.builder.transfer.importing.handing_in import hand_in
from paidan.builder.transfer.importing.running import run_import
from paidan.builder.transfer.importing.service import plan_import, undo_import
from paidan.builder.transfer.importing.undoing import run_undo
from paidan.builder.transfer.mapping import Mapping
from paidan.builder.transfer.reading import ReadOptions
from paidan.kernel.actor import Actor
from paidan.kernel.product import Product
from paidan.platform.files.receiving import as_stream

ICT_FAULTS = Path(__file__).resolve().parents[4] / "shared/data/service-history/ict-faults.csv"


@pytest.fixture
def ict_faults() -> Path:
    """A real file that nobody here wrote; it is not part of the project."""
    if not ICT_FAULTS.exists():
        pytest.skip("the service history ict-faults.csv is not on this machine")
    return ICT_FAULTS


@pytest.fixture
def csv_file(tmp_path: Path) -> Callable[..., Path]:
    """Write a CSV file of the text given."""

    def write(text: str | bytes, encoding: str = "utf-8", name: str = "table.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        return path

    return write


@pytest.fixture
def workbook(tmp_path: Path) -> Callable[..., Path]:
    """Write a workbook: sheets by name, each a list of rows; dates as dates."""

    def write(**sheets: Iterable[Sequence[Any]]) -> Path:
        path = tmp_path / "table.xlsx"
        with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd hh:mm:ss"}) as book:
            for name, rows in sheets.items():
                sheet = book.add_worksheet(name)
                for number, cells in enumerate(rows):
                    for position, cell in enumerate(cells):
                        sheet.write(number, position, cell)
        return path

    return write


@pytest.fixture
def field() -> Callable[..., Field]:
    """Build a field that stands in no database."""

    def build(
        type_key: str, label: str = "字段", *, key: str = "f", choices: Sequence[Choice] = (), **settings: Any
    ) -> Field:
        kind = field_type(type_key, settings)
        assert kind is not None
        by_id = {choice.id: choice for choice in choices}
        return Field(1, key, kind, {"zh-CN": label}, {}, settings, "t01", False, "", 0, tuple(choices), by_id)

    return build


@dataclass
class Importer:
    """Imports files as the product itself, the whole way of the browser."""

    product: Product

    async def hand_in(self, file: Path, object_key: str = "thing", **reading: Any) -> dict[str, Any]:
        options = ReadOptions(**reading)
        return await hand_in(self.product, CLI, as_stream(file.read_bytes()), file.name, object_key, options)

    async def run(
        self,
        file: Path,
        object_key: str = "thing",
        *,
        key: str | None = None,
        dry: bool = False,
        again: bool = False,
        mapping: dict[str, str] | Mapping | None = None,
        **options: Any,
    ) -> Batch:
        """Import a file; `mapping` may be column → field. Returns the batch as it is at the end."""
        found = await self.hand_in(file, object_key)
        if not isinstance(mapping, Mapping):
            plans = [{"column": column, "field": field} for column, field in (mapping or {}).items()]
            mapping = Mapping(**({"columns": plans} if mapping else found["mapping"]))
        chosen = {"mapping": mapping, "key": key, "options": ImportOptions(**options), "dry": dry, "again": again}
        await self.product.database.write_as(CLI, lambda tx: plan_import(tx, batch_id=found["id"], **chosen))
        await run_import(self.product, found["id"])
        return await self.batch(found["id"])

    async def undo(self, batch_id: int) -> Batch:
        await self.product.database.write_as(CLI, lambda tx: undo_import(tx, batch_id=batch_id))
        await run_undo(self.product, batch_id)
        return await self.batch(batch_id)

    async def batch(self, batch_id: int) -> Batch:
        found = await self.product.database.find(find_batch(batch_id))
        assert found is not None
        return found

    async def errors(self, batch: Batch) -> list[list[str]]:
        """The lines of the file of bad rows."""
        assert batch.error_file_id is not None
        async with local_copy(self.product, batch.error_file_id) as path:
            text = path.read_text("utf-8-sig")
        return list(csv.reader(text.splitlines()))

    async def things(self, *fields: str, object_key: str = "thing", sort: tuple[str, ...] = ("id",)) -> list[Any]:
        """What the records hold: values of one field, or tuples of several."""
        asked = ListQuestion(object_key, fields=fields, sort=sort, limit=200)
        page = await list_records(self.product.database, CLI, asked)
        rows = [tuple(record.get(field) for field in fields) for record in orjson.loads(page.records)]
        return [row[0] for row in rows] if len(fields) == 1 else rows


CLI = Actor(kind="service", name="cli", source="cli")


@pytest.fixture
def importer(product: Product, make: Any) -> Importer:
    """An importer on a database that has the object `thing`."""
    return Importer(product)
