"""A change: raw values read into stored ones, field by field, with every refusal collected before any is told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from paidan.builder.objects.field_types import Shape, ValueRefused
from paidan.builder.objects.model import Field, ObjectType
from paidan.builder.records.errors import FieldForbidden, FieldReadOnly, FieldUnknown, RecordInvalid
from paidan.builder.records.events import Diff
from paidan.builder.records.lookups import TxLookup
from paidan.builder.records.reading import Stored, linked_ids
from paidan.builder.records.rights import Rights
from paidan.kernel.clock import moment_text
from paidan.kernel.database import Tx
from paidan.kernel.errors import AppError
from paidan.platform.permissions.access import FieldRight


@dataclass(slots=True)
class Change:
    """What a write does to one record.

    single: new stored values by field key, changed ones only. many: new lists of ids. children: rows of subforms.
    after: all single values as they will be. before_many: the lists as they were.
    """

    single: dict[str, Any] = field(default_factory=dict)
    many: dict[str, list[int]] = field(default_factory=dict)
    children: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    before: dict[str, Any] = field(default_factory=dict)
    before_many: dict[str, list[int]] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
    position: int | None = None

    def __bool__(self) -> bool:
        return bool(self.single or self.many or self.children)

    def put(self, key: str, value: Any) -> None:
        """Set a single value; one that is as it was is no change."""
        if self.before.get(key) == value:
            self.single.pop(key, None)
        else:
            self.single[key] = value
        self.after[key] = value

    def drop(self, key: str) -> None:
        """Take a field out of the change."""
        if key in self.single:
            del self.single[key]
            self.after[key] = self.before.get(key)
        self.many.pop(key, None)
        self.children.pop(key, None)

    def changed_keys(self) -> set[str]:
        """Return the keys of all fields that change."""
        return {*self.single, *self.many, *self.children}

    def diff(self, object_type: ObjectType) -> Diff:
        """Return before and after of every changed field by field id. Subforms tell their own story row by row."""
        told: Diff = {}
        for key, value in self.single.items():
            if key == "title" or (value is None and self.before.get(key) is None):
                continue
            told[str(object_type.fields[key].id)] = [plain(self.before.get(key)), plain(value)]
        for key, ids in self.many.items():
            told[str(object_type.fields[key].id)] = [self.before_many.get(key, []), ids]
        return told


def read_values(
    tx: Tx,
    rights: Rights,
    stored: Stored | None,
    values: Mapping[str, Any],
    field_rights: Mapping[str, FieldRight],
    *,
    system_fields: bool = False,
) -> Change:
    """Read raw values by field key into a change. Raises RecordInvalid with a refusal for every field that has one."""
    before = dict(stored.values) if stored else {}
    change = Change(before=before, after=dict(before))
    refused: dict[str, list[AppError]] = {}
    lookup = TxLookup(tx, _files_held(tx, rights.object, stored, values))
    for key, raw in values.items():
        try:
            found = _writable(rights, key, field_rights, system_fields)
            _read_one(tx, found, raw, stored, change, lookup)
        except (ValueRefused, FieldForbidden, FieldUnknown, FieldReadOnly) as error:
            refused[key] = [error]
    if refused:
        raise RecordInvalid(fields=refused)
    return change


def _writable(rights: Rights, key: str, opened: Mapping[str, FieldRight], system_fields: bool) -> Field:
    found = rights.object.fields.get(key)
    right = opened.get(key, rights.right_to_write(found)) if found else FieldRight.HIDDEN
    if found is None or right == FieldRight.HIDDEN:
        raise FieldUnknown(field=key)
    if found.type.computed or found.settings.get("readonly"):
        if not (system_fields or (rights.actor.kind == "service" and not found.type.computed)):
            raise FieldReadOnly(field=found.label)
    elif right < FieldRight.EDIT:
        raise FieldForbidden(field=found.label)
    return found


def _read_one(tx: Tx, found: Field, raw: Any, stored: Stored | None, change: Change, lookup: TxLookup) -> None:
    if found.type.shape is Shape.CHILDREN:
        change.children[found.key] = found.type.read(raw, found, lookup)
    elif found.type.many:
        ids = found.type.read(raw, found, lookup)
        before = linked_ids(tx, found.id, stored.id) if stored else []
        if ids != before:
            change.many[found.key], change.before_many[found.key] = ids, before
    elif found.type.computed:
        change.put(found.key, raw)
    else:
        change.put(found.key, found.type.read(raw, found, lookup))


def _files_held(tx: Tx, object_type: ObjectType, stored: Stored | None, values: Mapping[str, Any]) -> frozenset[int]:
    if stored is None:
        return frozenset()
    held: set[int] = set()
    for key in values:
        found = object_type.fields.get(key)
        if found is not None and found.type.shape is Shape.FILE:
            held |= set(linked_ids(tx, found.id, stored.id) if found.type.many else [stored[key]])
    return frozenset(i for i in held if i)


def plain(value: Any) -> Any:
    """Return a stored value as JSON writes it."""
    if isinstance(value, datetime):
        return moment_text(value)
    if isinstance(value, Decimal):
        return float(value)
    return value
