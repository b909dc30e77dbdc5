"""The record as a step sees it: values as the API writes them, with computed fields following what the flow sets.

Options stand as keys, people, teams, records and files as ids, moments as datetimes, child rows as ids, or as raw rows
once a form has brought them. `preview` shows what the record will be when values are written, and refuses values that
do not fit, so that a condition further on never sees what cannot be stored.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from paidan.builder.expressions import Path
from paidan.builder.flow.ports import RecordView
from paidan.builder.objects.field_types import Shape, ValueRefused
from paidan.builder.objects.loading import model_of
from paidan.builder.objects.model import Field, ObjectType
from paidan.builder.objects.tables import record_links
from paidan.builder.records.errors import FieldUnknown, RecordInvalid
from paidan.builder.records.finishing import plain_context
from paidan.builder.records.formulas import RecordReader, computed_fields, stored_result
from paidan.builder.records.lookups import TxLookup
from paidan.builder.records.reading import record_values
from paidan.kernel.database import Tx
from paidan.kernel.errors import AppError


def view_record(tx: Tx, object_key: str, record_id: int, *, lock: bool = False) -> RecordView:
    """Return a record as it is now. Raises RecordNotFound."""
    stored = record_values(tx, object_key, record_id, lock=lock)
    fields = stored.object.fields
    values = {key: shown(fields[key], value) for key, value in stored.values.items() if value is not None}
    many = [f for f in fields.values() if f.type.many]
    if many:
        values |= _many(tx, many, record_id)
    return RecordView(record_id, values)


def _many(tx: Tx, fields: list[Field], record_id: int) -> dict[str, Any]:
    links = record_links.c
    held: dict[int, list[int]] = defaultdict(list)
    rows = sa.select(links.field_id, links.to_id).where(links.from_id == record_id).order_by(links.position)
    for field_id, to_id in tx.all(rows):
        held[field_id].append(to_id)
    found = {f.key: shown(f, held[f.id]) for f in fields if f.id in held}
    for field in fields:
        if field.type.shape is Shape.CHILDREN:
            table = model_of(tx).object(str(field.linked_object)).table
            rows = sa.select(table.c.id).where(table.c.parent_id == record_id, table.c.deleted_at.is_(None))
            found[field.key] = [{"id": row[0]} for row in tx.all(rows.order_by(table.c.position, table.c.id))]
    return found


def shown(field: Field, value: Any) -> Any:
    """Return a stored value as a view holds it."""
    if field.type.shape is not Shape.CHOICE or value is None:
        return value
    if isinstance(value, list):
        return [shown(field, one) for one in value]
    found = field.choice(value)
    return found.key if found else None


def stored(field: Field, value: Any) -> Any:
    """Return a view's value in stored form."""
    if field.type.shape is not Shape.CHOICE or value is None:
        return value
    if isinstance(value, list):
        return [stored(field, one) for one in value]
    found = field.find_choice(value)
    return found.id if found else None


def read_fields(tx: Tx, object_key: str, view: RecordView, raw: Mapping[str, Any]) -> dict[str, Any]:
    """Read raw values by field key as the record would. Raises RecordInvalid with a refusal for each that does not fit."""
    object_type = model_of(tx).object(object_key)
    lookup = TxLookup(tx, _files_in(object_type, view))
    read: dict[str, Any] = {}
    refused: dict[str, list[AppError]] = {}
    for key, value in raw.items():
        field = object_type.fields.get(key)
        if field is None:
            refused[key] = [FieldUnknown(field=key)]
            continue
        try:
            read[key] = value if field.type.computed else shown(field, field.type.read(value, field, lookup))
        except ValueRefused as error:
            refused[key] = [error]
    if refused:
        raise RecordInvalid(fields=refused)
    return read


def _files_in(object_type: ObjectType, view: RecordView) -> frozenset[int]:
    held: set[int] = set()
    for field in object_type.fields.values():
        if field.type.shape is Shape.FILE and (value := view.get(field.key)):
            held |= set(value) if isinstance(value, list) else {value}
    return frozenset(held)


def preview(tx: Tx, object_key: str, view: RecordView, values: Mapping[str, Any]) -> RecordView:
    """Return the record as it will be with values set. Raises RecordInvalid."""
    object_type = model_of(tx).object(object_key)
    merged = {**view.values, **read_fields(tx, object_key, view, values)}
    changed = set(values)
    for computed in computed_fields(model_of(tx), object_key):
        if computed.own_inputs() & changed:
            reader = ViewReader(tx, object_type, RecordView(view.id, merged))
            key = computed.field.key
            merged[key] = shown(computed.field, stored_result(computed.field, computed.run(reader, plain_context(tx))))
            changed.add(key)
    return RecordView(view.id, merged)


class ViewReader(RecordReader):
    """A view as formulas see it: lists and child rows that a form has brought count before they are written."""

    def __init__(self, tx: Tx, object_type: ObjectType, view: RecordView) -> None:
        single = {key: stored(f, view.get(key)) for key, f in object_type.fields.items() if f.column is not None}
        super().__init__(tx, object_type, view.id, single)
        self._view, self._tx_, self._type = view, tx, object_type

    def __call__(self, path: Path) -> Any:
        """Return the value at a path."""
        field = self._type.fields.get(path[0])
        if field is None or not field.type.many:
            return super().__call__(path)
        held = self._view.get(field.key) or []
        if field.type.shape is not Shape.CHILDREN:
            return stored(field, held)
        return [self._row(field, row) for row in held] if len(path) == 1 else None

    def _row(self, field: Field, row: Mapping[str, Any]) -> ViewReader:
        tx, key = self._tx_, str(field.linked_object)
        own = {name: value for name, value in row.items() if name not in ("id", "rev", "position")}
        row_id = row.get("id")
        view = view_record(tx, key, int(row_id)) if row_id else RecordView(0)
        if own or not row_id:
            view = preview(tx, key, view, own)
        return ViewReader(tx, model_of(tx).object(key), view)
