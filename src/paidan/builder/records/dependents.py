"""Dependents: stored formulas elsewhere that look at a record are computed again when it changes.

A lookup follows a link from the dependent record, a total follows the subform from its parent. Up to 500 records are
done in the transaction of the change; more are left to a job, and the field says that it is being recalculated.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, ClassVar

import sqlalchemy as sa

from paidan.builder.expressions import Path
from paidan.builder.objects.field_types import Shape
from paidan.builder.objects.loading import model_of
from paidan.builder.objects.model import Model, ObjectType
from paidan.builder.records.changing import Change, plain
from paidan.builder.records.events import RecordUpdated
from paidan.builder.records.formulas import Computed, RecordReader, computed_fields, stored_result
from paidan.builder.records.reading import Stored, stored_of
from paidan.kernel.database import Tx
from paidan.kernel.events import Event

AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class RecalculationNeeded(Event):
    """More records depend on a change than a transaction should touch; `after` is the last one done."""

    kind: ClassVar[str] = "record.recalculation_needed"
    dependent: str
    keys: list[str] = field(default_factory=list)
    link: str = ""
    after: int = 0


@dataclass(frozen=True, slots=True)
class Dependency:
    """Formulas of `object` that reach a changed object in one step: over a link field, or as the parent of its rows."""

    object: str
    link: str
    from_parent: bool
    formulas: tuple[Computed, ...]
    reads: frozenset[str]


def refresh_dependents(tx: Tx, changed: ObjectType, record_id: int, keys: set[str]) -> None:
    """Compute again what depends on these fields of a record, level by level."""
    for dependency in dependencies_on(model_of(tx), changed.key):
        if dependency.reads & keys:
            _refresh(tx, dependency, changed, record_id)


def dependencies_on(model: Model, object_key: str) -> list[Dependency]:
    """Return who depends on an object; found once per model."""
    found: dict[str, list[Dependency]] | None = model.memory.get("dependencies")
    if found is None:
        found = {}
        for key in model.objects:
            for target, dependency in _of(model, key):
                found.setdefault(target, []).append(dependency)
        model.memory["dependencies"] = found
    return found.get(object_key, [])


def _of(model: Model, object_key: str) -> Iterator[tuple[str, Dependency]]:
    """The dependencies of one object's formulas on the objects they look at."""
    steps: dict[tuple[str, str, bool], dict[str, Any]] = {}
    for computed in computed_fields(model, object_key):
        for path in computed.paths:
            for step in _first_step(model, object_key, path):
                entry = steps.setdefault(step[:3], {"formulas": {}, "reads": set()})
                entry["formulas"][computed.field.key] = computed
                entry["reads"].add(step[3])
    for (target, link, from_parent), entry in steps.items():
        formulas = tuple(entry["formulas"].values())
        yield target, Dependency(object_key, link, from_parent, formulas, frozenset(entry["reads"]))


def _first_step(model: Model, object_key: str, path: Path) -> list[tuple[str, str, bool, str]]:
    if len(path) < 2:
        return []
    link = model.object(object_key).fields.get(path[0])
    if link is None or link.linked_object not in model.objects:
        return []
    return [(str(link.linked_object), link.key, link.type.shape is Shape.CHILDREN, path[1])]


def _refresh(tx: Tx, dependency: Dependency, changed: ObjectType, record_id: int) -> None:
    rows = _affected(tx, dependency, changed, record_id, after=0)
    for stored in rows[:AT_ONCE]:
        recompute(tx, stored, dependency.formulas)
    if len(rows) > AT_ONCE:
        keys = [computed.field.key for computed in dependency.formulas]
        tx.announce(
            RecalculationNeeded(
                object=changed.key,
                record=record_id,
                dependent=dependency.object,
                keys=keys,
                link=dependency.link,
                after=rows[AT_ONCE - 1].id,
            )
        )


def recalculate_more(tx: Tx, event: RecalculationNeeded) -> None:
    """Go on with the next records of a recalculation, and announce what is left after them."""
    model = model_of(tx)
    changed = model.object(str(event.object))
    for dependency in dependencies_on(model, changed.key):
        if (dependency.object, dependency.link) == (event.dependent, event.link):
            rows = _affected(tx, dependency, changed, int(event.record or 0), after=event.after)
            for stored in rows[:AT_ONCE]:
                recompute(tx, stored, dependency.formulas)
            if len(rows) > AT_ONCE:
                tx.cause = None  # one long walk, not a chain of reactions
                more: dict[str, Any] = {"dependent": event.dependent, "keys": event.keys, "link": event.link}
                tx.announce(
                    RecalculationNeeded(object=event.object, record=event.record, after=rows[AT_ONCE - 1].id, **more)
                )


def _affected(tx: Tx, dependency: Dependency, changed: ObjectType, record_id: int, *, after: int) -> list[Stored]:
    dependent = model_of(tx).object(dependency.object)
    table = dependent.table
    if dependency.from_parent:
        parent = sa.select(changed.table.c.parent_id).where(changed.table.c.id == record_id).scalar_subquery()
        condition = table.c.id == parent
    else:
        condition = dependent.column(dependency.link) == record_id
    statement = sa.select(table).where(condition, table.c.id > after).order_by(table.c.id).limit(AT_ONCE + 1)
    return [stored_of(dependent, row) for row in tx.all(statement)]


def recompute(tx: Tx, stored: Stored, formulas: tuple[Computed, ...]) -> None:
    """Compute formulas of a stored record again, and those of its own that build on them; nothing new, no event."""
    from paidan.builder.records.finishing import plain_context

    change = Change(before=dict(stored.values), after=dict(stored.values))
    reader = RecordReader(tx, stored.object, stored.id, change.after)
    wanted = {computed.field.key for computed in formulas}
    for computed in computed_fields(model_of(tx), stored.object.key):
        if computed.field.key in wanted or computed.own_inputs() & set(change.single):
            change.put(computed.field.key, stored_result(computed.field, computed.run(reader, plain_context(tx))))
    if not change.single:
        return
    columns = {str(stored.object.fields[key].column): value for key, value in change.single.items()}
    tx.update(stored.object.table, {"id": stored.id}, {**columns, "rev": stored.rev + 1})
    diff = {str(stored.object.fields[k].id): [plain(change.before.get(k)), plain(v)] for k, v in change.single.items()}
    tx.announce(RecordUpdated(object=stored.object.key, record=stored.id, rev=stored.rev + 1, diff=diff))
    refresh_dependents(tx, stored.object, stored.id, set(change.single))
