"""Computed fields: which formulas an object has, in the order they must run, and what each depends on.

Formulas are stored with the record. Those of the same record, and those that look at linked records or add up child
rows, run when the record is written; `dependents` runs them again when something they look at changes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from paidan.builder.expressions import Checked, Context, Kind, Path, check, compile_python, parse
from paidan.builder.expressions.types import PERSON_OBJECT, TEAM_OBJECT
from paidan.builder.objects.errors import BadFieldSettings
from paidan.builder.objects.field_types import Shape
from paidan.builder.objects.field_types.numbers import round_to_field
from paidan.builder.objects.loading import model_of
from paidan.builder.objects.model import Field, Model, ObjectType
from paidan.builder.objects.shaping.checking import DefinitionCheck
from paidan.builder.objects.tables import record_links
from paidan.builder.records.scopes import scope_of
from paidan.builder.records.values import formula_value
from paidan.kernel.database import Tx
from paidan.platform.identity.tables import people, teams

RESULTS = {
    "text": Kind.TEXT,
    "number": Kind.NUMBER,
    "yes_no": Kind.BOOL,
    "date": Kind.DATE,
    "datetime": Kind.MOMENT,
    "duration": Kind.DURATION,
}
DEEPEST = 20
"""A formula may build on formulas so many levels deep."""


@dataclass(frozen=True, slots=True)
class Computed:
    """A formula field ready to run. `paths`: what it reads, by keys from the record it belongs to."""

    field: Field
    checked: Checked
    run: Callable[[Any, Context], Any]
    paths: frozenset[Path]

    def own_inputs(self) -> set[str]:
        """The keys of the record's own fields that it reads, links and subforms it goes through among them."""
        return {path[0] for path in self.paths}


def check_formula(model: Model, object_key: str, settings: dict[str, Any]) -> Checked:
    """Check a formula field's text. Raises ExpressionError with the position of what is wrong."""
    wanted = RESULTS[settings.get("result", "text")]
    tree = parse(settings["text"])
    return check(tree, scope_of(model, object_key), gives=wanted, allow_volatile=False)


class FormulaCheck(DefinitionCheck):
    """Refuses a formula field that cannot be computed, or that would need itself."""

    def check(self, tx: Tx, object_key: str, field_key: str, type_key: str, settings: dict[str, Any]) -> None:
        """Raise ExpressionError or BadFieldSettings when the definition cannot work."""
        if type_key != "formula":
            return
        checked = check_formula(model_of(tx), object_key, settings)
        reads = {path[0] for path in checked.fields}
        if field_key in reads | self._below(model_of(tx), object_key, reads):
            raise BadFieldSettings(setting="text", problem="the formula needs itself")

    @staticmethod
    def _below(model: Model, object_key: str, keys: set[str]) -> set[str]:
        found: set[str] = set()
        by_key = {computed.field.key: computed for computed in computed_fields(model, object_key)}
        waiting = list(keys)
        while waiting:
            computed = by_key.get(waiting.pop())
            if computed is not None:
                fresh = computed.own_inputs() - found
                found |= fresh
                waiting += fresh
        return found


def computed_fields(model: Model, object_key: str) -> list[Computed]:
    """Return an object's formulas so that each comes after those it builds on; compiled once per model."""
    key = ("computed", object_key)
    found: list[Computed] | None = model.memory.get(key)
    if found is None:
        found = model.memory[key] = _in_order([_compile(model, object_key, f) for f in _formulas(model, object_key)])
    return found


def _formulas(model: Model, object_key: str) -> list[Field]:
    return [f for f in model.object(object_key).fields.values() if f.type.key == "formula"]


def _compile(model: Model, object_key: str, field: Field) -> Computed:
    checked = check_formula(model, object_key, dict(field.settings))
    return Computed(field, checked, compile_python(checked), frozenset(checked.fields))


def _in_order(found: list[Computed]) -> list[Computed]:
    by_key = {computed.field.key: computed for computed in found}
    ordered: dict[str, Computed] = {}

    def place(computed: Computed, depth: int) -> None:
        if computed.field.key in ordered or depth > DEEPEST:
            return
        for key in sorted(computed.own_inputs() & by_key.keys()):
            place(by_key[key], depth + 1)
        ordered[computed.field.key] = computed

    for computed in found:
        place(computed, 0)
    return list(ordered.values())


class RecordReader:
    """A record as formulas see it: its own values from memory, linked records and child rows from the database."""

    def __init__(self, tx: Tx, object_type: ObjectType, record_id: int, values: dict[str, Any]) -> None:
        self._tx = tx
        self._model = model_of(tx)
        self._object = object_type
        self._id = record_id
        self._values = values

    def __call__(self, path: Path) -> Any:
        """Return the value at a path; rows of a list as readers of their own."""
        if path == ("id",):
            return self._id
        field = self._object.field(path[0])
        if field.type.shape is Shape.CHILDREN:
            rows = self._child_rows(field)
            return rows if len(path) == 1 else None
        if field.type.many:
            return self._many(field)
        value = self._values.get(field.key)
        if len(path) == 1:
            return formula_value(field, value)
        return None if value is None else self._beyond(field, int(value), path[1:])

    def _beyond(self, field: Field, target_id: int, path: Path) -> Any:
        key = {Shape.PERSON: PERSON_OBJECT, Shape.TEAM: TEAM_OBJECT}.get(field.type.shape, field.linked_object)
        if key in (PERSON_OBJECT, TEAM_OBJECT):
            table = people if key == PERSON_OBJECT else teams
            return self._tx.value(sa.select(table.c.name).where(table.c.id == target_id))
        reader = self._reader_of(str(key), target_id)
        return None if reader is None else reader(path)

    def _reader_of(self, object_key: str, record_id: int) -> RecordReader | None:
        from paidan.builder.records.errors import RecordNotFound
        from paidan.builder.records.reading import record_values

        try:
            stored = record_values(self._tx, object_key, record_id)
        except RecordNotFound:
            return None
        return RecordReader(self._tx, stored.object, record_id, stored.values)

    def _child_rows(self, field: Field) -> list[RecordReader]:
        from paidan.builder.records.reading import stored_of

        child = self._model.object(str(field.linked_object))
        table = child.table
        statement = sa.select(table).where(table.c.parent_id == self._id, table.c.deleted_at.is_(None))
        rows = self._tx.all(statement.order_by(table.c.position, table.c.id))
        found = [stored_of(child, row) for row in rows]
        return [RecordReader(self._tx, child, row.id, row.values) for row in found]

    def _many(self, field: Field) -> list[int]:
        links = record_links.c
        statement = sa.select(links.to_id).where(links.field_id == field.id, links.from_id == self._id)
        return [row[0] for row in self._tx.all(statement.order_by(links.position))]


def stored_result(field: Field, value: Any) -> Any:
    """Put a formula's result into the form its column stores."""
    if value is None:
        return None
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return round_to_field(Decimal(repr(value)), field)
    return value
