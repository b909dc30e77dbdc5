"""A transaction as business code sees it: the connection, who acts, and the one moment at which all of it happens.

A write is a short synchronous function of a `Tx`. It never waits for the network, never asks the clock, and never
commits; the database that runs it does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import sqlalchemy as sa
from sqlalchemy.engine import Dialect
from sqlalchemy.sql.elements import ClauseElement

from paidan.kernel.actor import Actor
from paidan.kernel.database.reading import Query
from paidan.kernel.database.statements import Prepared, Statements
from paidan.kernel.errors import NotFound

if TYPE_CHECKING:
    from paidan.kernel.events.event import Cause, Event
    from paidan.kernel.registry import Registry

T = TypeVar("T")
Row = tuple[Any, ...]


class Cursor(Protocol):
    """What every DB-API cursor can do."""

    rowcount: int

    def execute(self, sql: Any, values: Any = ..., /) -> Any: ...

    def executemany(self, sql: Any, values: Any, /) -> Any: ...

    def fetchall(self) -> list[Any]: ...

    def fetchone(self) -> Any: ...


class Tx:
    """One piece of work on the database, whole or not at all.

    `now` is the moment of the work (UTC, milliseconds), `actor` who does it, `registry` what the features contributed,
    `cause` the event that this work reacts to, if any. `announced` lists what has been announced so far.
    """

    def __init__(
        self,
        cursor: Cursor,
        statements: Statements,
        *,
        now: datetime,
        actor: Actor,
        registry: Registry,
        next_id: Callable[[], int],
        cause: Cause | None = None,
    ) -> None:
        self._cursor = cursor
        self._statements = statements
        self._next_id = next_id
        self.now = now
        self.actor = actor
        self.registry = registry
        self.cause = cause
        self.announced: list[Event] = []
        self.after_commit: list[Callable[[], None]] = []
        self.memo: dict[Any, Any] = {}
        self.silent = False

    @property
    def dialect(self) -> str:
        """'sqlite' or 'postgresql'."""
        return self._statements.dialect.name

    @property
    def sql_dialect(self) -> Dialect:
        """The SQLAlchemy dialect, for compiling what is not a statement."""
        return self._statements.dialect

    def new_id(self) -> int:
        """Return an id that nothing else has or will have."""
        return self._next_id()

    # -- asking ------------------------------------------------------------------------------------------------

    def all(self, statement: ClauseElement, params: Mapping[str, Any] | None = None) -> list[Row]:
        """Run a statement and return every row."""
        bound = self._statements.bind(statement, params)
        self._cursor.execute(bound.sql, bound.values)
        return bound.prepared.convert(self._cursor.fetchall())

    def first(self, statement: ClauseElement, params: Mapping[str, Any] | None = None) -> Row | None:
        """Run a statement and return its first row, or None."""
        bound = self._statements.bind(statement, params)
        self._cursor.execute(bound.sql, bound.values)
        row = self._cursor.fetchone()
        return None if row is None else bound.prepared.convert([row])[0]

    def value(self, statement: ClauseElement, params: Mapping[str, Any] | None = None) -> Any:
        """Run a statement and return the first column of its first row, or None."""
        row = self.first(statement, params)
        return None if row is None else row[0]

    def read(self, query: Query[T]) -> list[T]:
        """Run a query inside this transaction."""
        return [query.into(*row) for row in self.all(query.statement, query.params)]

    def find(self, query: Query[T]) -> T | None:
        """Return the first answer of a query, or None."""
        row = self.first(query.statement, query.params)
        return None if row is None else query.into(*row)

    def get(self, query: Query[T]) -> T:
        """Return the first answer of a query. Raises NotFound."""
        row = self.first(query.statement, query.params)
        if row is None:
            raise NotFound
        return query.into(*row)

    # -- changing ----------------------------------------------------------------------------------------------

    def execute(self, statement: ClauseElement, params: Mapping[str, Any] | None = None) -> int:
        """Run a statement and return how many rows it touched."""
        bound = self._statements.bind(statement, params)
        self._cursor.execute(bound.sql, bound.values)
        return self._cursor.rowcount

    def insert(self, table: sa.Table, values: Mapping[str, Any]) -> None:
        """Insert one row."""
        prepared = self._insert_into(table, tuple(values))
        self._cursor.execute(prepared.sql, prepared.place(values))

    def insert_many(self, table: sa.Table, rows: Sequence[Mapping[str, Any]]) -> None:
        """Insert rows that all fill the same columns."""
        if not rows:
            return
        prepared = self._insert_into(table, tuple(rows[0]))
        self._cursor.executemany(prepared.sql, [prepared.place(row) for row in rows])

    def update(self, table: sa.Table, where: Mapping[str, Any], values: Mapping[str, Any]) -> int:
        """Set columns of the rows whose columns equal `where`; return how many there were."""
        prepared = self._update_of(table, tuple(where), tuple(values))
        placed = {**values, **{f"where_{name}": value for name, value in where.items()}}
        self._cursor.execute(prepared.sql, prepared.place(placed))
        return self._cursor.rowcount

    def delete(self, table: sa.Table, where: Mapping[str, Any]) -> int:
        """Delete the rows whose columns equal `where`; return how many there were."""
        statement = sa.delete(table).where(*(table.c[name] == value for name, value in where.items()))
        return self.execute(statement)

    def run_text(self, sql: str, values: Iterable[Any] = ()) -> list[Any]:
        """Run SQL text of this dialect (placeholders `?` on SQLite, `%s` on PostgreSQL) and return its rows, if any.

        For what SQLAlchemy does not compile: schema changes and full-text search.
        """
        result = self._cursor.execute(sql, tuple(values))
        description = getattr(result if result is not None else self._cursor, "description", None)
        return self._cursor.fetchall() if description else []

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """Undo what is done inside when it raises, and let the rest of the transaction live."""
        announced, memo = len(self.announced), dict(self.memo)
        self._cursor.execute("SAVEPOINT part")
        try:
            yield
        except BaseException:
            self._cursor.execute("ROLLBACK TO SAVEPOINT part")
            self._cursor.execute("RELEASE SAVEPOINT part")
            del self.announced[announced:]
            self.memo.clear()
            self.memo.update(memo)
            raise
        self._cursor.execute("RELEASE SAVEPOINT part")

    def compile(self, statement: ClauseElement) -> Prepared:
        """Compile a statement of this dialect without running it."""
        return self._statements.prepare(statement)

    # -- announcing --------------------------------------------------------------------------------------------

    def announce(self, event: Event) -> None:
        """Store an event with this change and let others hear of it.

        Listeners of the same transaction run at once; the others are delivered after the commit, perhaps twice.
        """
        from paidan.kernel.events.announcing import announce

        announce(self, event)

    def _insert_into(self, table: sa.Table, columns: tuple[str, ...]) -> Prepared:
        key = ("insert", table.fullname, columns, id(table))
        return self._statements.kept(key, lambda: self._statements.prepare(sa.insert(table), columns))

    def _update_of(self, table: sa.Table, where: tuple[str, ...], columns: tuple[str, ...]) -> Prepared:
        def build() -> Prepared:
            chosen = (table.c[name] == sa.bindparam(f"where_{name}", type_=table.c[name].type) for name in where)
            return self._statements.prepare(sa.update(table).where(*chosen), columns)

        return self._statements.kept(("update", table.fullname, where, columns, id(table)), build)
