"""IN and CONTAINS: whether a value is among others, or a text inside another."""

from __future__ import annotations

from paidan.builder.expressions.errors import CannotCompare, name_of
from paidan.builder.expressions.functions.searching import CONTAINS_TEXT
from paidan.builder.expressions.operators import compared, require_alike
from paidan.builder.expressions.parts import Asks, Part
from paidan.builder.expressions.registry import MANY, Function, register
from paidan.builder.expressions.rules import argument, rebuilt
from paidan.builder.expressions.scope import FieldRef
from paidan.builder.expressions.tree import Call, Field, Node
from paidan.builder.expressions.typed import Among, Apply, Const, Logic, Member, Typed
from paidan.builder.expressions.types import BOOL, ValueType


def _in(checker: Asks, call: Call, _wanted: ValueType | None) -> Part:
    subject_type = _list_type(checker, call.args[1:])
    subject = checker.one(call.args[0], subject_type)
    items: list[Typed] = []
    ways: list[Typed] = []
    nodes: list[Node] = [subject.node]
    for node in call.args[1:]:
        ref = checker.list_of(node)
        if ref is not None:
            ways.append(_among(checker, subject, ref, node))
            nodes.append(Field(ref.path, node.at))
            continue
        item = checker.check(node, subject.type)
        nodes.append(item.node)
        if not (isinstance(item.typed, Const) and item.typed.value is None):
            items.append(_comparable(subject, item, node))
    if items or not ways:
        ways.insert(0, Member(subject.typed, tuple(items)))
    typed = ways[0] if len(ways) == 1 else Logic("or", tuple(ways))
    return Part(Call(call.name, tuple(nodes), call.at), typed)


def _list_type(checker: Asks, nodes: tuple[Node, ...]) -> ValueType | None:
    """The type of the first list among the arguments; it gives meaning to a text that is looked for in it."""
    refs = [checker.list_of(node) for node in nodes]
    return next((ref.type for ref in refs if ref is not None), None)


def _comparable(subject: Part, item: Part, node: Node) -> Typed:
    if item.type.many:
        if subject.type.kind is not item.type.kind:
            raise CannotCompare(node.at, left=name_of(subject.type), right=name_of(item.type))
        return item.typed
    require_alike(subject, item)
    return item.typed


def _among(checker: Asks, subject: Part, ref: FieldRef, node: Node) -> Typed:
    assert ref.source is not None
    element = checker.in_rows(ref.source, node)
    same = compared("=", element, subject, node)
    return Among(ref.source, same.left, same.right)


def _contains(checker: Asks, call: Call, _wanted: ValueType | None) -> Part:
    ref = checker.list_of(call.args[0])
    if ref is None:
        parts = [argument(checker, call, number, "words") for number in range(2)]
        return rebuilt(call, parts, Apply(CONTAINS_TEXT, tuple(part.typed for part in parts), BOOL))
    subject = checker.one(call.args[1], ref.type)
    found = _among(checker, subject, ref, call.args[0])
    return Part(Call(call.name, (Field(ref.path, call.args[0].at), subject.node), call.at), found)


register(
    [
        Function("IN", ("属于",), "IN(value, item, …)", "logic", _in, 2, MANY),
        Function("CONTAINS", ("包含",), "CONTAINS(text or list, wanted)", "text", _contains, 2, 2),
    ]
)
