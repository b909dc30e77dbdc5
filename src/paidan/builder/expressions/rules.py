"""How calls are checked: most functions say in a few words what their arguments are.

The words: `text`, `number`, `duration`, `moment` (a date stands for its beginning), `day` (a moment stands for its local
date), `words` (anything that can be written as text), `any`. The last word holds for all further arguments.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from paidan.builder.expressions.conversions import as_text, to_local_day, to_moment
from paidan.builder.expressions.errors import BranchesDiffer, NeedsLiteral, UnknownUnit, WrongType, name_of
from paidan.builder.expressions.parts import Asks, Part
from paidan.builder.expressions.registry import Rule
from paidan.builder.expressions.tree import Call, Field, Node, Number, Text, Unary
from paidan.builder.expressions.typed import Apply, Const, Operation, Typed
from paidan.builder.expressions.types import BLANK, BOOL, DATE, DURATION, MOMENT, NUMBER, TEXT, Kind, ValueType

_TAKES: dict[str, tuple[ValueType, frozenset[Kind]]] = {
    "text": (TEXT, frozenset({Kind.TEXT})),
    "number": (NUMBER, frozenset({Kind.NUMBER})),
    "duration": (DURATION, frozenset({Kind.DURATION})),
    "date": (DATE, frozenset({Kind.DATE})),
    "day": (DATE, frozenset({Kind.DATE, Kind.MOMENT})),
    "moment": (MOMENT, frozenset({Kind.DATE, Kind.MOMENT})),
    "condition": (BOOL, frozenset({Kind.BOOL})),
}


def plain(words: str, gives: ValueType, operation: Operation) -> Rule:
    """A function of single values: each argument as its word says, the result always of one type."""
    takes = words.split()

    def rule(checker: Asks, call: Call, _wanted: ValueType | None) -> Part:
        parts = [argument(checker, call, number, word_at(takes, number)) for number in range(len(call.args))]
        return rebuilt(call, parts, Apply(operation, tuple(part.typed for part in parts), gives))

    return rule


def surroundings(gives: ValueType, operation: Operation) -> Rule:
    """A function without arguments that the context answers."""

    def rule(_checker: Asks, call: Call, _wanted: ValueType | None) -> Part:
        return Part(call, Apply(operation, (), gives))

    return rule


def word_at(takes: Sequence[str], number: int) -> str:
    return takes[min(number, len(takes) - 1)]


def argument(checker: Asks, call: Call, number: int, word: str) -> Part:
    """Check one argument and convert it to what the word says. Raises WrongType."""
    if word in ("any", "words"):
        part = checker.one(call.args[number])
        return part if word == "any" else Part(part.node, _in_words(part, call, number))
    wanted, _ = _TAKES[word]
    return fitted(checker.one(call.args[number], wanted), call, number, word)


def fitted(part: Part, call: Call, number: int, word: str) -> Part:
    """Convert a checked argument to what the word says. Raises WrongType."""
    wanted, kinds = _TAKES[word]
    kind = part.type.kind
    if kind is Kind.BLANK:
        return Part(part.node, Const(None, wanted))
    if kind not in kinds:
        raise wrong_type(part, call, number, wanted)
    if word == "day":
        return Part(part.node, to_local_day(part.typed))
    return Part(part.node, to_moment(part.typed)) if word == "moment" else part


def wrong_type(part: Part, call: Call, number: int, expected: ValueType) -> WrongType:
    return WrongType(
        part.node.at, function=call.name, argument=number + 1, expected=name_of(expected), found=name_of(part.type)
    )


def _in_words(part: Part, call: Call, number: int) -> Typed:
    try:
        return as_text(part)
    except WrongType:
        raise wrong_type(part, call, number, TEXT) from None


def rebuilt(call: Call, parts: Sequence[Part], typed: Typed) -> Part:
    """The call with its checked arguments."""
    return Part(Call(call.name, tuple(part.node for part in parts), call.at), typed)


def alike(checker: Asks, nodes: Sequence[Node], wanted: ValueType | None) -> list[Part]:
    """Check nodes that must have one type, such as the branches of IF; BLANK() and texts take the type of the others.

    Raises: BranchesDiffer.
    """
    parts: dict[int, Part] = {}
    for number in sorted(range(len(nodes)), key=lambda number: _gives_meaning(nodes[number])):
        parts[number] = checker.one(nodes[number], wanted)
        if wanted is None and parts[number].type.kind is not Kind.BLANK:
            wanted = parts[number].type
    ordered = [parts[number] for number in range(len(nodes))]
    shared = next((part.type for part in ordered if part.type.kind is not Kind.BLANK), BLANK)
    for part in ordered:
        if part.type.kind not in (shared.kind, Kind.BLANK):
            raise BranchesDiffer(part.node.at, expected=name_of(shared), found=name_of(part.type))
    return [with_type(part, shared) for part in ordered]


def _gives_meaning(node: Node) -> int:
    """Fields first, then other things, texts last: a text may be the name of a choice."""
    return 0 if isinstance(node, Field) else 2 if isinstance(node, Text) else 1


def with_type(part: Part, value_type: ValueType) -> Part:
    """Give BLANK() the type of its surroundings."""
    if part.type.kind is Kind.BLANK and value_type.kind is not Kind.BLANK:
        return Part(part.node, Const(None, value_type))
    return part


def literal_number(call: Call, number: int, low: int, high: int) -> int:
    """An argument that must be written as a whole number, because it decides what is computed. Raises NeedsLiteral."""
    node: Any = call.args[number]
    sign = 1
    if isinstance(node, Unary) and node.sign == "-":
        node, sign = node.operand, -1
    if not isinstance(node, Number) or node.value != int(node.value) or not low <= sign * node.value <= high:
        raise NeedsLiteral(call.args[number].at, function=call.name, argument=number + 1, low=low, high=high)
    return sign * int(node.value)


def literal_word(call: Call, number: int, known: dict[str, str]) -> tuple[Text, str]:
    """An argument that must be one of a few texts, such as a unit: its stored form and what it means."""
    node = call.args[number]
    word = known.get(node.value.strip().lower()) if isinstance(node, Text) else None
    if word is None:
        raise UnknownUnit(node.at, function=call.name, known=", ".join(dict.fromkeys(known.values())))
    return Text(word, node.at), word
