"""Lists: a filter tree, sorts, a page by keyset, a capped count. Built as a value, run by whichever driver is there.

A page is one row: the records as a JSON array, and the sort values of each, from which the next page's marker is made.
Reading on from a marker is as fast on the last page as on the first, because nothing is skipped over.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson
import sqlalchemy as sa
from sqlalchemy import ColumnElement

from paidan.builder.objects.field_types import Shape
from paidan.builder.objects.model import Field, ObjectType
from paidan.builder.objects.tables import choices
from paidan.builder.records.errors import BadCursor, BadQuery, FieldForbidden, FieldUnknown
from paidan.builder.records.projecting import Projector, listed_fields
from paidan.builder.records.rights import Rights
from paidan.builder.records.scoping import Viewpoint
from paidan.builder.records.searching import matches, searched_fields
from paidan.kernel.database import Query
from paidan.platform.permissions.access import FieldRight

MOST_ROWS = 200
CAP = 1000


@dataclass(frozen=True, slots=True)
class ListQuestion:
    """What is asked of a list.

    filter: a tree. text: words to find. sort: field keys, '-' before one for descending. fields: keys to show, None for
    all. after: the marker of the page before. trashed: look into the trash instead.
    """

    object: str
    filter: dict[str, Any] = field(default_factory=dict)
    text: str = ""
    sort: tuple[str, ...] = ()
    fields: tuple[str, ...] | None = None
    limit: int = 50
    after: str | None = None
    trashed: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """One page: `records` is a JSON array as text; `next` the marker of the page after, None at the end."""

    records: str
    next: str | None
    size: int


@dataclass(frozen=True, slots=True)
class _Sort:
    column: ColumnElement[Any]
    field: Field | None
    descending: bool
    nullable: bool
    scaled: bool = False
    """Decimals stand in markers as SQLite keeps them, scaled by 10^6."""


def list_query(view: Viewpoint, asked: ListQuestion) -> Query[Page]:
    """Build the query of one page. Raises ActionForbidden, BadQuery, BadCursor, FieldUnknown, FieldForbidden."""
    rights = view.read_rights(asked.object)
    rights.require()
    table = rights.object.table
    limit = max(1, min(asked.limit, MOST_ROWS))
    sorts = _sorts(view, rights, asked.sort)
    statement = sa.select(table, *(sort.column.label(f"s{n}") for n, sort in enumerate(sorts)))
    statement = statement.where(*_conditions(view, rights, table, asked))
    if asked.after:
        statement = statement.where(_beyond(sorts, _decode(asked.after, sorts)))
    ordered = statement.order_by(*_order(sorts)).limit(limit + 1).subquery("p")
    projector = Projector(view.dialect, rights, view.read_rights)
    fields = listed_fields(rights.object, asked.fields)
    record = projector.record(ordered, fields)
    json = projector.json
    keys = json.array([ordered.c[f"s{n}"] for n in range(len(sorts))])
    page = sa.select(
        json.text(json.collect(record, is_json=True)),
        json.text(json.collect(keys, is_json=True)),
    ).select_from(ordered)
    return Query(page, lambda records, marks: _page(records, marks, limit), slow=_is_slow(rights, asked))


def count_query(view: Viewpoint, asked: ListQuestion, *, exact: bool = False) -> Query[int]:
    """Build the query that counts a list: up to 1,001, which means more than 1,000, or exactly."""
    rights = view.read_rights(asked.object)
    rights.require()
    table = rights.object.table
    inner: sa.Select[Any] = sa.select(sa.literal_column("1").label("one")).select_from(table)
    inner = inner.where(*_conditions(view, rights, table, asked))
    if not exact:
        inner = inner.limit(CAP + 1)
    return Query(sa.select(sa.func.count()).select_from(inner.subquery()), int, slow=exact or _is_slow(rights, asked))


def record_query(view: Viewpoint, object_key: str, record_id: int, *, trashed: bool = False) -> Query[str]:
    """Build the query of one record with all that the actor may see of it, subforms among it; answers with JSON text."""
    rights = view.read_rights(object_key)
    rights.require()
    table = rights.object.table
    projector = Projector(view.dialect, rights, view.read_rights)
    statement = sa.select(projector.json.text(projector.record(table, rights.object.fields.values())))
    statement = statement.where(table.c.id == record_id)
    if not trashed:
        statement = statement.where(table.c.deleted_at.is_(None))
    reach = rights.rows(table)
    return Query(statement if reach is None else statement.where(reach), str)


def reach_query(view: Viewpoint, object_key: str, record_id: int, action: str = "read") -> Query[int]:
    """Build the query that answers with the record's id when the actor may do this to it, else with nothing."""
    rights = view.rights(object_key, action)
    table = rights.object.table
    statement = sa.select(table.c.id).where(table.c.id == record_id, table.c.deleted_at.is_(None))
    reach = rights.rows(table)
    return Query(statement if reach is None else statement.where(reach), int)


def conditions_of(view: Viewpoint, rights: Rights, table: Any, asked: ListQuestion) -> list[ColumnElement[bool]]:
    """Return every condition of a question: living, within reach, filtered, found."""
    return _conditions(view, rights, table, asked)


def _conditions(view: Viewpoint, rights: Rights, table: Any, asked: ListQuestion) -> list[ColumnElement[bool]]:
    living = table.c.deleted_at.is_not(None) if asked.trashed else table.c.deleted_at.is_(None)
    found: list[ColumnElement[bool]] = [living]
    reach = rights.rows(table)
    if reach is not None:
        found.append(reach)
    if asked.filter:
        found.append(view.filter(rights.object, table, asked.filter))
    if asked.text.strip():
        found += _searched(view, rights, table, asked.text)
    return found


def _searched(view: Viewpoint, rights: Rights, table: Any, text: str) -> list[ColumnElement[bool]]:
    """Find by index; where some indexed field is closed to the actor, look again in the open ones, or a search would
    tell what they hold."""
    found = [matches(view.dialect, table, text)]
    indexed = searched_fields(rights.object)
    open_fields = [f for f in indexed if rights.right(f) >= FieldRight.READ and rights.is_uniform(f)]
    if len(open_fields) < len(indexed):
        columns = [sa.cast(table.c[f.column], sa.Text) for f in open_fields]
        found += [
            sa.or_(sa.false(), *(column.icontains(word, autoescape=True) for column in columns))
            for word in text.split()
        ]
    return found


def _is_slow(rights: Rights, asked: ListQuestion) -> bool:
    """Whether only a walk through the table can answer; a guess that errs towards the reader thread."""
    indexed = {"id", "status", "owner", "team", "number", "created_at", "parent_id"}
    indexed |= {f.key for f in rights.object.fields.values() if f.type.key == "link" or f.settings.get("index")}
    used = _used_fields(asked.filter)
    return bool(used - indexed) or any(s.lstrip("-") not in indexed for s in asked.sort)


def _used_fields(tree: Any) -> set[str]:
    if isinstance(tree, dict):
        own = {str(tree["field"])} if "field" in tree else {"formula"} if "formula" in tree else set()
        return own.union(*(_used_fields(tree[word]) for word in ("all", "any", "not") if word in tree))
    if isinstance(tree, list):
        return set[str]().union(*(_used_fields(part) for part in tree))
    return set()


# -- sorting and markers ---------------------------------------------------------------------------------------------


def _sorts(view: Viewpoint, rights: Rights, wanted: Sequence[str]) -> list[_Sort]:
    table = rights.object.table
    sorts = [_sort(view, rights, text) for text in (wanted or ("-created_at",))[:4]]
    descending = sorts[-1].descending
    return [*sorts, _Sort(table.c.id, None, descending, False)]


def _sort(view: Viewpoint, rights: Rights, text: str) -> _Sort:
    key = text.lstrip("-")
    if key == "id":
        return _Sort(rights.object.table.c.id, None, text.startswith("-"), False)
    field = rights.object.fields.get(key)
    if field is None or rights.right(field) == FieldRight.HIDDEN:
        raise FieldUnknown(field=key)
    if rights.right(field) < FieldRight.READ or not rights.is_uniform(field):
        raise FieldForbidden(field=field.label)
    if not field.type.sortable or field.column is None:
        raise BadQuery(problem=f"sort {key}")
    column = _sort_column(view, rights.object, field)
    scaled = field.type.shape is Shape.DECIMAL and view.dialect == "sqlite"
    return _Sort(column, field, text.startswith("-"), key not in ("created_at", "updated_at"), scaled)


def _sort_column(view: Viewpoint, object_type: ObjectType, field: Field) -> ColumnElement[Any]:
    assert field.column is not None
    column: ColumnElement[Any] = object_type.table.c[field.column]
    if field.type.shape is Shape.CHOICE:
        source = choices.alias()
        return sa.select(source.c.position).where(source.c.id == column).scalar_subquery()
    if field.type.shape in (Shape.PERSON, Shape.TEAM, Shape.RECORD):
        from paidan.platform.identity.tables import people, teams

        if field.type.shape is Shape.RECORD:
            target = view.model.object(str(field.linked_object)).table.alias()
            return sa.select(target.c.title).where(target.c.id == column).scalar_subquery()
        named = (people if field.type.shape is Shape.PERSON else teams).alias()
        return sa.select(named.c.name).where(named.c.id == column).scalar_subquery()
    return column


def _order(sorts: Sequence[_Sort]) -> list[ColumnElement[Any]]:
    """Blank values come last, whichever way the sort goes."""
    order: list[ColumnElement[Any]] = []
    for sort in sorts:
        if sort.nullable:
            order.append(sort.column.is_(None))
        order.append(sort.column.desc() if sort.descending else sort.column.asc())
    return order


def _beyond(sorts: Sequence[_Sort], values: Sequence[Any]) -> ColumnElement[bool]:
    """The rows after a marker, in the order of the sorts."""
    ways = []
    for n, (sort, value) in enumerate(zip(sorts, values, strict=True)):
        same = [_equal(s, v) for s, v in zip(sorts[:n], values[:n], strict=True)]
        later = _later(sort, value)
        if later is not None:
            ways.append(sa.and_(*same, later))
    return sa.or_(*ways)


def _equal(sort: _Sort, value: Any) -> ColumnElement[bool]:
    return sort.column.is_(None) if value is None else sort.column == value


def _later(sort: _Sort, value: Any) -> ColumnElement[bool] | None:
    if value is None:
        return None
    later = sort.column < value if sort.descending else sort.column > value
    return sa.or_(later, sort.column.is_(None)) if sort.nullable else later


def _page(records: str, marks: str, limit: int) -> Page:
    rows = orjson.loads(marks)
    if len(rows) <= limit:
        return Page(records, None, len(rows))
    kept = orjson.loads(records)[:limit]
    return Page(orjson.dumps(kept).decode(), _encode(rows[limit - 1]), limit)


def _encode(values: Sequence[Any]) -> str:
    return base64.urlsafe_b64encode(orjson.dumps(values)).decode().rstrip("=")


def _decode(marker: str, sorts: Sequence[_Sort]) -> list[Any]:
    try:
        values = orjson.loads(base64.urlsafe_b64decode(marker + "=" * (-len(marker) % 4)))
        if not isinstance(values, list) or len(values) != len(sorts):
            raise BadCursor
        return [_typed(sort, value) for sort, value in zip(sorts, values, strict=True)]
    except ValueError:
        raise BadCursor from None


def _typed(sort: _Sort, value: Any) -> Any:
    """Markers hold what the database said; moments and decimals are read back into what its driver wants."""
    if value is None or sort.field is None:
        return value
    if sort.field.type.shape is Shape.MOMENT:
        return datetime.fromisoformat(value)
    if sort.field.type.shape is Shape.DECIMAL:
        from paidan.kernel.database.types import unscale_decimal

        return unscale_decimal(value) if sort.scaled else value
    return value
