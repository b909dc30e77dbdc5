"""Loading the model: once per version and process, compared with one small read before each use."""

from __future__ import annotations

from collections import defaultdict
from threading import Lock
from typing import Any

import sqlalchemy as sa

from paidan.builder.objects.field_types import FieldType, field_type
from paidan.builder.objects.model import Choice, Field, Model, ObjectType
from paidan.builder.objects.storage import Storage, build_table
from paidan.builder.objects.tables import choices, columns, fields, objects, version
from paidan.kernel.database import Database, Query, Tx
from paidan.kernel.database.reading import as_tuple

_CURRENT = sa.select(version.c.stamp).where(version.c.name == "meta")
_PARTS = {
    "version": sa.select(version.c.version, version.c.stamp).where(version.c.name == "meta"),
    "objects": sa.select(objects).where(objects.c.state == "active").order_by(objects.c.position, objects.c.id),
    "fields": sa.select(fields).where(fields.c.state == "active").order_by(fields.c.position, fields.c.id),
    "choices": sa.select(choices).order_by(choices.c.position, choices.c.id),
    "columns": sa.select(columns).order_by(columns.c.column),
}
Parts = dict[str, list[tuple[Any, ...]]]


class ModelCache:
    """The model that this process holds."""

    def __init__(self) -> None:
        self.model: Model | None = None
        self.lock = Lock()


def model_of(tx: Tx) -> Model:
    """Return the model as this transaction sees it, with its own changes of shape."""
    own: Model | None = tx.memo.get("model")
    if own is not None:
        return own
    cache = _cache(tx.registry)
    stamp = tx.value(_CURRENT)
    model = cache.model
    if model is None or model.stamp != stamp:
        model = build_model({name: tx.all(statement) for name, statement in _PARTS.items()})
        cache.model = model
    tx.memo["model"] = model
    return model


async def current_model(database: Database) -> Model:
    """Return the model as committed now."""
    cache = _cache(database.registry)
    stamp = await database.find(Query(_CURRENT, str))
    model = cache.model
    if model is None or model.stamp != stamp:
        parts = {name: await database.read(Query(statement, as_tuple)) for name, statement in _PARTS.items()}
        model = cache.model = build_model(parts)
    return model


def reload_object(tx: Tx, object_id: int) -> Model:
    """Build one object again after this transaction changed its shape; nobody else sees it before the commit."""
    parts = {
        "version": tx.all(_PARTS["version"]),
        "objects": tx.all(_PARTS["objects"].where(objects.c.id == object_id)),
        "fields": tx.all(_PARTS["fields"].where(fields.c.object_id == object_id)),
        "choices": tx.all(_PARTS["choices"].where(choices.c.field_id.in_(_fields_of(object_id)))),
        "columns": tx.all(_PARTS["columns"].where(columns.c.object_id == object_id)),
    }
    before = model_of(tx)
    keys = {found.id: key for key, found in before.objects.items()}
    fresh = build_model(parts, keys)
    kept = {key: found for key, found in before.objects.items() if found.id != object_id}
    model = Model(fresh.version, fresh.stamp, {**kept, **fresh.objects})
    tx.memo["model"] = model
    return model


def _fields_of(object_id: int) -> sa.Select[Any]:
    return sa.select(fields.c.id).where(fields.c.object_id == object_id)


def build_model(parts: Parts, known: dict[int, str] | None = None) -> Model:
    """Compile rows into a model; `known` names objects by id that are not among the rows."""
    number, stamp = parts["version"][0] if parts["version"] else (0, "")
    pools: dict[int, list[tuple[str, Storage]]] = defaultdict(list)
    for object_id, column, storage, _ in parts["columns"]:
        pools[object_id].append((column, Storage(storage)))
    options: dict[int, list[Choice]] = defaultdict(list)
    for row in parts["choices"]:
        id_, field_id, key, label, colour, parent_id, category, active, _ = row
        options[field_id].append(Choice(id_, key, label, colour, parent_id, category, active))
    by_object: dict[int, dict[str, Field]] = defaultdict(dict)
    for row in parts["fields"]:
        built = _build_field(row, options)
        by_object[row[1]][built.key] = built
    keys = {**(known or {}), **{row[0]: row[1] for row in parts["objects"]}}
    found = {}
    for id_, key, label, parent_id, shipped, _, settings, position in parts["objects"]:
        table = build_table(key, pools[id_])
        parent = keys.get(parent_id)
        found[key] = ObjectType(id_, key, label, parent, shipped, settings, table, by_object[id_], position)
    return Model(number, stamp, found)


def _build_field(row: tuple[Any, ...], options: dict[int, list[Choice]]) -> Field:
    id_, _, key, type_key, label, help_, settings, column, _, shipped, section, position, _ = row
    kind = field_type(type_key, settings)
    assert isinstance(kind, FieldType), type_key
    own = tuple(options.get(id_, ()))
    by_id = {choice.id: choice for choice in own}
    return Field(id_, key, kind, label, help_, settings, column, shipped, section, position, own, by_id)


def _cache(registry: Any) -> ModelCache:
    cache: ModelCache = registry.memory.setdefault(ModelCache, ModelCache())
    return cache
