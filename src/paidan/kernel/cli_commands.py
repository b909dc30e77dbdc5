"""Commands that features add to the command line.

`cli.py` owns the program and its groups. A feature contributes a `CliCommands`; its functions are written for typer
(`def run(line: typer.Context, file: Path, …)`) and find a `CommandLine` in `context.obj`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from paidan.kernel.product import Product
    from paidan.kernel.settings import Settings


class CommandLine(ABC):
    """What a command holds in its hand: who reads its output, the settings, and the way to the product."""

    language: str
    settings: Settings

    @abstractmethod
    def say(self, key: str, **params: Any) -> None:
        """Print the sentence under a message key, in the user's language."""

    @abstractmethod
    def open(self, *, writes: bool = True) -> AbstractContextManager[Product]:
        """Open the migrated product and close it at the end.

        Without `writes` it also opens beside a running server on SQLite, and can only read.
        Raises Unavailable, DatabaseLocked, NotMigrated.
        """


@dataclass(frozen=True, slots=True)
class CliCommand:
    """One command. `help_key` names its sentence in the message catalogue; `run` is a function written for typer."""

    name: str
    help_key: str
    run: Callable[..., None]


class CliCommands(ABC):
    """Commands of one feature. `group` is `import`, `export`, `user`, or a new word for a group of their own."""

    group: str

    @abstractmethod
    def commands(self) -> Sequence[CliCommand]:
        """Return the commands; called only when this group is used or its help is read."""
