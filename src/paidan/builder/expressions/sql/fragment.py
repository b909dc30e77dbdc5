"""Fragments of SQL: text with column elements in it.

A formula becomes one flat fragment, and that one SQLAlchemy element, whatever its depth: compiling it never recurses,
and SQLAlchemy's cache of compiled statements works as for any other element.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Self

from sqlalchemy import BigInteger, Boolean, ColumnElement, DateTime, Double, Text
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.sql.visitors import InternalTraversal
from sqlalchemy.types import TypeEngine

from paidan.builder.expressions.types import Kind

Element = ColumnElement[Any]
Condition = ColumnElement[bool]

_GAP = "\0"


@dataclass(frozen=True, slots=True)
class Fragment:
    """A piece of SQL. A `simple` one (a column, a parameter, a bound name) may be written several times at no cost."""

    pieces: tuple[str | ColumnElement[Any], ...]
    simple: bool = False


def sql(template: str, *fragments: Fragment, simple: bool = False) -> Fragment:
    """Fill fragments into a template with places {0}, {1}…; a place may occur several times."""
    pieces: list[str | ColumnElement[Any]] = []
    for part in _split(template):
        if isinstance(part, str):
            pieces.append(part)
        else:
            pieces.extend(fragments[part].pieces)
    return Fragment(tuple(pieces), simple)


def joined(separator: str, fragments: Sequence[Fragment]) -> Fragment:
    """Fragments with a text between them."""
    pieces: list[str | ColumnElement[Any]] = []
    for number, fragment in enumerate(fragments):
        if number:
            pieces.append(separator)
        pieces.extend(fragment.pieces)
    return Fragment(tuple(pieces))


def value_element(fragment: Fragment, kind: Kind, dialect_name: str) -> Element:
    """A fragment in the value form as a column element."""
    if kind is Kind.NUMBER:
        return _element(fragment, Double())
    if kind in (Kind.TEXT, Kind.DATE):
        return _element(fragment, Text())
    if kind is Kind.MOMENT:
        return _element(fragment, DateTime(timezone=True) if dialect_name == "postgresql" else Text())
    return _element(fragment, BigInteger())


def condition_element(fragment: Fragment) -> Condition:
    """A predicate as a column element for WHERE."""
    return _element(fragment, Boolean())


def _element(fragment: Fragment, type_: TypeEngine[Any]) -> ColumnElement[Any]:
    text: list[str] = []
    inner: list[ColumnElement[Any]] = []
    for piece in fragment.pieces:
        if isinstance(piece, str):
            text.append(piece)
        else:
            text.append(_GAP)
            inner.append(piece)
    return SqlText("".join(text), inner, type_)


class SqlText(FunctionElement[Any]):
    """A column element that renders as a text with other elements in its gaps."""

    inherit_cache = True
    name = "formula"
    _traverse_internals = [  # noqa: RUF012  # as the base class does
        *FunctionElement._traverse_internals,
        ("template", InternalTraversal.dp_string),
    ]

    def __init__(self, template: str, inner: Sequence[ColumnElement[Any]], type_: TypeEngine[Any]) -> None:
        super().__init__(*inner)
        self.template = template
        self.type = type_

    def self_group(self, against: Any = None) -> Self:  # noqa: ARG002
        """The text stands in brackets already. (SQLAlchemy would write `= 1` after it, which hides it from indexes.)"""
        return self

    def _negate(self) -> SqlText:
        return SqlText(f"NOT {_GAP}", [self], self.type)


@compiles(SqlText)
def _render(text: SqlText, compiler: SQLCompiler, **options: Any) -> str:
    options.pop("add_to_result_map", None)
    inner = [compiler.process(clause, **options) for clause in text.clauses]
    parts = text.template.split(_GAP)
    return "(" + parts[0] + "".join(sql + rest for sql, rest in zip(inner, parts[1:], strict=True)) + ")"


@lru_cache(maxsize=2048)
def _split(template: str) -> tuple[str | int, ...]:
    parts = re.split(r"\{(\d)\}", template)
    return tuple(int(part) if number % 2 else part for number, part in enumerate(parts) if part)
