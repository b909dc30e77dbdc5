"""The table of functions: one entry for each, with its names, how it is checked, and what it needs.

Modules of `functions/` fill it when they are imported. Help sentences stand in the message catalogue under
`expression.function.<name>`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from paidan.builder.expressions.errors import UnknownFunction, did_you_mean
from paidan.builder.expressions.parts import Asks, Part
from paidan.builder.expressions.tree import Call
from paidan.builder.expressions.types import ValueType
from paidan.kernel.i18n import translate

Rule = Callable[[Asks, Call, ValueType | None], Part]
"""Checks one call, whose argument count is right already. The third argument is the type its place would like."""

MANY = 1000
"""As many arguments as one likes."""


@dataclass(frozen=True, slots=True, eq=False)
class Function:
    """A function as users know it.

    `usage` shows its arguments in brackets' order for the editor. A `folds` function makes one value of a list. A
    `volatile` one gives another result tomorrow or for another person. `in_sql` is False for working time.
    """

    name: str
    chinese: tuple[str, ...]
    usage: str
    group: str
    rule: Rule
    least: int
    most: int
    aliases: tuple[str, ...] = ()
    folds: bool = False
    volatile: bool = False
    in_sql: bool = True

    def help(self, language: str) -> str:
        """What it does, in one sentence."""
        return translate(f"expression.function.{self.name}", language)

    def names(self) -> tuple[str, ...]:
        return (self.name, *self.aliases, *self.chinese)


FUNCTIONS: dict[str, Function] = {}
"""By English name."""

_BY_ANY_NAME: dict[str, Function] = {}


def register(functions: Iterable[Function]) -> None:
    """Add functions. Raises ValueError for a name that is taken."""
    for function in functions:
        FUNCTIONS[function.name] = function
        for name in function.names():
            if name in _BY_ANY_NAME:
                raise ValueError(f"two functions are called {name}")
            _BY_ANY_NAME[name] = function


def find_function(name: str, position: int) -> Function:
    """Find by any name, letter case aside. Raises UnknownFunction with the nearest name."""
    function = _BY_ANY_NAME.get(name.upper())
    if function is None:
        raise UnknownFunction(position, name=name, hint=did_you_mean(name, _BY_ANY_NAME))
    return function
