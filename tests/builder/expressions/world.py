"""The small world in which formulas are tested: read from vectors.json, and put into real tables.

`World` gives names, records and surroundings. `Tables` puts the records into a database and evaluates a formula over all
of them with one SELECT, through columns such as a record store would supply.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path as FilePath
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import BigInteger, Column, Connection, Double, MetaData, Table, Text, exists, not_, select
from sqlalchemy.types import DateTime, TypeEngine

from paidan.builder.expressions import (
    Checked,
    Context,
    FieldRef,
    FieldShape,
    Kind,
    ObjectShape,
    Option,
    ShapeScope,
    ValueType,
    compile_sql,
    compile_sql_condition,
    read_value,
)

FILE = FilePath(__file__).parent / "vectors.json"

ROOT = "work_order"


class World:
    """What vectors.json describes."""

    def __init__(
        self,
        scope: ShapeScope,
        context: Context,
        rows: dict[str, dict[tuple[str, ...], Any]],
        vectors: list[dict[str, Any]],
    ) -> None:
        self.scope = scope
        self.context = context
        self.rows = rows
        self.vectors = vectors


class NineToSix:
    """A calendar for tests: Monday to Friday, 09:00 to 18:00 at the place, no holidays."""

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone

    def seconds_between(self, start: datetime, end: datetime) -> int:
        total, day = 0.0, start.astimezone(self._zone).date()
        while day <= end.astimezone(self._zone).date():
            opens, closes = self._hours(day)
            total += max(0, (min(end, closes) - max(start, opens)).total_seconds()) if day.weekday() < 5 else 0
            day = day.fromordinal(day.toordinal() + 1)
        return int(total)

    def after(self, moment: datetime, seconds: int) -> datetime:
        rest = float(seconds)
        day = moment.astimezone(self._zone).date()
        while True:
            opens, closes = self._hours(day)
            begin = max(moment, opens)
            if day.weekday() < 5 and begin < closes:
                left = (closes - begin).total_seconds()
                if rest <= left:
                    return begin.astimezone(UTC) + timedelta(seconds=rest)
                rest -= left
            day = day.fromordinal(day.toordinal() + 1)

    def _hours(self, day: Any) -> tuple[datetime, datetime]:
        return tuple(datetime(day.year, day.month, day.day, hour, tzinfo=self._zone) for hour in (9, 18))  # type: ignore[return-value]


def load() -> World:
    """Read vectors.json."""
    data = json.loads(FILE.read_text("utf-8"))
    objects = {key: _object(key, fields) for key, fields in data["objects"].items()}
    zone = ZoneInfo(data["zone"])
    context = Context(
        now=datetime.fromisoformat(data["now"]),
        zone=zone,
        language=data["language"],
        me=data["me"],
        my_team=data["my_team"],
        my_teams=tuple(data["my_teams"]),
        teammates=tuple(data["teammates"]),
        calendar=NineToSix(zone),
    )
    rows = {name: flatten(objects, ROOT, values) for name, values in data["rows"].items()}
    return World(ShapeScope(objects, ROOT), context, rows, data["vectors"])


def _object(key: str, fields: dict[str, Any]) -> ObjectShape:
    return ObjectShape(key, [_field(name, described) for name, described in fields.items()])


def _field(key: str, described: dict[str, Any]) -> FieldShape:
    options = tuple(Option(each["id"], each["key"], each["labels"]) for each in described.get("options", ()))
    value_type = ValueType(
        Kind(described["kind"]), many=described.get("many", False), object=described.get("object"), options=options
    )
    return FieldShape(key, described["labels"], value_type)


def flatten(objects: dict[str, ObjectShape], key: str, values: dict[str, Any]) -> dict[tuple[str, ...], Any]:
    """A record as the Python back end reads it: paths to values, links followed, child rows as such records."""
    flat: dict[tuple[str, ...], Any] = {("id",): values.get("id")}
    for field in objects[key].fields:
        value = values.get(field.key)
        if field.type.many:
            flat[(field.key,)] = [_element(objects, field.type, each) for each in value or ()]
        elif isinstance(value, dict):
            inner = flatten(objects, field.type.object or "", value)
            flat[(field.key,)] = value["id"]
            flat |= {(field.key, *path): each for path, each in inner.items()}
        else:
            flat[(field.key,)] = choice_id(field.type, value)
    return flat


def _element(objects: dict[str, ObjectShape], value_type: ValueType, value: Any) -> Any:
    if isinstance(value, dict):
        return flatten(objects, value_type.object or "", value)
    return choice_id(value_type, value)


def choice_id(value_type: ValueType, value: Any) -> Any:
    """Choices stand in the file by key."""
    if value_type.kind is not Kind.CHOICE or value is None:
        return value
    option = value_type.option(value)
    assert option is not None
    return option.id


def as_json(value_type: ValueType, value: Any) -> Any:
    """A result as vectors.json writes it."""
    if value is None:
        return None
    if value_type.kind is Kind.MOMENT:
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"
    if value_type.kind is Kind.DATE:
        return value.isoformat()
    if value_type.kind is Kind.CHOICE:
        return next(option.key for option in value_type.options if option.id == value)
    return value


class Tables:
    """The records of the world in the tables of one database."""

    def __init__(self, world: World, connection: Connection, schema: str | None = None) -> None:
        self.world = world
        self.connection = connection
        self.dialect = connection.dialect.name
        self.metadata = MetaData(schema=schema)
        self.tables = {key: self._table(shape) for key, shape in world.scope.objects.items()}
        self.links = Table(
            "record_link",
            self.metadata,
            Column("field", Text),
            Column("from_id", BigInteger),
            Column("to_id", BigInteger),
            Column("position", BigInteger),
        )
        self.metadata.create_all(connection)
        self._seen: set[tuple[str, int]] = set()
        for number, (name, row) in enumerate(world.rows.items(), 1):
            self._insert(ROOT, {**row, ("id",): number}, {"row_name": name})

    def evaluate(self, checked: Checked, *, fold_constants: bool = False) -> dict[str, Any]:
        """The formula's value for every record, by the record's name, as the Python back end would give it."""
        root = self.tables[ROOT]
        columns = RootColumns(self, root)
        formula = compile_sql(checked, columns, self.world.context, self.dialect, fold_constants=fold_constants)
        with self.connection.begin_nested():
            found = self.connection.execute(select(root.c.row_name, formula)).all()
        return {name: read_value(checked.type.kind, value) for name, value in found}

    def where(self, checked: Checked, *, negated: bool = False) -> set[str]:
        """The names of the records for which a condition holds (or, negated, fails)."""
        root = self.tables[ROOT]
        holds = compile_sql_condition(checked, RootColumns(self, root), self.world.context, self.dialect)
        with self.connection.begin_nested():
            found = self.connection.execute(select(root.c.row_name).where(not_(holds) if negated else holds)).all()
        return {name for (name,) in found}

    def _table(self, shape: ObjectShape) -> Table:
        columns = [Column(field.key, self._type(field.type)) for field in shape.fields if not field.type.many]
        extra = [Column("row_name", Text), Column("parent_id", BigInteger), Column("position", BigInteger)]
        return Table(shape.key, self.metadata, Column("id", BigInteger), *columns, *extra)

    def _type(self, value_type: ValueType) -> TypeEngine[Any]:
        if value_type.kind is Kind.NUMBER:
            return Double()
        if value_type.kind is Kind.MOMENT and self.dialect == "postgresql":
            return DateTime(timezone=True)
        if value_type.kind in (Kind.TEXT, Kind.DATE, Kind.MOMENT):
            return Text()
        return BigInteger()

    def _insert(self, key: str, row: dict[tuple[str, ...], Any], extra: dict[str, Any]) -> None:
        record_id = row[("id",)]
        if (key, record_id) in self._seen:
            return
        self._seen.add((key, record_id))
        values: dict[str, Any] = {"id": record_id, **extra}
        for field in self.world.scope.objects[key].fields:
            value = row.get((field.key,))
            if field.type.many:
                self._insert_many(field, record_id, value or [])
                continue
            values[field.key] = self._stored(field.type, value)
            if value is not None and field.type.object in self.tables:
                inner = {path[1:]: each for path, each in row.items() if len(path) > 1 and path[0] == field.key}
                self._insert(field.type.object or "", {**inner, ("id",): value}, {})
        self.connection.execute(self.tables[key].insert().values(**values))

    def _insert_many(self, field: FieldShape, record_id: int, elements: Sequence[Any]) -> None:
        for position, element in enumerate(elements):
            if isinstance(element, dict):
                child = {**element, ("id",): record_id * 100 + position}
                self._insert(field.type.object or "", child, {"parent_id": record_id, "position": position})
            else:
                link = {"field": field.key, "from_id": record_id, "to_id": element, "position": position}
                self.connection.execute(self.links.insert().values(**link))

    def _stored(self, value_type: ValueType, value: Any) -> Any:
        if value_type.kind is Kind.MOMENT and self.dialect == "postgresql":
            return None if value is None else datetime.fromisoformat(value)
        return int(value) if value_type.kind is Kind.BOOL and value is not None else value


class RootColumns:
    """Columns of a record; links are followed by subqueries."""

    def __init__(self, tables: Tables, table: Any, length: int = 0) -> None:
        self._tables = tables
        self._table = table
        self._length = length

    def column(self, ref: FieldRef) -> Any:
        return self._at(self._table, ref, self._length)

    def aggregate(self, source: tuple[str, ...], function: Any, value: Any, condition: Any) -> Any:
        inner, rows, order = self._rows(source)
        query = select(function(value(inner), order)).select_from(rows).where(self._join(source, rows))
        if condition is not None:
            query = query.where(condition(inner))
        return query.correlate(self._table).scalar_subquery()

    def exists(self, source: tuple[str, ...], condition: Any) -> Any:
        inner, rows, _ = self._rows(source)
        query = select(rows.c.position).where(self._join(source, rows), condition(inner))
        return exists(query.correlate(self._table))

    def _at(self, table: Any, ref: FieldRef, depth: int) -> Any:
        column = table.c[ref.path[depth]]
        if depth == len(ref.path) - 1:
            return column
        target = self._tables.tables[ref.objects[depth + 1]].alias()
        inner = self._at(target, ref, depth + 1)
        return select(inner).where(target.c.id == column).correlate_except(target).scalar_subquery()

    def _rows(self, source: tuple[str, ...]) -> tuple[Any, Any, list[Any]]:
        shape = next(each for each in self._tables.world.scope.objects[ROOT].fields if each.key == source[0])
        is_rows = shape.type.kind is Kind.RECORD
        rows = (self._tables.tables[shape.type.object or ""] if is_rows else self._tables.links).alias()
        return RowColumns(self, self._tables, rows, source), rows, [rows.c.position]

    def _join(self, source: tuple[str, ...], rows: Any) -> Any:
        if "from_id" in rows.c:
            return (rows.c.from_id == self._table.c.id) & (rows.c.field == source[0])
        return rows.c.parent_id == self._table.c.id


class RowColumns(RootColumns):
    """Columns of the rows of a list, with the outer record behind them."""

    def __init__(self, outer: RootColumns, tables: Tables, rows: Any, source: tuple[str, ...]) -> None:
        super().__init__(tables, rows, len(source))
        self._outer = outer
        self._source = source

    def column(self, ref: FieldRef) -> Any:
        if ref.source != self._source:
            return self._outer.column(ref)
        if ref.is_source:
            return self._table.c.to_id if "to_id" in self._table.c else self._table.c.id
        return super().column(ref)


Evaluate = Callable[[Checked], dict[str, Any]]
