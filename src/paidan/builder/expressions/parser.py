"""From text to tree: reading a formula as people write it.

The parser knows the grammar and nothing of fields, functions or types. It never recurses, so that no text, however
nested, can exhaust the stack before the limits are checked.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any

from lark import Lark, Token, Transformer
from lark.exceptions import UnexpectedCharacters, UnexpectedEOF, UnexpectedInput, UnexpectedToken, VisitError

from paidan.builder.expressions.errors import (
    Empty,
    ExpressionError,
    PercentIsNotRemainder,
    TooLong,
    UnclosedField,
    UnclosedText,
    Unexpected,
    Unfinished,
    UnknownWord,
)
from paidan.builder.expressions.tree import (
    Binary,
    Bool,
    Call,
    Field,
    Node,
    Number,
    Text,
    Unary,
    can_be_stored,
    require_within_limits,
)

MAX_TEXT = 5000
"""Longest formula, in characters."""

_TRUE = frozenset({"TRUE", "真"})
_FALSE = frozenset({"FALSE", "假"})

_HALF_WIDTH = str.maketrans(
    {
        "＞": ">",
        "＜": "<",
        "＝": "=",
        "＆": "&",
        "＋": "+",
        "－": "-",
        "−": "-",
        "×": "*",
        "＊": "*",
        "÷": "/",
        "／": "/",
    }
    | {"＾": "^", "％": "%"}
)
_SAME_SIGN = {"!=": "<>", "≠": "<>", "≤": "<=", "≥": ">="}


def parse(text: str) -> Node:
    """Read a formula. Names of fields and functions stay as they were written.

    Raises: TooLong, TooDeep, TooManyParts, Empty, Unfinished, Unexpected, UnclosedText, UnclosedField, UnknownWord.
    """
    if len(text) > MAX_TEXT:
        raise TooLong(MAX_TEXT, limit=MAX_TEXT, length=len(text))
    formula = _without_equals_sign(text)
    if not formula.strip():
        raise Empty(0)
    if not can_be_stored(formula):
        raise Unexpected(0, found="�")
    try:
        node: Node = _grammar().parse(formula)  # type: ignore[assignment]  # the transformer makes nodes of the tree
    except VisitError as wrapped:
        raise wrapped.orig_exc from None
    except UnexpectedInput as error:
        raise _explain(error, formula) from None
    require_within_limits(node)
    return node


def _without_equals_sign(text: str) -> str:
    """Blank out the = that spreadsheet users write first; positions stay as they are."""
    start = len(text) - len(text.lstrip())
    return text[:start] + " " + text[start + 1 :] if text[start : start + 1] in ("=", "＝") else text


@cache
def _grammar() -> Lark:
    source = resources.files(__package__).joinpath("grammar.lark").read_text("utf-8")
    return Lark(source, parser="lalr", lexer="contextual", transformer=_ToTree(), propagate_positions=False)


class _ToTree(Transformer[Token, Node]):
    """Make nodes while the parser reduces, bottom up."""

    def number(self, parts: list[Token]) -> Node:
        return Number(float(parts[0]), _at(parts[0]))

    def text(self, parts: list[Token]) -> Node:
        inner = str(parts[0])[1:-1]
        return Text(inner.replace('""', '"') if parts[0][0] == '"' else inner, _at(parts[0]))

    def field(self, parts: list[Token]) -> Node:
        steps = tuple(step.strip() for step in str(parts[0])[1:-1].split("."))
        if not all(steps):
            raise Unexpected(_at(parts[0]), found=str(parts[0]))
        return Field(steps, _at(parts[0]))

    def word(self, parts: list[Token]) -> Node:
        word = str(parts[0])
        if word.upper() in _TRUE or word.upper() in _FALSE:
            return Bool(word.upper() in _TRUE, _at(parts[0]))
        raise UnknownWord(_at(parts[0]), word=word)

    def call(self, parts: list[Any]) -> Node:
        return Call(str(parts[0]), tuple(parts[1:]), _at(parts[0]))

    def chain(self, parts: list[Any]) -> Node:
        node: Node = parts[0]
        for sign, right in zip(parts[1::2], parts[2::2], strict=True):
            node = Binary(_sign(sign), node, right, _at(sign))
        return node

    compare = concat = sum = product = power = chain

    def percent(self, parts: list[Any]) -> Node:
        node: Node = parts[0]
        for sign in parts[1:]:
            node = Unary("%", node, _at(sign))
        return node

    def signed(self, parts: list[Any]) -> Node:
        return Unary(_sign(parts[0]), parts[1], _at(parts[0]))


def _sign(token: Token) -> str:
    sign = str(token).translate(_HALF_WIDTH)
    return _SAME_SIGN.get(sign, sign)


def _at(token: Token) -> int:
    return -1 if token.start_pos is None else token.start_pos


def _explain(error: UnexpectedInput, text: str) -> ExpressionError:
    """Turn the parser's complaint into one that helps."""
    if isinstance(error, UnexpectedEOF) or (isinstance(error, UnexpectedToken) and error.token.type == "$END"):
        return Unfinished(len(text))
    at = error.pos_in_stream or 0
    if isinstance(error, UnexpectedCharacters):
        if text[at] in '"“”＂':
            return UnclosedText(at)
        if text[at] in "{｛":
            return UnclosedField(at)
        return Unexpected(at, found=text[at])
    if isinstance(error, UnexpectedToken):
        before = text[:at].rstrip()
        if before.endswith(("%", "％")):
            return PercentIsNotRemainder(len(before) - 1)
        return Unexpected(at, found=str(error.token))
    return Unexpected(at, found=text[at : at + 1])
