"""The checked form of a formula: a typed tree in which every name is resolved and every conversion is written out.

Both back ends read it. It is made anew from the stored tree whenever definitions change, and is itself never stored.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from paidan.builder.expressions.scope import FieldRef
from paidan.builder.expressions.tree import Path
from paidan.builder.expressions.types import BOOL, Kind, ValueType

if TYPE_CHECKING:
    from paidan.builder.expressions.sql.builder import SqlBuilder
    from paidan.builder.expressions.sql.fragment import Fragment


@dataclass(frozen=True, slots=True, eq=False)
class Operation:
    """One thing that every back end can do with single values.

    `python` gets (the context first if `takes_context`) the values, then the settings. Unless `takes_blank`, it is not
    called when a value is blank: the result is then blank (FALSE for a yes/no operation). `sql` gets the builder,
    fragments in the order of the values, and the settings; a yes/no operation gives a predicate that may be NULL for
    FALSE unless it is `never_null`. None means that SQL cannot do it.
    """

    name: str
    python: Callable[..., Any]
    sql: Callable[..., Fragment] | None
    takes_blank: bool = False
    takes_context: bool = False
    never_null: bool = False

    def to_sql(self, builder: SqlBuilder, args: list[Fragment], settings: tuple[Any, ...]) -> Fragment:
        if self.sql is None:
            raise AssertionError(f"{self.name} has no SQL; the checker marks such formulas")
        return self.sql(builder, *args, *settings)


@dataclass(frozen=True, slots=True)
class Const:
    """A value known when the formula is checked; a tuple of ids when the type is many."""

    value: Any
    type: ValueType


@dataclass(frozen=True, slots=True)
class Read:
    """The value of a field; of the current row's field when the reference has a source."""

    ref: FieldRef

    @property
    def type(self) -> ValueType:
        return self.ref.type


@dataclass(frozen=True, slots=True)
class Apply:
    operation: Operation
    args: tuple[Typed, ...]
    type: ValueType
    settings: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Logic:
    """AND, OR, XOR, NOT: blank parts count as FALSE, the result is never blank."""

    word: Literal["and", "or", "xor", "not"]
    parts: tuple[Typed, ...]

    @property
    def type(self) -> ValueType:
        return BOOL


@dataclass(frozen=True, slots=True)
class Compare:
    """Two values of one kind. FALSE when either is blank."""

    sign: str
    kind: Kind
    left: Typed
    right: Typed

    @property
    def type(self) -> ValueType:
        return BOOL


@dataclass(frozen=True, slots=True)
class Member:
    """Whether a value is among others of its kind; an item of a many type is a list of ids known before any row."""

    subject: Typed
    items: tuple[Typed, ...]

    @property
    def type(self) -> ValueType:
        return BOOL


@dataclass(frozen=True, slots=True)
class Case:
    """The result of the first condition that holds, else the default."""

    branches: tuple[tuple[Typed, Typed], ...]
    default: Typed
    type: ValueType


@dataclass(frozen=True, slots=True)
class Switch:
    """The result that stands beside the first value equal to the subject, else the default."""

    subject: Typed
    branches: tuple[tuple[Typed, Typed], ...]
    default: Typed
    type: ValueType


@dataclass(frozen=True, slots=True)
class Fold:
    """Many rows made one value. Rows where the condition does not hold, or the value is blank, do not count."""

    word: Literal["sum", "count", "min", "max", "avg", "join"]
    source: Path
    value: Typed
    condition: Typed | None
    type: ValueType
    separator: str = ""


@dataclass(frozen=True, slots=True)
class AnyRow:
    """Whether the condition holds for any row."""

    source: Path
    condition: Typed

    @property
    def type(self) -> ValueType:
        return BOOL


@dataclass(frozen=True, slots=True)
class Among:
    """Whether a value, which is not about the rows, equals the element of any row. FALSE when it is blank."""

    source: Path
    element: Typed
    subject: Typed

    @property
    def type(self) -> ValueType:
        return BOOL


Typed = Const | Read | Apply | Logic | Compare | Member | Case | Switch | Fold | AnyRow | Among
