"""The program `paidan`: how its commands are called. What they do stands in `commands/`, imported when called.

Ends with 0 when done, 1 when something failed or `doctor` found something, 2 when called wrongly, 3 when refused,
4 when the database does not answer or is in use.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from paidan.commands.groups import ContributedGroup, Program
from paidan.commands.lazy import LazyLine
from paidan.commands.texts import text

app = typer.Typer(cls=Program, help=text("help"), add_completion=False, no_args_is_help=True, rich_markup_mode=None)
user = typer.Typer(cls=ContributedGroup, help=text("user"), no_args_is_help=True, rich_markup_mode=None)
imports = typer.Typer(cls=ContributedGroup, help=text("import"), no_args_is_help=True, rich_markup_mode=None)
exports = typer.Typer(cls=ContributedGroup, help=text("export"), no_args_is_help=True, rich_markup_mode=None)

Data = Annotated[Path | None, typer.Option(help=text("option.data"), show_default=False)]


def _line(**given: Any) -> Any:
    from paidan.commands.line import Line, settings_with

    return Line(settings_with(**given))


@app.callback()
def begin(context: typer.Context) -> None:
    """Give contributed commands their `CommandLine`, made when they ask for it."""
    context.obj = LazyLine()


@app.command(help=text("serve"))
def serve(
    host: Annotated[str | None, typer.Option(help=text("option.host"), show_default=False)] = None,
    port: Annotated[int | None, typer.Option(help=text("option.port"), show_default=False, min=0, max=65535)] = None,
    data: Data = None,
    workers: Annotated[int, typer.Option(help=text("option.workers"), min=1, max=64)] = 1,
    demo: Annotated[bool | None, typer.Option("--demo", help=text("option.demo"), show_default=False)] = None,
) -> None:
    from paidan.commands.serving import serve

    serve(_line(host=host, port=port, data=data, demo=demo), workers)


@app.command(help=text("worker"))
def worker(workers: Annotated[int, typer.Option(help=text("option.processes"), min=1, max=64)] = 1) -> None:
    from paidan.commands.working import work

    work(_line(), workers)


@app.command(help=text("migrate"))
def migrate(data: Data = None) -> None:
    from paidan.commands.migrating import migrate

    migrate(_line(data=data))


@app.command(help=text("demo"))
def demo(data: Data = None) -> None:
    from paidan.commands.demo import demo

    demo(_line(data=data))


@user.command("add", help=text("user.add"))
def add_user(
    login: Annotated[str, typer.Argument(help=text("option.login"))],
    name: Annotated[str, typer.Option(help=text("option.name"), show_default=False)] = "",
    role: Annotated[list[str] | None, typer.Option(help=text("option.role"), show_default=False)] = None,
    admin: Annotated[bool, typer.Option("--admin", help=text("option.admin"))] = False,
    generate: Annotated[bool, typer.Option("--generate-password", help=text("option.generate"))] = False,
    data: Data = None,
) -> None:
    from paidan.commands.people import add_user

    add_user(_line(data=data), login, name or login, role or [], is_administrator=admin, generate=generate)


@app.command(help=text("backup"))
def backup(
    target: Annotated[Path | None, typer.Argument(help=text("option.target"), show_default=False)] = None,
    data: Data = None,
) -> None:
    from paidan.commands.backing_up import back_up

    back_up(_line(data=data), target)


@app.command(help=text("restore"))
def restore(source: Annotated[Path, typer.Argument(help=text("option.source"))], data: Data = None) -> None:
    from paidan.commands.backing_up import restore

    restore(_line(data=data), source)


@app.command(help=text("doctor"))
def doctor(
    repair: Annotated[bool, typer.Option("--repair", help=text("option.repair"))] = False, data: Data = None
) -> None:
    from paidan.commands.examining import examine

    if examine(_line(data=data), mend=repair):
        raise typer.Exit(1)


app.add_typer(user, name="user")
app.add_typer(imports, name="import")
app.add_typer(exports, name="export")


def main() -> None:
    """Run the program; refusals are printed as sentences."""
    from paidan.kernel.errors import AppError

    try:
        app()
    except AppError as error:
        from paidan.commands.line import refuse

        sys.exit(refuse(error))


if __name__ == "__main__":
    main()
