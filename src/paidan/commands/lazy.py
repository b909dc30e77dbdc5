"""The command line of contributed commands, made when first asked: most calls of the program never need it."""

from __future__ import annotations

from contextlib import AbstractContextManager
from functools import cached_property
from typing import Any

from paidan.commands.texts import LANGUAGE
from paidan.kernel.cli_commands import CommandLine
from paidan.kernel.i18n import translate


class LazyLine(CommandLine):
    """Reads settings and features only when a command uses them."""

    language = LANGUAGE

    @cached_property
    def _line(self) -> Any:
        from paidan.commands.line import Line, settings_with

        return Line(settings_with())

    @property
    def settings(self) -> Any:  # type: ignore[override]
        """The settings."""
        return self._line.settings

    def say(self, key: str, **params: Any) -> None:
        """Print a sentence."""
        print(translate(key, LANGUAGE, **params), flush=True)

    def open(self, *, writes: bool = True) -> AbstractContextManager[Any]:
        """Open the product."""
        opened: AbstractContextManager[Any] = self._line.open(writes=writes)
        return opened
