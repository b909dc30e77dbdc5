"""The command line as commands see it: sentences in the user's language, settings, and the way to the product."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from paidan.commands.texts import LANGUAGE
from paidan.kernel.cli_commands import CommandLine
from paidan.kernel.errors import AppError, Unavailable
from paidan.kernel.i18n import translate
from paidan.kernel.product import Product
from paidan.kernel.settings import Settings

REFUSED = 3
UNAVAILABLE = 4
FAILED = 1


class NotMigrated(Unavailable):
    """The database is empty or older than this program."""

    code = "database.not_migrated"


class Line(CommandLine):
    """One call of the program."""

    def __init__(self, settings: Settings, language: str = LANGUAGE) -> None:
        self.settings = settings
        self.language = language

    def say(self, key: str, **params: Any) -> None:
        """Print a sentence to standard output."""
        print(translate(key, self.language, **params), flush=True)

    def text(self, key: str, **params: Any) -> str:
        """Return a sentence."""
        return translate(key, self.language, **params)

    def warn(self, key: str, **params: Any) -> None:
        """Print a sentence to standard error."""
        print(translate(key, self.language, **params), file=sys.stderr, flush=True)

    @contextmanager
    def open(self, *, writes: bool = True) -> Iterator[Product]:
        """Open the product for one command."""
        from paidan.commands.opening import is_migrated, open_product, open_to_read

        product = open_product(self.settings) if writes else open_to_read(self.settings)
        try:
            if not is_migrated(product.database):
                raise NotMigrated
            yield product
        finally:
            asyncio.run(product.close())


def exit_code_of(error: AppError) -> int:
    """Return what the program ends with: 4 when the database does not answer, 3 for every other refusal."""
    return UNAVAILABLE if isinstance(error, Unavailable) else REFUSED


def settings_with(**given: Any) -> Settings:
    """Read the settings; what the command line gave wins."""
    chosen = {name: value for name, value in given.items() if value is not None}
    return Settings(**chosen)


def refuse(error: AppError) -> int:
    """Print a refusal and return the exit code."""
    for one in [error, *(one for refusals in error.fields.values() for one in refusals)]:
        print(translate(f"error.{one.code}", LANGUAGE, **one.params), file=sys.stderr, flush=True)
    if os.environ.get("PAIDAN_LOG_LEVEL") == "debug":
        import traceback

        traceback.print_exception(error)
    return exit_code_of(error)
