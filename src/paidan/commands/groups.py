"""Groups whose commands features contribute: read from the features only when the group is used."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import typer
from typer.core import TyperGroup

from paidan.commands.texts import LANGUAGE
from paidan.kernel.i18n import translate


class ContributedGroup(TyperGroup):
    """A group with what `cli.py` gives it and what features contribute under its name."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the names, contributed ones last."""
        own = list(super().list_commands(ctx))
        return own + [name for name in contributed(self.name or "") if name not in own]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return a command by name."""
        return super().get_command(ctx, cmd_name) or contributed(self.name or "").get(cmd_name)


class Program(TyperGroup):
    """The program: its own commands and groups, and groups that only features know."""

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return a command or group by name, asking the features when it is none of ours."""
        found = super().get_command(ctx, cmd_name)
        if found is not None or not contributed(cmd_name):
            return found
        return ContributedGroup(name=cmd_name, commands=dict(contributed(cmd_name)), no_args_is_help=True)


@cache
def contributed(group: str) -> dict[str, Any]:
    """Return the commands that features contribute to a group, by name."""
    app = typer.Typer(rich_markup_mode=None, add_completion=False)
    app.callback()(lambda: None)
    for command in _commands_of(group):
        app.command(command.name, help=translate(command.help_key, LANGUAGE))(command.run)
    made: Any = typer.main.get_command(app)
    return dict(made.commands)


def _commands_of(group: str) -> Iterator[Any]:
    from paidan.features import FEATURES
    from paidan.kernel.cli_commands import CliCommands
    from paidan.kernel.registry import Registry

    for found in Registry(FEATURES).all(CliCommands):  # type: ignore[type-abstract]
        if found.group == group:
            yield from found.commands()
