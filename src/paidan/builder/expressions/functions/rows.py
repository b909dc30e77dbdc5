"""Functions that make one value of many: rows below a record, or values side by side.

Their argument may be a field of the rows, `SUM({parts.amount})`, or any formula about each row,
`SUM({parts.count} * {parts.price})`; fields outside the rows mean the record itself. Blanks do not count. The sum of
nothing is 0, the count is 0; the smallest, largest and average of nothing are blank.
"""

from __future__ import annotations

from typing import Literal

from paidan.builder.expressions.conversions import as_text
from paidan.builder.expressions.errors import ListBesideValues, NeedsText
from paidan.builder.expressions.functions import folding
from paidan.builder.expressions.functions.texts import JOIN_TEXTS
from paidan.builder.expressions.parts import Asks, Part
from paidan.builder.expressions.registry import MANY, Function, Rule, register
from paidan.builder.expressions.rules import fitted, rebuilt, with_type, wrong_type
from paidan.builder.expressions.tree import Call, Node, Path, Text
from paidan.builder.expressions.typed import Apply, Const, Fold, Operation, Typed
from paidan.builder.expressions.types import NUMBER, TEXT, Kind, ValueType

Word = Literal["sum", "count", "min", "max", "avg"]

_MEASURES = frozenset({Kind.NUMBER, Kind.DURATION})
_POINTS = _MEASURES | {Kind.DATE, Kind.MOMENT}
_ALLOWED: dict[Word, frozenset[Kind]] = {"sum": _MEASURES, "avg": _MEASURES, "min": _POINTS, "max": _POINTS}
_SIDE_BY_SIDE: dict[Word, dict[bool, Operation]] = {
    "sum": {False: folding.SUM_NUMBERS, True: folding.SUM_DURATIONS},
    "avg": {False: folding.AVERAGE_NUMBERS, True: folding.AVERAGE_DURATIONS},
    "min": {False: folding.SMALLEST, True: folding.SMALLEST},
    "max": {False: folding.LARGEST, True: folding.LARGEST},
}


def _fold(word: Word) -> Rule:
    """SUM, AVG, MIN, MAX: of one kind of value throughout."""

    def rule(checker: Asks, call: Call, _wanted: ValueType | None) -> Part:
        found = [_about_rows(checker, node) for node in call.args]
        shared = _shared_type([part for part, _ in found], call, word)
        parts = [_one_of_rows(with_type(part, shared), source, word) for part, source in found]
        if len(parts) == 1 and found[0][1] is not None:
            return rebuilt(call, parts, parts[0].typed)
        if word == "avg" and any(source for _, source in found):
            raise ListBesideValues(call.at, function=call.name)
        operation = _SIDE_BY_SIDE[word][shared.kind is Kind.DURATION]
        return rebuilt(call, parts, Apply(operation, tuple(part.typed for part in parts), shared))

    return rule


def _about_rows(checker: Asks, node: Node) -> tuple[Part, Path | None]:
    """Check an argument, about each row when it names a list."""
    source = checker.source_of(node)
    return (checker.in_rows(source, node) if source else checker.one(node)), source


def _one_of_rows(part: Part, source: Path | None, word: Word, condition: Typed | None = None) -> Part:
    """Fold what was checked about each row; a single value stays."""
    if source is None:
        return part
    gives = NUMBER if word == "count" else part.type
    return Part(part.node, Fold(word, source, part.typed, condition, gives))


def _shared_type(parts: list[Part], call: Call, word: Word) -> ValueType:
    shared = next((part.type for part in parts if part.type.kind is not Kind.BLANK), NUMBER)
    for number, part in enumerate(parts):
        kind = part.type.kind
        if kind is not Kind.BLANK and (kind not in _ALLOWED[word] or kind is not shared.kind):
            raise wrong_type(part, call, number, shared if shared.kind in _ALLOWED[word] else NUMBER)
    return shared


def _count(checker: Asks, call: Call, _wanted: ValueType | None) -> Part:
    parts = []
    for node in call.args:
        part, source = _about_rows(checker, node)
        typed = _one_of_rows(part, source, "count").typed if source else Apply(folding.COUNT_ONE, (part.typed,), NUMBER)
        parts.append(Part(part.node, typed))
    if len(parts) == 1:
        return rebuilt(call, parts, parts[0].typed)
    return rebuilt(call, parts, Apply(folding.SUM_NUMBERS, tuple(part.typed for part in parts), NUMBER))


def _fold_if(word: Word) -> Rule:
    """SUMIF, COUNTIF and their like: the value, then the condition, both about each row."""

    def rule(checker: Asks, call: Call, _wanted: ValueType | None) -> Part:
        source = checker.require_list(call.args[0], call.name)
        value = checker.in_rows(source, call.args[0])
        if word != "count":
            _shared_type([value], call, word)
        condition = fitted(checker.in_rows(source, call.args[-1]), call, len(call.args) - 1, "condition")
        if len(call.args) == 1:
            return rebuilt(call, [condition], Fold(word, source, Const(1.0, NUMBER), condition.typed, NUMBER))
        return rebuilt(call, [value, condition], _one_of_rows(value, source, word, condition.typed).typed)

    return rule


def _text_join(checker: Asks, call: Call, _wanted: ValueType | None) -> Part:
    separator = call.args[0]
    if not isinstance(separator, Text):
        raise NeedsText(separator.at, function=call.name, argument=1)
    parts = [Part(separator, Const(separator.value or None, TEXT))]
    for node in call.args[1:]:
        part, source = _about_rows(checker, node)
        typed = as_text(part)
        parts.append(Part(part.node, Fold("join", source, typed, None, TEXT, separator.value) if source else typed))
    if len(parts) == 2 and isinstance(parts[1].typed, Fold):
        return rebuilt(call, parts, parts[1].typed)
    return rebuilt(call, parts, Apply(JOIN_TEXTS, tuple(part.typed for part in parts), TEXT))


def _entry(
    name: str, chinese: str, usage: str, rule: Rule, least: int, most: int, aliases: tuple[str, ...] = ()
) -> Function:
    return Function(name, (chinese,), usage, "rows", rule, least, most, aliases=aliases, folds=True)


register(
    [
        _entry("SUM", "求和", "SUM(values, …)", _fold("sum"), 1, MANY),
        _entry("AVG", "平均值", "AVG(values, …)", _fold("avg"), 1, MANY, ("AVERAGE",)),
        _entry("MIN", "最小值", "MIN(values, …)", _fold("min"), 1, MANY),
        _entry("MAX", "最大值", "MAX(values, …)", _fold("max"), 1, MANY),
        _entry("COUNT", "计数", "COUNT(values, …)", _count, 1, MANY, ("COUNTA",)),
        _entry("SUMIF", "条件求和", "SUMIF(values, condition)", _fold_if("sum"), 2, 2),
        _entry("AVGIF", "条件平均值", "AVGIF(values, condition)", _fold_if("avg"), 2, 2, ("AVERAGEIF",)),
        _entry("MINIF", "条件最小值", "MINIF(values, condition)", _fold_if("min"), 2, 2),
        _entry("MAXIF", "条件最大值", "MAXIF(values, condition)", _fold_if("max"), 2, 2),
        _entry("COUNTIF", "条件计数", "COUNTIF([rows], condition)", _fold_if("count"), 1, 2),
        _entry("TEXTJOIN", "分隔连接", "TEXTJOIN(separator, values, …)", _text_join, 2, MANY),
    ]
)
