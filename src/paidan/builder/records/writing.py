"""Writing records: the one way in.

Fetch, permit, read the values, compute, check, store, announce; the same steps for every writer. What a write may do
beyond the actor's own rights (a flow node that opens fields, an import that sets times) is said in `WriteOptions` by
the product's own code, never by a client.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from paidan.builder.objects.loading import model_of
from paidan.builder.objects.model import ObjectType
from paidan.builder.records.changing import Change, read_values
from paidan.builder.records.children import Writer, write_children
from paidan.builder.records.dependents import refresh_dependents
from paidan.builder.records.errors import ActionForbidden, RecordInTrash, RecordNotFound
from paidan.builder.records.events import RecordCreated, RecordRestored, RecordTrashed, RecordUpdated
from paidan.builder.records.finishing import finish_values
from paidan.builder.records.links import write_links
from paidan.builder.records.merging import merge_or_refuse
from paidan.builder.records.reading import Stored, record_values
from paidan.builder.records.scoping import view_in
from paidan.builder.records.searching import forget_record, index_record, searchable_text, searched_fields
from paidan.kernel.database import Tx
from paidan.platform.permissions.access import FieldRight


@dataclass(frozen=True, slots=True)
class WriteOptions:
    """What the product's own code may say of a write.

    field_rights: opens or closes single fields for this write (a flow node's form). reach_opened: the actor need not
    reach the record by his own scope (his task does that). created_at: when an import says it happened.
    import_batch: the batch this belongs to. check_required: False lets a half-filled record in (imports of history).
    system_fields: the write may set computed and read-only fields (numbers from an old system).
    """

    field_rights: Mapping[str, FieldRight] = field(default_factory=dict)
    reach_opened: bool = False
    created_at: datetime | None = None
    import_batch: int | None = None
    check_required: bool = True
    system_fields: bool = False


PLAIN = WriteOptions()


def create_record(
    tx: Tx, object_key: str, values: Mapping[str, Any], *, parent_id: int | None = None, options: WriteOptions = PLAIN
) -> int:
    """Create a record from raw values by field key and return its id.

    Raises ActionForbidden, RecordInvalid (with a refusal per field), and what same-transaction listeners raise.
    """
    rights = view_in(tx).rights(object_key, "create")
    rights.require()
    object_type = rights.object
    change = read_values(tx, rights, None, values, options.field_rights, system_fields=options.system_fields)
    record_id = tx.new_id()
    finish_values(
        tx, object_type, record_id, None, change, check_required=options.check_required, created_at=options.created_at
    )
    row = _new_row(tx, object_type, record_id, parent_id, change, options)
    tx.insert(object_type.table, row)
    _write_rest(tx, object_type, record_id, change, is_new=True)
    _require_reach(tx, object_type, record_id, "create", options)
    tx.announce(RecordCreated(object=object_key, record=record_id, rev=1, diff=change.diff(object_type)))
    return record_id


def update_record(
    tx: Tx,
    object_key: str,
    record_id: int,
    values: Mapping[str, Any],
    *,
    base_rev: int | None = None,
    options: WriteOptions = PLAIN,
) -> int:
    """Change fields of a record and return its revision; the same as before when nothing changed.

    `base_rev` is the revision the writer had before his eyes: fields that others changed since are merged when they
    are not the same, else EditConflict tells both values. Raises RecordNotFound, RecordInTrash, ActionForbidden,
    RecordInvalid.
    """
    rights = view_in(tx).rights(object_key, "update")
    rights.require()
    stored = _fetch(tx, object_key, record_id, "update", options)
    if stored.deleted:
        raise RecordInTrash
    change = read_values(tx, rights, stored, values, options.field_rights, system_fields=options.system_fields)
    if base_rev is not None and base_rev != stored.rev:
        merge_or_refuse(tx, stored, base_rev, change)
    if not change:
        return stored.rev
    return _store_change(tx, stored, change, options)


def _store_change(tx: Tx, stored: Stored, change: Change, options: WriteOptions) -> int:
    object_type = stored.object
    finish_values(tx, object_type, stored.id, stored, change, check_required=options.check_required)
    rev = stored.rev + 1
    columns = {object_type.fields[key].column: value for key, value in change.single.items()}
    row = {**columns, "rev": rev, "updated_at": tx.now, "updated_by": _person(tx)}
    tx.update(object_type.table, {"id": stored.id}, {str(name): value for name, value in row.items()})
    _write_rest(tx, object_type, stored.id, change, is_new=False)
    _require_reach(tx, object_type, stored.id, "update", options)
    tx.announce(RecordUpdated(object=object_type.key, record=stored.id, rev=rev, diff=change.diff(object_type)))
    return rev


def trash_record(tx: Tx, object_key: str, record_id: int) -> None:
    """Put a record and its subform rows into the trash. Raises RecordNotFound, ActionForbidden."""
    view_in(tx).rights(object_key, "delete").require()
    stored = _fetch(tx, object_key, record_id, "delete", PLAIN)
    if stored.deleted:
        return
    _mark_deleted(tx, stored, tx.now)
    forget_record(tx, record_id)
    tx.announce(RecordTrashed(object=object_key, record=record_id, rev=stored.rev + 1))
    refresh_dependents(tx, stored.object, record_id, set(stored.object.fields))


def restore_record(tx: Tx, object_key: str, record_id: int) -> None:
    """Bring a record back from the trash. Raises RecordNotFound, ActionForbidden."""
    view_in(tx).rights(object_key, "delete").require()
    stored = _fetch(tx, object_key, record_id, "delete", PLAIN)
    if not stored.deleted:
        return
    _mark_deleted(tx, stored, None)
    _index(tx, stored.object, record_id, stored.values, is_new=True)
    tx.announce(RecordRestored(object=object_key, record=record_id, rev=stored.rev + 1))
    refresh_dependents(tx, stored.object, record_id, set(stored.object.fields))


def _fetch(tx: Tx, object_key: str, record_id: int, action: str, options: WriteOptions) -> Stored:
    """Fetch and lock a record that the actor may do this to; one he may not even read is not there for him."""
    stored = record_values(tx, object_key, record_id, lock=True)
    if options.reach_opened or tx.actor.kind == "service":
        return stored
    if not _reaches(tx, stored.object, record_id, action):
        raise (
            ActionForbidden(object=stored.object.label)
            if _reaches(tx, stored.object, record_id, "read")
            else RecordNotFound()
        )
    return stored


def _reaches(tx: Tx, object_type: ObjectType, record_id: int, action: str) -> bool:
    rights = view_in(tx).rights(object_type.key, action)
    reach = rights.rows(object_type.table)
    statement = sa.select(object_type.table.c.id).where(object_type.table.c.id == record_id)
    return reach is None or tx.first(statement.where(reach)) is not None


def _require_reach(tx: Tx, object_type: ObjectType, record_id: int, action: str, options: WriteOptions) -> None:
    """A writer may neither make a record outside his own scope nor move one out of it: looked at after the write,
    when the row can answer for itself, and undone with it. Raises ActionForbidden."""
    if options.reach_opened or tx.actor.kind == "service":
        return
    if not _reaches(tx, object_type, record_id, action):
        raise ActionForbidden(object=object_type.label)


def _new_row(
    tx: Tx, object_type: ObjectType, record_id: int, parent_id: int | None, change: Change, options: WriteOptions
) -> dict[str, Any]:
    created_at = options.created_at or tx.now
    row: dict[str, Any] = {
        "id": record_id,
        "rev": 1,
        "parent_id": parent_id,
        "position": change.position,
        "created_at": created_at,
        "created_by": _person(tx),
        "updated_at": created_at,
        "updated_by": _person(tx),
        "import_batch": options.import_batch,
    }
    row |= {str(object_type.fields[key].column): value for key, value in change.single.items() if value is not None}
    return row


def _write_rest(tx: Tx, object_type: ObjectType, record_id: int, change: Change, *, is_new: bool) -> None:
    """Everything about a record that does not lie in its row."""
    for key, ids in change.many.items():
        write_links(tx, object_type, object_type.fields[key], record_id, ids)
    for key, rows in change.children.items():
        write_children(tx, object_type.fields[key], record_id, rows, WRITER)
    changed = change.changed_keys()
    if is_new or any(f.key in changed for f in searched_fields(object_type)):
        _index(tx, object_type, record_id, change.after, is_new=is_new)
    refresh_dependents(tx, object_type, record_id, changed)


def _index(tx: Tx, object_type: ObjectType, record_id: int, values: Mapping[str, Any], *, is_new: bool) -> None:
    texts = (searchable_text(f, values.get(f.key)) for f in searched_fields(object_type))
    index_record(tx, record_id, "\n".join(text for text in texts if text), is_new=is_new)


def _mark_deleted(tx: Tx, stored: Stored, at: datetime | None) -> None:
    row = {"deleted_at": at, "rev": stored.rev + 1, "updated_at": tx.now, "updated_by": _person(tx)}
    tx.update(stored.object.table, {"id": stored.id}, row)
    for child in model_of(tx).children_of(stored.object.key):
        tx.update(child.table, {"parent_id": stored.id}, {"deleted_at": at})


def _person(tx: Tx) -> int | None:
    return tx.actor.id if tx.actor.kind == "person" else None


WRITER = Writer(create_record, update_record, trash_record)
