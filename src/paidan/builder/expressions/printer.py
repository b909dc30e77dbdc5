"""From tree to text: a stored formula as people read it, with today's labels.

Fields and choices are written by label in the reader's language where that is clear, else by key; brackets stand only
where they are needed. Reading the text again gives the same tree.
"""

from __future__ import annotations

from decimal import Decimal

from paidan.builder.expressions.errors import AmbiguousField, ExpressionError
from paidan.builder.expressions.functions import FUNCTIONS
from paidan.builder.expressions.scope import FieldRef, Scope
from paidan.builder.expressions.tree import Binary, Bool, Call, Choice, Field, Node, Number, Path, Text, Unary
from paidan.builder.expressions.types import Option
from paidan.kernel.i18n import label_in

_COMPARE, _JOIN, _SUM, _PRODUCT, _POWER, _PERCENT, _SIGN, _ATOM = range(8)
_LEVEL = dict.fromkeys(("=", "<>", "<", "<=", ">", ">="), _COMPARE)
_LEVEL |= {"&": _JOIN, "+": _SUM, "-": _SUM, "*": _PRODUCT, "/": _PRODUCT, "^": _POWER}
_UNSAFE = frozenset('.{}｛｝"“”')


def to_text(node: Node, scope: Scope, language: str, *, chinese_functions: bool = False) -> str:
    """Write a tree as a formula. Names that no longer exist are written by key."""
    return _Printer(scope, language, chinese_functions).write(node, _COMPARE)


class _Printer:
    def __init__(self, scope: Scope, language: str, chinese_functions: bool) -> None:
        self._scope = scope
        self._language = language
        self._chinese = chinese_functions

    def write(self, node: Node, level: int) -> str:
        """Write a node in a place that binds at a level; brackets where the node binds less."""
        text, own = self._written(node)
        return f"({text})" if own < level else text

    def _written(self, node: Node) -> tuple[str, int]:
        match node:
            case Number():
                return number_literal(node.value), _ATOM
            case Text():
                return text_literal(node.value), _ATOM
            case Bool():
                return str(node.value).upper(), _ATOM
            case Choice():
                return text_literal(self._choice(node)), _ATOM
            case Field():
                return "{" + self._path(node.path) + "}", _ATOM
            case Call():
                return self._call(node), _ATOM
            case Unary():
                return self._unary(node)
            case Binary():
                level = _LEVEL[node.sign]
                left, right = self.write(node.left, level), self.write(node.right, level + 1)
                return f"{left} {node.sign} {right}", level

    def _unary(self, node: Unary) -> tuple[str, int]:
        if node.sign == "%":
            return self.write(node.operand, _PERCENT) + "%", _PERCENT
        return node.sign + self.write(node.operand, _SIGN), _SIGN

    def _call(self, node: Call) -> str:
        function = FUNCTIONS.get(node.name)
        name = function.chinese[0] if function and self._chinese else node.name
        return f"{name}({', '.join(self.write(arg, _COMPARE) for arg in node.args)})"

    def _path(self, path: Path) -> str:
        ref = self._find(path)
        if ref is None:
            return ".".join(path)
        return ".".join(self._step(ref, number) for number in range(len(path)))

    def _step(self, ref: FieldRef, number: int) -> str:
        label = label_in(ref.labels[number], self._language).strip()
        if not label or _UNSAFE & set(label):
            return ref.path[number]
        candidate = (*ref.path[:number], label, *ref.path[number + 1 :])
        return label if self._means(candidate, ref) else ref.path[number]

    def _means(self, candidate: Path, ref: FieldRef) -> bool:
        """Whether a path with a label in it is understood as the same field."""
        try:
            return self._scope.resolve(candidate).path == ref.path
        except AmbiguousField:
            return False
        except ExpressionError:
            return True  # a scope that knows keys only

    def _find(self, path: Path) -> FieldRef | None:
        try:
            return self._scope.resolve(path)
        except ExpressionError:
            return None

    def _choice(self, node: Choice) -> str:
        ref = self._find(node.of)
        option = ref.type.option(node.value) if ref else None
        if ref is None or option is None:
            return str(node.value)
        label = label_in(option.labels, self._language)
        return label if ref.type.option(label) is option else _name_without_label(option)


def _name_without_label(option: Option) -> str:
    return option.key if option.key is not None else str(option.id)


def text_literal(text: str) -> str:
    """A text in quotation marks."""
    return '"' + text.replace('"', '""') + '"'


def number_literal(value: float) -> str:
    """The shortest way to write a number without an exponent."""
    return str(int(value)) if value == int(value) else format(Decimal(repr(value)), "f")
