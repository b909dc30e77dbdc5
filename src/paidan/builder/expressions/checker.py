"""From tree to typed tree: names resolved, types checked, conversions written out.

`check` also returns the tree in its stored form, with field keys for labels, choice keys for texts, and English function
names. What each operator accepts stands in `operators.py`, what each function accepts beside the function.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from paidan.builder.expressions import operators
from paidan.builder.expressions.dates_in_text import read_date_literal
from paidan.builder.expressions.errors import (
    ExpressionError,
    FoldInFold,
    ListNeedsFold,
    ListsMixed,
    NotAList,
    NumberTooLarge,
    UnknownChoice,
    Volatile,
    WrongCount,
    WrongResult,
    did_you_mean,
    name_of,
)
from paidan.builder.expressions.functions import MANY, Function, find_function
from paidan.builder.expressions.numbers import LIMIT
from paidan.builder.expressions.parts import Part
from paidan.builder.expressions.scope import FieldRef, Scope
from paidan.builder.expressions.tree import (
    Binary,
    Bool,
    Call,
    Choice,
    Field,
    Node,
    Number,
    Path,
    Text,
    Unary,
    children,
    require_within_limits,
)
from paidan.builder.expressions.typed import Const, Read, Typed
from paidan.builder.expressions.types import BOOL, NUMBER, TEXT, Kind, ValueType

_WHOLE_LISTS = frozenset({"CONTAINS", "ISBLANK"})
"""Functions that mean the whole list when a many-valued field is named in them, as do the items of IN always."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A formula that is known to make sense.

    `tree` is to be stored. `volatile` formulas give another result later or for another person; those not `in_sql` must
    be computed in Python.
    """

    tree: Node
    typed: Typed
    fields: Mapping[Path, FieldRef]
    volatile: bool
    in_sql: bool

    @property
    def type(self) -> ValueType:
        return self.typed.type


def check(tree: Node, scope: Scope, *, gives: Kind | None = None, allow_volatile: bool = True) -> Checked:
    """Check a tree from the parser, a filter, or the database, against what the scope knows now.

    `gives` is the kind that the place needs (BOOL for a condition). Stored formulas say `allow_volatile=False`.
    Raises: ExpressionError with the position of what is wrong.
    """
    require_within_limits(tree)
    checker = Checker(scope, allow_volatile)
    wanted = ValueType(gives) if gives else None
    part = checker.one(tree, wanted)
    if part.type.kind is Kind.BLANK:
        part = Part(part.node, Const(None, wanted or TEXT))
    if wanted and part.type.kind is not wanted.kind:
        raise WrongResult(max(tree.at, 0), expected=name_of(wanted), found=name_of(part.type))
    return Checked(part.node, part.typed, checker.fields, checker.volatile, checker.in_sql)


@dataclass(slots=True)
class Checker:
    """One walk over a tree. `row` is the list whose rows are being looked at, None outside."""

    scope: Scope
    allow_volatile: bool
    row: Path | None = None
    volatile: bool = False
    in_sql: bool = True
    fields: dict[Path, FieldRef] = field(default_factory=dict)

    def check(self, node: Node, wanted: ValueType | None = None) -> Part:
        """Check one node; `wanted` is the type its place would like, which gives meaning to texts."""
        match node:
            case Number():
                return self._number(node)
            case Text():
                return self._text(node, wanted)
            case Bool():
                return Part(node, Const(node.value, BOOL))
            case Choice():
                return self._choice(node)
            case Field():
                return self._field(node)
            case Unary():
                return operators.check_unary(self, node)
            case Binary():
                return operators.check_binary(self, node)
            case Call():
                return self._call(node, wanted)

    def one(self, node: Node, wanted: ValueType | None = None) -> Part:
        """Check a node that must give a single value."""
        part = self.check(node, wanted)
        if part.type.many:
            raise ListNeedsFold(node.at, name=part.node.name if isinstance(part.node, Call) else "")
        return part

    def resolve(self, node: Field) -> FieldRef:
        """Look a field up and remember that the formula reads it."""
        try:
            ref = self.scope.resolve(node.path)
        except ExpressionError as error:
            error.position = node.at
            raise
        self.fields[ref.path] = ref
        return ref

    def list_of(self, node: Node) -> FieldRef | None:
        """The many-valued field that a node names as a whole, outside its own rows; else None."""
        if not isinstance(node, Field):
            return None
        ref = self.resolve(node)
        return ref if ref.source is not None and ref.source != self.row else None

    def source_of(self, node: Node) -> Path | None:
        """The list whose rows an argument is about; None when it is about the record itself. Raises ListsMixed."""
        sources: dict[Path, None] = {}
        waiting = [node]
        while waiting:
            part = waiting.pop()
            if isinstance(part, Field):
                ref = self.resolve(part)
                if ref.source is not None and ref.source != self.row:
                    sources[ref.source] = None
            elif not (isinstance(part, Call) and find_function(part.name, part.at).folds):
                waiting += [child for child in children(part) if not self._is_meant_whole(part, child)]
        if len(sources) > 1:
            raise ListsMixed(node.at, lists=", ".join(".".join(source) for source in sources))
        return next(iter(sources), None)

    def in_rows(self, source: Path, node: Node, wanted: ValueType | None = None) -> Part:
        """Check an expression about each row of a list."""
        if self.row is not None:
            raise FoldInFold(node.at)
        self.row = source
        try:
            return self.one(node, wanted)
        finally:
            self.row = None

    def require_list(self, node: Node, function: str) -> Path:
        """The list that an argument is about. Raises NotAList, ListsMixed."""
        source = self.source_of(node)
        if source is None and self.row is not None:
            raise FoldInFold(node.at)
        if source is None:
            raise NotAList(node.at, function=function)
        return source

    def _is_meant_whole(self, parent: Node, child: Node) -> bool:
        if not (isinstance(parent, Call) and isinstance(child, Field)):
            return False
        function = find_function(parent.name, parent.at).name
        if function == "IN":
            return any(child is item for item in parent.args[1:])
        return function in _WHOLE_LISTS and self.resolve(child).is_source

    def _number(self, node: Number) -> Part:
        if not -LIMIT < node.value < LIMIT:
            raise NumberTooLarge(node.at)
        return Part(node, Const(node.value, NUMBER))

    def _text(self, node: Text, wanted: ValueType | None) -> Part:
        if wanted is not None and wanted.kind is Kind.CHOICE and wanted.options:
            return self._option(wanted, node.value, node)
        if wanted is not None and wanted.kind in (Kind.DATE, Kind.MOMENT):
            call = read_date_literal(node, wanted.kind)
            if call is not None:
                return self.check(call)
        return Part(node, Const(node.value or None, TEXT))

    def _choice(self, node: Choice) -> Part:
        return self._option(self.resolve(Field(node.of, node.at)).type, node.value, node)

    def _option(self, choices: ValueType, name: str | int, node: Node) -> Part:
        option = choices.option(name)
        if option is None:
            known = [label for each in choices.options for label in each.labels.values()]
            field_name = ".".join(choices.of)
            raise UnknownChoice(node.at, name=name, field=field_name, hint=did_you_mean(str(name), known))
        return Part(Choice(choices.of, option.key or option.id, node.at), Const(option.id, choices.one()))

    def _field(self, node: Field) -> Part:
        ref = self.resolve(node)
        if ref.source is not None and ref.source != self.row:
            raise ListNeedsFold(node.at, name=".".join(node.path))
        return Part(Field(ref.path, node.at), Read(ref))

    def _call(self, node: Call, wanted: ValueType | None) -> Part:
        function = find_function(node.name, node.at)
        call = Call(function.name, node.args, node.at)
        _require_count(function, call)
        if function.volatile and not self.allow_volatile:
            raise Volatile(node.at, function=function.name)
        self.volatile |= function.volatile
        self.in_sql &= function.in_sql
        return function.rule(self, call, wanted)


def _require_count(function: Function, call: Call) -> None:
    count = len(call.args)
    if function.least <= count <= function.most:
        return
    exact = str(function.least)
    most = "" if function.most == MANY else f"–{function.most}"
    needed = exact if function.least == function.most else exact + (most or "+")
    raise WrongCount(call.at, function=function.name, needed=needed, found=count, usage=function.usage)
