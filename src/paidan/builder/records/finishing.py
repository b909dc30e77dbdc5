"""Finishing a change before it is stored: numbers, defaults, rules, formulas, the title; then what must hold.

Before-save rules run on the record's own values, in declared order, and may set fields or refuse; three passes at
most, so that rules that feed each other come to rest or are told to.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from paidan.builder.expressions import Context, Kind, check, compile_python_condition, parse
from paidan.builder.objects.field_types import Shape
from paidan.builder.objects.loading import model_of
from paidan.builder.objects.model import Field, ObjectType
from paidan.builder.records.changing import Change
from paidan.builder.records.errors import FieldMissing, RecordInvalid, ValueTaken
from paidan.builder.records.formulas import RecordReader, computed_fields, stored_result
from paidan.builder.records.lookups import TxLookup
from paidan.builder.records.reading import Stored, linked_ids
from paidan.builder.records.scopes import scope_of
from paidan.builder.records.scoping import zone_of
from paidan.builder.records.serials import next_serial
from paidan.builder.records.values import plain_text
from paidan.kernel.database import Tx
from paidan.kernel.errors import AppError

PASSES = 3
LONGEST_TITLE = 120


class BeforeSave(ABC):
    """Looks at a change before it is stored; may set values or refuse. Contributed to the registry.

    Pure on the record's own values: no other record is written, nothing outside is called.
    """

    @abstractmethod
    def apply(self, tx: Tx, object_type: ObjectType, stored: Stored | None, change: Change) -> None:
        """Set further values through `change.put`, or raise an AppError."""


def finish_values(
    tx: Tx,
    object_type: ObjectType,
    record_id: int,
    stored: Stored | None,
    change: Change,
    *,
    check_required: bool = True,
    created_at: datetime | None = None,
) -> None:
    """Complete a change and check it. Raises RecordInvalid and what before-save rules raise."""
    if stored is None:
        _fill_new(tx, object_type, change, created_at or tx.now)
    _apply_rules(tx, object_type, stored, change)
    _compute(tx, object_type, record_id, change)
    _set_title(object_type, change)
    refused: dict[str, list[AppError]] = {}
    if check_required:
        _check_required(tx, object_type, record_id, stored, change, refused)
    _check_unique(tx, object_type, record_id, change, refused)
    if refused:
        raise RecordInvalid(fields=refused)


def _fill_new(tx: Tx, object_type: ObjectType, change: Change, at: datetime) -> None:
    lookup = TxLookup(tx)
    for field in object_type.fields.values():
        if field.key in change.changed_keys() or change.after.get(field.key) is not None:
            continue
        if field.type.key == "serial":
            change.put(field.key, next_serial(tx, field, at, zone_of(tx.registry)))
        elif (default := _default(tx, field)) is not None:
            value = field.type.read(default, field, lookup)
            if field.type.many:
                change.many[field.key] = value
            else:
                change.put(field.key, value)
    if "team" in object_type.fields and change.after.get("team") is None:
        change.put("team", _own_team(tx))


def _default(tx: Tx, field: Field) -> Any:
    default = field.settings.get("default")
    if default == "me":
        return tx.actor.id if tx.actor.kind == "person" else None
    if default == "now" and field.type.shape is Shape.MOMENT:
        return tx.now
    if default == "today" and field.type.key == "date":
        return tx.now.astimezone(zone_of(tx.registry)).date()
    return default


def _own_team(tx: Tx) -> int | None:
    """A new record belongs to the main team of whoever makes it."""
    from paidan.platform.identity.tables import team_members

    if tx.actor.kind != "person":
        return None
    own = sa.select(team_members.c.team_id).where(team_members.c.person_id == tx.actor.id)
    found: int | None = tx.value(own.order_by(team_members.c.main.desc()).limit(1))
    return found


def _apply_rules(tx: Tx, object_type: ObjectType, stored: Stored | None, change: Change) -> None:
    rules = tx.registry.all(BeforeSave)  # type: ignore[type-abstract]
    for _ in range(PASSES if rules else 0):
        before = dict(change.single)
        for rule in rules:
            rule.apply(tx, object_type, stored, change)
        if change.single == before:
            return


def _compute(tx: Tx, object_type: ObjectType, record_id: int, change: Change) -> None:
    formulas = computed_fields(model_of(tx), object_type.key)
    if not formulas:
        return
    reader = RecordReader(tx, object_type, record_id, change.after)
    context = plain_context(tx)
    changed = change.changed_keys()
    for computed in formulas:
        if not change.before or computed.own_inputs() & changed:
            change.put(computed.field.key, stored_result(computed.field, computed.run(reader, context)))
            changed.add(computed.field.key)


def plain_context(tx: Tx) -> Context:
    """What stored formulas and a record's own conditions may know: the moment and the company's zone."""
    return Context(now=tx.now, zone=zone_of(tx.registry), calendar=tx.registry.memory.get("company_calendar"))


def _set_title(object_type: ObjectType, change: Change) -> None:
    template = object_type.settings.get("title")
    if not template or ("title" in change.single and not change.before.get("title") and change.single["title"]):
        return
    texts = _Texts({key: plain_text(f, change.after.get(key)) for key, f in object_type.fields.items() if f.column})
    title = " ".join(str(template).format_map(texts).split())[:LONGEST_TITLE]
    change.put("title", title or None)


class _Texts(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return ""


def _check_required(
    tx: Tx,
    object_type: ObjectType,
    record_id: int,
    stored: Stored | None,
    change: Change,
    refused: dict[str, list[AppError]],
) -> None:
    """A required field may not be blank. On a change, only fields that this change touches or whose condition it
    touches are looked at, so that an old gap does not block every later edit."""
    for field in object_type.fields.values():
        if field.type.computed or not _is_required(tx, object_type, record_id, field, change):
            continue
        if stored is not None and field.key not in change.changed_keys() and not field.settings.get("required_if"):
            continue
        if _is_blank(tx, field, record_id, stored, change):
            refused.setdefault(field.key, []).append(FieldMissing(field=field.label))


def _is_required(tx: Tx, object_type: ObjectType, record_id: int, field: Field, change: Change) -> bool:
    hidden = field.settings.get("visible_if")
    if hidden and not holds(tx, object_type, record_id, str(hidden), change.after):
        return False
    condition = field.settings.get("required_if")
    return field.required or bool(condition and holds(tx, object_type, record_id, str(condition), change.after))


def holds(tx: Tx, object_type: ObjectType, record_id: int, condition: str, values: dict[str, Any]) -> bool:
    """Whether a condition in the formula language holds for a record's values."""
    model = model_of(tx)
    key = ("condition", object_type.key, condition)
    run = model.memory.get(key)
    if run is None:
        checked = check(parse(condition), scope_of(model, object_type.key), gives=Kind.BOOL)
        run = model.memory[key] = compile_python_condition(checked)
    return bool(run(RecordReader(tx, object_type, record_id, values), plain_context(tx)))


def _is_blank(tx: Tx, field: Field, record_id: int, stored: Stored | None, change: Change) -> bool:
    if field.type.shape is Shape.CHILDREN:
        return (field.key in change.children and not change.children[field.key]) or (
            stored is None and field.key not in change.children
        )
    if field.type.many:
        held = change.many.get(field.key)
        return not (linked_ids(tx, field.id, record_id) if held is None and stored else held)
    return change.after.get(field.key) is None


def _check_unique(
    tx: Tx, object_type: ObjectType, record_id: int, change: Change, refused: dict[str, list[AppError]]
) -> None:
    for key, value in change.single.items():
        field = object_type.fields[key]
        if not field.unique or value is None:
            continue
        table, column = object_type.table, object_type.column(key)
        taken = sa.select(table.c.id).where(column == value, table.c.id != record_id, table.c.deleted_at.is_(None))
        if tx.first(taken):
            refused.setdefault(key, []).append(ValueTaken(field=field.label, value=plain_text(field, value)))
