"""Chunks: a few hundred rows in one transaction.

Rows are tried in turn. When the record store refuses some, the whole transaction is undone and tried again without
them: bad rows leave no trace (not even a gap in the numbers) and good ones need no savepoint each. A dry run is the
same, undone at the end.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from paidan.builder.objects.loading import model_of
from paidan.builder.objects.model import ObjectType
from paidan.builder.records.events import RecordUpdated
from paidan.builder.records.lookups import TxLookup
from paidan.builder.records.writing import WriteOptions, create_record, update_record
from paidan.builder.transfer.batches import OUTCOMES, ImportOptions
from paidan.builder.transfer.cleaning import CleanRow, Problem
from paidan.builder.transfer.importing.keys import find_existing
from paidan.builder.transfer.importing.options import make_options
from paidan.builder.transfer.mapping import CREATED_AT, Mapping
from paidan.builder.transfer.tables import undo
from paidan.kernel.database import Tx
from paidan.kernel.errors import AppError, Unavailable


@dataclass(frozen=True, slots=True)
class ChunkPlan:
    """What holds for every row of an import."""

    batch_id: int
    object: str
    mapping: Mapping
    key: str | None
    options: ImportOptions


@dataclass(slots=True)
class ChunkResult:
    """What became of the rows. counts by outcome; problems by row number; options that were made."""

    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(OUTCOMES, 0))
    problems: dict[int, list[Problem]] = field(default_factory=dict)
    options_made: list[dict[str, str]] = field(default_factory=list)


class RowsRefused(Exception):
    """The record store refused some rows; undone, to be tried again without them."""

    def __init__(self, problems: dict[int, list[Problem]]) -> None:
        super().__init__(f"{len(problems)} rows")
        self.problems = problems


class DryRunDone(Exception):
    """Everything was tried; undone because nothing was to be written."""

    def __init__(self, result: ChunkResult) -> None:
        super().__init__("dry run")
        self.result = result


def write_rows(tx: Tx, plan: ChunkPlan, rows: Sequence[CleanRow], *, dry: bool = False) -> ChunkResult:
    """Write the rows that have no problems. Raises RowsRefused, and DryRunDone at the end of a dry run."""
    tx.silent = plan.options.silent
    rows = [replace(row, values=dict(row.values)) for row in rows if not row.problems]
    result = ChunkResult()
    result.options_made = make_options(tx, plan.object, rows)
    object_type = model_of(tx).object(plan.object)
    existing = find_existing(tx, object_type, plan.key, rows, TxLookup(tx)) if plan.key else {}
    for row in rows:
        try:
            result.counts[_write(tx, plan, object_type, row, existing.get(row.number, []))] += 1
        except Unavailable:
            raise
        except AppError as error:
            result.problems[row.number] = problems_of(error, plan.mapping)
    if result.problems:
        raise RowsRefused(result.problems)
    if dry:
        raise DryRunDone(result)
    return result


def problems_of(error: AppError, mapping: Mapping) -> list[Problem]:
    """Turn a refusal of the record store into problems of columns; one of a field without a column names the field."""
    found = []
    for key, refusals in error.fields.items():
        plan = mapping.plan_for(key)
        found += [Problem.of(plan.column if plan else None, refusal) for refusal in refusals]
    return found or [Problem.of(None, error)]


def _write(tx: Tx, plan: ChunkPlan, object_type: ObjectType, row: CleanRow, existing: list[int]) -> str:
    if len(existing) > 1:
        raise _ambiguous(plan)
    if existing and plan.options.on_existing == "skip":
        return "skipped"
    if existing:
        return _update(tx, plan, object_type, row, existing[0])
    created_at = row.values.get(CREATED_AT)
    values = {key: value for key, value in row.values.items() if value is not None and key != CREATED_AT}
    options = WriteOptions(
        import_batch=plan.batch_id,
        created_at=created_at if isinstance(created_at, datetime) else None,
        check_required=plan.options.check_required,
        system_fields=True,
    )
    create_record(tx, plan.object, values, options=options)
    return "created"


def _update(tx: Tx, plan: ChunkPlan, object_type: ObjectType, row: CleanRow, record_id: int) -> str:
    values = {
        key: value
        for key, value in row.values.items()
        if key not in (CREATED_AT, plan.key) and (value is not None or plan.options.clear_blank)
    }
    announced = len(tx.announced)
    options = WriteOptions(check_required=plan.options.check_required, system_fields=True)
    update_record(tx, plan.object, record_id, values, options=options)
    for event in tx.announced[announced:]:
        if isinstance(event, RecordUpdated) and event.record == record_id:
            before = _before(object_type, event, values)
            tx.insert(undo, {"batch_id": plan.batch_id, "record_id": record_id, "rev": event.rev, "before": before})
            return "updated"
    return "unchanged"


def _before(object_type: ObjectType, event: RecordUpdated, values: dict[str, Any]) -> dict[str, Any]:
    """What the fields held that the row set, in the form that the record store reads back."""
    by_id = {str(object_type.field(key).id): key for key in values}
    return {by_id[field_id]: change[0] for field_id, change in event.diff.items() if field_id in by_id}


def _ambiguous(plan: ChunkPlan) -> AppError:
    from paidan.builder.transfer.errors import KeyAmbiguous

    assert plan.key is not None
    return KeyAmbiguous(fields={plan.key: [KeyAmbiguous()]})
