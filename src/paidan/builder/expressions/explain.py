"""Why a condition holds or not: its parts with their outcomes and the values they saw.

Flows and promises show this beside a decision. AND, OR, NOT, XOR and the branches of IF are taken apart; everything else
is one finding with the values of the fields in it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from paidan.builder.expressions.checker import Checked
from paidan.builder.expressions.context import Context
from paidan.builder.expressions.conversions import bool_text, choice_text, duration_text, moment_text, number_text
from paidan.builder.expressions.printer import to_text
from paidan.builder.expressions.python_backend import Row, compiled
from paidan.builder.expressions.python_fold import Getter
from paidan.builder.expressions.scope import FieldRef, KnownFields, Scope
from paidan.builder.expressions.tree import Call, Field, Node, walk
from paidan.builder.expressions.typed import Case, Logic, Typed
from paidan.builder.expressions.types import IDENTITIES, Kind, ValueType
from paidan.builder.expressions.values import read_value
from paidan.kernel.i18n import translate

NameOf = Callable[[ValueType, int], str]
"""Gives the name of a person or record by its id."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A field's value at the time, as people read it; `value` is None when it was blank."""

    field: tuple[str, ...]
    label: str
    value: str | None


@dataclass(frozen=True, slots=True)
class Finding:
    """A part of a condition: its text, whether it held, what it saw, and its own parts."""

    text: str
    holds: bool
    seen: tuple[Seen, ...] = ()
    parts: tuple[Finding, ...] = ()


def explain(
    checked: Checked,
    row: Row,
    context: Context,
    language: str,
    *,
    scope: Scope | None = None,
    name_of: NameOf | None = None,
) -> Finding:
    """Evaluate a condition part by part.

    Without a `scope` the labels are those of the time of the check; without `name_of` people and records are numbers.
    """
    explainer = _Explainer(checked, row, context, language, scope or KnownFields(checked.fields), name_of or _number)
    return explainer.find(checked.tree, checked.typed)


def _number(_: ValueType, number: int) -> str:
    return f"#{number}"


@dataclass(frozen=True, slots=True)
class _Explainer:
    checked: Checked
    row: Row
    context: Context
    language: str
    scope: Scope
    name_of: NameOf

    def find(self, node: Node, typed: Typed) -> Finding:
        holds = compiled(typed)(self._get(), self.context) is True
        parts = self._parts(node, typed)
        seen = () if parts else tuple(self._seen(ref) for ref in self._fields(node))
        return Finding(to_text(node, self.scope, self.language), holds, seen, parts)

    def _parts(self, node: Node, typed: Typed) -> tuple[Finding, ...]:
        if not isinstance(node, Call):
            return ()
        if isinstance(typed, Logic) and len(typed.parts) == len(node.args) and node.name in ("AND", "OR", "XOR", "NOT"):
            return tuple(self.find(arg, part) for arg, part in zip(node.args, typed.parts, strict=True))
        if isinstance(typed, Case) and node.name == "IF":
            return self._branches(node.args, typed)
        return ()

    def _branches(self, args: Sequence[Node], typed: Case) -> tuple[Finding, ...]:
        """The condition of IF and the branch that was taken, if that is a condition too."""
        condition, result = typed.branches[0]
        found = self.find(args[0], condition)
        taken, taken_node = (result, args[1]) if found.holds else (typed.default, args[2] if len(args) > 2 else None)
        if taken_node is None or taken.type.kind is not Kind.BOOL:
            return (found,)
        return (found, self.find(taken_node, taken))

    def _get(self) -> Getter:
        return self.row if callable(self.row) else self.row.get

    def _fields(self, node: Node) -> list[FieldRef]:
        paths = dict.fromkeys(part.path for part in walk(node) if isinstance(part, Field))
        return [self.checked.fields[path] for path in sorted(paths)]

    def _seen(self, ref: FieldRef) -> Seen:
        text = to_text(Field(ref.path), self.scope, self.language)[1:-1]
        return Seen(ref.path, text, self._value(ref))

    def _value(self, ref: FieldRef) -> str | None:
        if ref.source is not None:
            rows = self._get()(ref.source) or ()
            return translate("expression.listed", self.language, count=len(rows)) if rows else None
        value = read_value(ref.type.kind, self._get()(ref.path))
        return None if value is None else self._written(ref.type, value)

    def _written(self, value_type: ValueType, value: Any) -> str:
        context = Context(self.context.now, self.context.zone, self.language)
        match value_type.kind:
            case Kind.NUMBER:
                return number_text(value)
            case Kind.BOOL:
                return bool_text(context, value)
            case Kind.MOMENT:
                return moment_text(context, value)
            case Kind.DURATION:
                return duration_text(value)
            case Kind.CHOICE:
                return choice_text(context, value, value_type.options) or f"#{value}"
            case kind if kind in IDENTITIES:
                return self.name_of(value_type, value)
        return str(value)
