"""Functions of yes and no, and of blanks.

A blank counts as FALSE in AND, OR, XOR, NOT and as the condition of IF; none of them gives a blank of its own. IF without
a last argument, IFS and SWITCH where nothing fits give a blank.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from paidan.builder.expressions.errors import WrongCount
from paidan.builder.expressions.operators import require_alike
from paidan.builder.expressions.parts import Asks, Part
from paidan.builder.expressions.registry import MANY, Function, Rule, register
from paidan.builder.expressions.rules import alike, argument, rebuilt
from paidan.builder.expressions.sql.fragment import joined, sql
from paidan.builder.expressions.tree import Call, Node
from paidan.builder.expressions.typed import AnyRow, Apply, Case, Const, Logic, Operation, Read, Switch, Typed
from paidan.builder.expressions.types import BLANK, BOOL, Kind, ValueType

IS_BLANK = Operation(
    "is_blank",
    lambda value: value is None,
    lambda _build, value: sql("({0}) IS NULL", value),
    takes_blank=True,
    never_null=True,
)
HAS_VALUE = Operation(
    "has_value",
    lambda value: value is not None,
    lambda _build, value: sql("({0}) IS NOT NULL", value),
    takes_blank=True,
)
FIRST_VALUE = Operation(
    "first_value",
    lambda *values: next((value for value in values if value is not None), None),
    lambda _build, *values: sql("COALESCE({0})", joined(", ", values)),
    takes_blank=True,
)


def _logic(word: Literal["and", "or", "xor", "not"]) -> Rule:
    def rule(checker: Asks, call: Call, _wanted: ValueType | None) -> Part:
        parts = [argument(checker, call, number, "condition") for number in range(len(call.args))]
        return rebuilt(call, parts, Logic(word, tuple(part.typed for part in parts)))

    return rule


def _if(checker: Asks, call: Call, wanted: ValueType | None) -> Part:
    condition = argument(checker, call, 0, "condition")
    results = alike(checker, call.args[1:], wanted)
    default = results[1].typed if len(results) > 1 else Const(None, results[0].type)
    typed = Case(((condition.typed, results[0].typed),), default, _type_of(results))
    return rebuilt(call, [condition, *results], typed)


def _ifs(checker: Asks, call: Call, wanted: ValueType | None) -> Part:
    _require_pairs(call, len(call.args))
    conditions = [argument(checker, call, number, "condition") for number in range(0, len(call.args), 2)]
    results = alike(checker, call.args[1::2], wanted)
    shared = _type_of(results)
    pairs = tuple((one.typed, other.typed) for one, other in zip(conditions, results, strict=True))
    parts = [part for pair in zip(conditions, results, strict=True) for part in pair]
    return rebuilt(call, parts, Case(pairs, Const(None, shared), shared))


def _switch(checker: Asks, call: Call, wanted: ValueType | None) -> Part:
    with_default = len(call.args) % 2 == 0
    pairs_end = len(call.args) - with_default
    subject = checker.one(call.args[0])
    values = [checker.one(node, subject.type) for node in call.args[1:pairs_end:2]]
    for value in values:
        require_alike(subject, value)
    result_nodes: list[Node] = list(call.args[2:pairs_end:2]) + list(call.args[pairs_end:])
    results = alike(checker, result_nodes, wanted)
    shared = _type_of(results)
    default: Typed = results.pop().typed if with_default else Const(None, shared)
    branches = tuple((value.typed, result.typed) for value, result in zip(values, results, strict=True))
    nodes = [subject.node, *(part.node for pair in zip(values, results, strict=True) for part in pair)]
    return Part(Call(call.name, tuple(nodes), call.at), Switch(subject.typed, branches, default, shared))


def _is_blank(checker: Asks, call: Call, _wanted: ValueType | None) -> Part:
    ref = checker.list_of(call.args[0])
    if ref is not None and ref.source is not None:
        element = checker.in_rows(ref.source, call.args[0])
        any_value = AnyRow(ref.source, Apply(HAS_VALUE, (Read(ref),), BOOL))
        return rebuilt(call, [element], Logic("not", (any_value,)))
    part = checker.one(call.args[0])
    return rebuilt(call, [part], Apply(IS_BLANK, (part.typed,), BOOL))


def _blank(_checker: Asks, call: Call, _wanted: ValueType | None) -> Part:
    return Part(call, Const(None, BLANK))


def _if_blank(checker: Asks, call: Call, wanted: ValueType | None) -> Part:
    parts = alike(checker, call.args, wanted)
    return rebuilt(call, parts, Apply(FIRST_VALUE, tuple(part.typed for part in parts), _type_of(parts)))


def _type_of(parts: Sequence[Part]) -> ValueType:
    return next((part.type for part in parts if part.type.kind is not Kind.BLANK), BLANK)


def _require_pairs(call: Call, count: int) -> None:
    if count % 2:
        raise WrongCount(call.at, function=call.name, needed=str(count + 1), found=count, usage=call.name)


register(
    [
        Function("IF", ("如果",), "IF(condition, then, [else])", "logic", _if, 2, 3),
        Function("IFS", ("多条件",), "IFS(condition, result, …)", "logic", _ifs, 2, MANY),
        Function("SWITCH", ("匹配",), "SWITCH(value, case, result, …, [else])", "logic", _switch, 3, MANY),
        Function("AND", ("且", "并且"), "AND(condition, …)", "logic", _logic("and"), 1, MANY),
        Function("OR", ("或", "或者"), "OR(condition, …)", "logic", _logic("or"), 1, MANY),
        Function("XOR", ("异或",), "XOR(condition, …)", "logic", _logic("xor"), 1, MANY),
        Function("NOT", ("非",), "NOT(condition)", "logic", _logic("not"), 1, 1),
        Function("ISBLANK", ("为空",), "ISBLANK(value)", "logic", _is_blank, 1, 1),
        Function("BLANK", ("空值",), "BLANK()", "logic", _blank, 0, 0),
        Function(
            "IFBLANK", ("空则",), "IFBLANK(value, otherwise, …)", "logic", _if_blank, 2, MANY, aliases=("COALESCE",)
        ),
    ]
)
