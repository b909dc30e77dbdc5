"""Statements: SQLAlchemy Core compiled once per dialect and run on the bare driver.

Compiling costs more than running, so compiled text is kept under SQLAlchemy's own cache key; a statement of the same
shape with other values is found again. Values run through the column types' processors, as SQLAlchemy would do.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from threading import Lock
from typing import Any

from sqlalchemy.dialects.postgresql import psycopg as postgres_dialect
from sqlalchemy.dialects.sqlite import pysqlite as sqlite_dialect
from sqlalchemy.engine import Dialect
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.elements import ClauseElement

Processor = Callable[[Any], Any]
Params = Mapping[str, Any]

SQLITE: Dialect = sqlite_dialect.dialect(paramstyle="qmark")
POSTGRES: Dialect = postgres_dialect.dialect(paramstyle="format")  # type: ignore[no-untyped-call]

_KEPT = 4000


@dataclass(frozen=True, slots=True)
class Prepared:
    """A statement as one dialect wants it.

    `names` are the parameters in the order of their places, `binders` what each value passes through, `converters`
    what each result column passes through (None: as it comes).
    """

    sql: str
    compiled: SQLCompiler
    names: tuple[str, ...]
    binders: tuple[Processor | None, ...]
    converters: tuple[Processor | None, ...] | None

    def place(self, values: Params) -> tuple[Any, ...]:
        """Return the values in the order of their places, each in its stored form."""
        return tuple(
            values[name] if bind is None else bind(values[name])
            for name, bind in zip(self.names, self.binders, strict=True)
        )

    def convert(self, rows: Sequence[Sequence[Any]]) -> list[tuple[Any, ...]]:
        """Return the rows with every column in its Python form."""
        if self.converters is None:
            return [tuple(row) for row in rows]
        converters = self.converters
        return [tuple(v if c is None else c(v) for v, c in zip(row, converters, strict=True)) for row in rows]


@dataclass(frozen=True, slots=True)
class Bound:
    """A statement and its values, ready for a driver's cursor."""

    prepared: Prepared
    sql: str
    values: tuple[Any, ...]


class Statements:
    """The compiled statements of one dialect."""

    def __init__(self, dialect: Dialect) -> None:
        self.dialect = dialect
        self._kept: OrderedDict[Any, Prepared] = OrderedDict()
        self._lock = Lock()

    def bind(self, statement: ClauseElement, params: Params | None = None) -> Bound:
        """Compile a statement, or find it compiled, and put its values in place."""
        key = statement._generate_cache_key()
        if key is None:
            return self._place(self.prepare(statement), None, params)
        prepared = self._kept.get(key.key)
        if prepared is None:
            prepared = self.prepare(statement, cache_key=key)
            self._keep(key.key, prepared)
        return self._place(prepared, key.bindparams, params)

    def _place(self, prepared: Prepared, extracted: Sequence[Any] | None, params: Params | None) -> Bound:
        compiled = prepared.compiled
        given = dict(params) if params else None
        values = compiled.construct_params(given, extracted_parameters=extracted, escape_names=False)
        if not compiled.post_compile_params:
            return Bound(prepared, prepared.sql, prepared.place(values))
        expanded = compiled._process_parameters_for_postcompile(
            values
        )  # lists of IN (…) take as many places as they are long
        processors = {**compiled._bind_processors, **expanded.processors}
        placed = tuple(
            processors[name](expanded.parameters[name]) if processors.get(name) else expanded.parameters[name]  # type: ignore[operator]
            for name in expanded.positiontup or ()
        )
        return Bound(prepared, expanded.statement, placed)

    def kept(self, key: Any, build: Callable[[], Prepared]) -> Prepared:
        """Return what is kept under a key of the caller's own, building it the first time."""
        prepared = self._kept.get(key)
        if prepared is None:
            prepared = build()
            self._keep(key, prepared)
        return prepared

    def prepare(
        self, statement: ClauseElement, columns: Sequence[str] | None = None, cache_key: Any = None
    ) -> Prepared:
        """Compile a statement afresh; `columns` names the columns that an insert or update fills."""
        compiled = statement._compiler(self.dialect, column_keys=columns, cache_key=cache_key)
        assert isinstance(compiled, SQLCompiler)
        names = tuple(compiled.positiontup or ())
        binders = tuple(compiled._bind_processors.get(name) for name in names)
        return Prepared(str(compiled), compiled, names, binders, self._converters(compiled))  # type: ignore[arg-type]

    def _converters(self, compiled: SQLCompiler) -> tuple[Processor | None, ...] | None:
        found = [
            entry.type.dialect_impl(self.dialect).result_processor(self.dialect, None)
            for entry in compiled._result_columns or ()
        ]
        return tuple(found) if any(found) else None

    def _keep(self, key: Any, prepared: Prepared) -> None:
        with self._lock:
            self._kept[key] = prepared
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)


@cache
def statements_for(dialect: Dialect) -> Statements:
    """Return the process's one collection for a dialect: every database of the kind shares what was compiled."""
    return Statements(dialect)
