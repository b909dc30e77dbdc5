"""The program `paidan`: how its commands are called. What they do stands in `commands/`, imported when called.

Ends with 0 when done, 1 when something failed or `doctor` found something, 2 when called wrongly, 3 when refused,
4 when the database does not answer or is in use.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from paidan.commands.texts import text

app = typer.Typer(help=text("help"), add_completion=False, no_args_is_help=True, rich_markup_mode=None)

Data = Annotated[Path | None, typer.Option(help=text("option.data"), show_default=False)]


def _line(**given: Any) -> Any:
    from paidan.commands.line import Line, settings_with

    return Line(settings_with(**given))


@app.command(help=text("serve"))
def serve(
    host: Annotated[str | None, typer.Option(help=text("option.host"), show_default=False)] = None,
    port: Annotated[int | None, typer.Option(help=text("option.port"), show_default=False)] = None,
    data: Data = None,
    workers: Annotated[int, typer.Option(help=text("option.workers"), min=1, max=64)] = 1,
    demo: Annotated[bool | None, typer.Option("--demo", help=text("option.demo"), show_default=False)] = None,
) -> None:
    from paidan.commands.serving import serve

    serve(_line(host=host, port=port, data=data, demo=demo), workers)


@app.command(help=text("migrate"))
def migrate(data: Data = None) -> None:
    from paidan.commands.migrating import migrate

    migrate(_line(data=data))


@app.command(help=text("demo"))
def demo(data: Data = None) -> None:
    from paidan.commands.demo import demo

    demo(_line(data=data))


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
