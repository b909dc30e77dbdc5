"""Operators: which types they take, what they give.

Beside numbers, + and - know dates (steps in days; a difference in days), moments and durations; * and / know durations.
A date compared with a moment asks about the moment's local date, so `{created} = TODAY()` means what it says.
"""

from __future__ import annotations

from paidan.builder.expressions.arithmetic import BINARY, JOIN, NEGATE, NEGATE_DURATION, PERCENT
from paidan.builder.expressions.conversions import as_text, to_local_day
from paidan.builder.expressions.errors import (
    CannotCalculate,
    CannotCalculateOne,
    CannotCompare,
    CannotOrder,
    ChoiceNeedsLiteral,
    CompareWithEmpty,
    RecordNeedsField,
    WrongType,
    name_of,
)
from paidan.builder.expressions.parts import Asks, Part
from paidan.builder.expressions.tree import Binary, Field, Node, Unary
from paidan.builder.expressions.typed import Apply, Compare, Const, Typed
from paidan.builder.expressions.types import NUMBER, ORDERED, TEXT, Kind, ValueType

_COMPARISONS = frozenset({"=", "<>", "<", "<=", ">", ">="})


def check_unary(checker: Asks, node: Unary) -> Part:
    part = checker.one(node.operand)
    kind = part.type.kind
    if kind is Kind.BLANK:
        return Part(Unary(node.sign, part.node, node.at), Const(None, NUMBER))
    if kind is not Kind.NUMBER and not (kind is Kind.DURATION and node.sign != "%"):
        raise CannotCalculateOne(node.at, sign=node.sign, operand=name_of(part.type))
    rebuilt = Unary(node.sign, part.node, node.at)
    if node.sign == "+":
        return Part(rebuilt, part.typed)
    if node.sign == "%":
        return Part(rebuilt, Apply(PERCENT, (part.typed,), NUMBER))
    return Part(rebuilt, Apply(NEGATE_DURATION if kind is Kind.DURATION else NEGATE, (part.typed,), part.type))


def check_binary(checker: Asks, node: Binary) -> Part:
    if node.sign in _COMPARISONS:
        return compare(checker, node)
    left, right = checker.one(node.left), checker.one(node.right)
    rebuilt = Binary(node.sign, left.node, right.node, node.at)
    if node.sign == "&":
        return Part(rebuilt, Apply(JOIN, (_words(left, node, right), _words(right, node, left)), TEXT))
    return Part(rebuilt, _calculate(node, left, right))


def compare(checker: Asks, node: Binary) -> Part:
    """Compare two values; the side that is a field gives meaning to texts on the other side."""
    if isinstance(node.right, Field) and not isinstance(node.left, Field):
        right = checker.one(node.right)
        left = checker.one(node.left, right.type)
    else:
        left = checker.one(node.left)
        right = checker.one(node.right, left.type)
    rebuilt = Binary(node.sign, left.node, right.node, node.at)
    return Part(rebuilt, compared(node.sign, left, right, node))


def compared(sign: str, left: Part, right: Part, node: Node) -> Compare:
    """A comparison of two checked parts. Raises CompareWithEmpty, CannotCompare, CannotOrder and what they hint at."""
    for part in (left, right):
        if isinstance(part.typed, Const) and part.typed.value is None:
            raise CompareWithEmpty(part.node.at)
    a, b = _same_kind(left.typed, right.typed)
    kind = a.type.kind
    if kind is not b.type.kind or not _could_be_equal(a.type, b.type):
        raise _why_not(left, right, node)
    if sign not in ("=", "<>") and kind not in ORDERED:
        raise CannotOrder(node.at, kind=name_of(a.type))
    return Compare(sign, kind, a, b)


def require_alike(one: Part, other: Part) -> None:
    """Two values that are to be asked for equality without any conversion. Raises what `compared` raises."""
    compared("=", one, other, other.node)
    if one.type.kind is not other.type.kind:
        raise CannotCompare(other.node.at, left=name_of(one.type), right=name_of(other.type))


def _same_kind(left: Typed, right: Typed) -> tuple[Typed, Typed]:
    kinds = {left.type.kind, right.type.kind}
    return (to_local_day(left), to_local_day(right)) if kinds == {Kind.DATE, Kind.MOMENT} else (left, right)


def _could_be_equal(a: ValueType, b: ValueType) -> bool:
    if a.kind is Kind.RECORD:
        return a.object is None or b.object is None or a.object == b.object
    if a.kind is Kind.CHOICE and a.options and b.options:
        return not {option.id for option in a.options}.isdisjoint(option.id for option in b.options)
    return True


def _why_not(left: Part, right: Part, node: Node) -> CannotCompare | ChoiceNeedsLiteral | RecordNeedsField:
    kinds = {left.type.kind, right.type.kind}
    if kinds == {Kind.CHOICE, Kind.TEXT}:
        return ChoiceNeedsLiteral(node.at)
    if Kind.TEXT in kinds and kinds & {Kind.PERSON, Kind.RECORD}:
        return RecordNeedsField(node.at)
    return CannotCompare(node.at, left=name_of(left.type), right=name_of(right.type))


def _calculate(node: Binary, left: Part, right: Part) -> Typed:
    pair = _with_blanks(node.sign, left.type.kind, right.type.kind)
    found = BINARY.get((node.sign, *pair)) if pair else None
    if found is None:
        raise CannotCalculate(node.at, sign=node.sign, left=name_of(left.type), right=name_of(right.type))
    operation, gives = found
    if Kind.BLANK in (left.type.kind, right.type.kind):
        return Const(None, gives)
    return Apply(operation, (left.typed, right.typed), gives)


def _with_blanks(sign: str, left: Kind, right: Kind) -> tuple[Kind, Kind] | None:
    """BLANK() takes a kind that fits the other side."""
    if Kind.BLANK not in (left, right):
        return left, right
    fitting = [
        (a, b) for known, a, b in BINARY if known == sign and left in (a, Kind.BLANK) and right in (b, Kind.BLANK)
    ]
    return fitting[0] if fitting else None


def _words(part: Part, node: Binary, other: Part) -> Typed:
    try:
        return as_text(part)
    except WrongType:
        raise CannotCalculate(node.at, sign="&", left=name_of(part.type), right=name_of(other.type)) from None
