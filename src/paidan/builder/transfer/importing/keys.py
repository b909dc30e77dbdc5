"""Keys: by which value a row finds the record that it was before, and which values stand in a file twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from paidan.builder.objects.field_types import Lookup, ValueRefused
from paidan.builder.objects.model import Field, ObjectType
from paidan.builder.transfer.cleaning import CleanRow, Problem, RowCleaner
from paidan.builder.transfer.cleaning.cells import NewOption
from paidan.builder.transfer.mapping import Mapping
from paidan.builder.transfer.reading import Table
from paidan.kernel.database import Tx

Repeats = dict[int, list[Problem]]
"""Row number → why: it holds a value that an earlier row of the file holds."""


def find_repeats(
    table: Table, cleaner: RowCleaner, object_type: ObjectType, mapping: Mapping, key: str | None
) -> Repeats:
    """Read a whole file and find rows that repeat the key, or a value of which there may be one only."""
    watched = [plan for plan in mapping.columns if plan.field == key or object_type.field(plan.field).unique]
    seen: dict[str, dict[int, int]] = {plan.field: {} for plan in watched}
    repeats: Repeats = defaultdict(list)
    for row in table.rows() if watched else ():
        values = cleaner.clean(row).values
        for plan in watched:
            value = values.get(plan.field)
            if value is None:
                continue
            first = seen[plan.field].setdefault(hash(str(value)), row.number)
            if first != row.number:
                repeats[row.number].append(Problem(plan.column, "import.row.value_twice", {"row": first}))
    return dict(repeats)


def check_keys(rows: Iterable[CleanRow], mapping: Mapping, key: str | None) -> None:
    """Mark rows without a value for the key as bad: nobody could find their record again."""
    plan = mapping.plan_for(key) if key else None
    for row in rows if plan else ():
        if row.values.get(str(key)) is None and not row.problems and plan:
            row.problems.append(Problem(plan.column, "import.row.key_blank"))


def find_existing(
    tx: Tx, object_type: ObjectType, key: str, rows: Sequence[CleanRow], lookup: Lookup
) -> dict[int, list[int]]:
    """Return row number → ids of the living records that hold the row's key."""
    field = object_type.field(key)
    by_value: dict[Any, int] = {}
    for row in rows:
        value = _stored(field, row.values.get(key), lookup)
        if value is not None:
            by_value[value] = row.number
    column = object_type.column(key)
    found: dict[int, list[int]] = defaultdict(list)
    statement = sa.select(object_type.table.c.id, column).where(column.in_(list(by_value)))
    for record_id, value in tx.all(statement.where(object_type.table.c.deleted_at.is_(None))) if by_value else ():
        found[by_value[value]].append(record_id)
    return dict(found)


def _stored(field: Field, value: Any, lookup: Lookup) -> Any:
    """The key as it lies in the table; a value that is none is refused later, when the row is written."""
    if value is None or isinstance(value, NewOption):
        return None
    if field.type.computed:
        return value
    try:
        return field.type.read(value, field, lookup)
    except ValueRefused:
        return None
