"""The command line: `paidan import FILE --object …` and `paidan export OBJECT --out FILE`.

Both work as the product itself, without a server. An import takes the very way of an import in the browser.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from paidan.kernel.actor import SYSTEM, Actor
from paidan.kernel.cli_commands import CliCommand, CliCommands, CommandLine
from paidan.kernel.errors import AppError, Invalid
from paidan.kernel.i18n import DEFAULT_LANGUAGE, LANGUAGES, pick_language, translate

if TYPE_CHECKING:
    from paidan.kernel.product import Product

_PIECE = 1 << 20
_PARTS = 20


def _language() -> str:
    """The language of the terminal, by the rule of the program that these commands belong to."""
    locale = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    chosen = os.environ.get("PAIDAN_LANGUAGE", DEFAULT_LANGUAGE)
    return pick_language(locale.split(".")[0].replace("_", "-"), chosen if chosen in LANGUAGES else DEFAULT_LANGUAGE)


def _help(key: str) -> str:
    return translate(f"cli.{key}", _language())


class FileMissing(Invalid):
    """There is no such file."""

    code = "transfer.no_such_file"


class QuestionUnreadable(Invalid):
    """The filter of an export is no JSON."""

    code = "transfer.question_unreadable"


class MappingUnreadable(Invalid):
    """The file of the mapping is no mapping."""

    code = "transfer.mapping_unreadable"


def import_records(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help=_help("import.file"))],
    object: Annotated[str, typer.Option(help=_help("import.object"))],
    map: Annotated[Path | None, typer.Option(help=_help("import.map"))] = None,
    key: Annotated[str | None, typer.Option(help=_help("import.key"))] = None,
    sheet: Annotated[str | None, typer.Option(help=_help("import.sheet"))] = None,
    errors: Annotated[Path | None, typer.Option(help=_help("import.errors_to"))] = None,
    silent: Annotated[bool, typer.Option("--silent", help=_help("import.silent"))] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=_help("import.dry_run"))] = False,
    skip_existing: Annotated[bool, typer.Option("--skip-existing", help=_help("import.skip_existing"))] = False,
    make_fields: Annotated[bool, typer.Option("--make-fields", help=_help("import.make_fields"))] = False,
    incomplete: Annotated[bool, typer.Option("--incomplete", help=_help("import.incomplete"))] = False,
    again: Annotated[bool, typer.Option("--again", help=_help("import.again"))] = False,
) -> None:
    """Import a file."""
    from paidan.builder.transfer.batches import ImportOptions

    if not file.is_file():
        raise FileMissing(path=str(file))
    options = ImportOptions(
        silent=silent, on_existing="skip" if skip_existing else "update", check_required=not incomplete
    )
    chosen = {"object": object, "map": map, "key": key, "sheet": sheet, "make_fields": make_fields}
    line: CommandLine = context.obj
    with line.open() as product:
        work = _import(line, product, file, options, errors, dry=dry_run, again=again, **chosen)  # type: ignore[arg-type]
        _run(product, work)


def undo_import(context: typer.Context, batch: Annotated[int, typer.Argument(help=_help("import.batch"))]) -> None:
    """Take an import back."""
    line: CommandLine = context.obj
    with line.open() as product:
        _run(product, _undo(line, product, batch))


def export_records(
    context: typer.Context,
    object: Annotated[str, typer.Argument(help=_help("import.object"))],
    out: Annotated[Path, typer.Option(help=_help("export.out"))],
    fields: Annotated[str, typer.Option(help=_help("export.fields"))] = "",
    filter: Annotated[str, typer.Option(help=_help("export.filter"))] = "",
    sort: Annotated[str, typer.Option(help=_help("export.sort"))] = "",
) -> None:
    """Export records."""
    from paidan.builder.transfer.exporting.asking import ExportQuestion

    question = ExportQuestion(
        object=object,
        fields=[key.strip() for key in fields.split(",") if key.strip()] or None,
        filter=_filter(filter),
        sort=[key.strip() for key in sort.split(",") if key.strip()],
        format="csv" if out.suffix.lower() == ".csv" else "xlsx",
    )
    line: CommandLine = context.obj
    with line.open() as product:
        _run(product, _export(line, product, question, out))


def _run(product: Product, work: Coroutine[Any, Any, None]) -> None:
    """Run to the end on a loop of its own, on which also the readers close that it opened."""

    async def whole() -> None:
        try:
            await work
        finally:
            await product.database.close_readers()

    asyncio.run(whole())


async def _import(
    line: CommandLine,
    product: Product,
    file: Path,
    options: Any,
    errors: Path | None,
    *,
    object: str,
    map: Path | None,
    key: str | None,
    sheet: str | None,
    make_fields: bool,
    dry: bool,
    again: bool,
) -> None:
    from paidan.builder.transfer.batches import describe_batch, find_batch
    from paidan.builder.transfer.importing import service
    from paidan.builder.transfer.importing.handing_in import hand_in
    from paidan.builder.transfer.importing.running import run_import
    from paidan.builder.transfer.mapping import Mapping
    from paidan.builder.transfer.reading import ReadOptions

    actor = _actor(line)
    found = await hand_in(product, actor, _pieces(file), file.name, object, ReadOptions(sheet=sheet))
    batch_id = found["id"]
    mapping = _mapping(map) if map else Mapping(**found["mapping"])
    if make_fields:
        mapping = await _make_fields(product, actor, batch_id, found, mapping)
    line.say("cli.import.read", rows=found["rows"], columns=len(found["columns"]), mapped=len(mapping.columns))
    plan = {"mapping": mapping, "key": key, "options": options, "dry": dry, "again": again or dry}
    await product.database.write_as(actor, lambda tx: service.plan_import(tx, batch_id=batch_id, **plan))
    await run_import(product, batch_id, _progress(line))
    batch = await product.database.find(find_batch(batch_id))
    assert batch is not None
    told = describe_batch(batch, line.language)
    line.say("cli.import.checked" if dry else "cli.import.done", batch=batch_id, **told["counts"])
    if batch.error_file_id:
        path = errors or file.with_name(f"{file.stem}-errors.csv")
        await _save(product, batch.error_file_id, path)
        line.say("cli.import.errors", path=str(path), bad=told["counts"]["bad"])
    if batch.report.get("failure"):
        raise _failure(batch.report["failure"])


def _progress(line: CommandLine) -> Callable[[int, int], None]:
    """Tell every twentieth part once."""
    told = 0

    def tell(done: int, total: int) -> None:
        nonlocal told
        part = done * _PARTS // max(total, 1)
        if part > told:
            told = part
            line.say("cli.import.progress", done=done, total=total)

    return tell


async def _make_fields(product: Product, actor: Actor, batch_id: int, found: dict[str, Any], mapping: Any) -> Any:
    from paidan.builder.transfer.importing import new_fields
    from paidan.builder.transfer.mapping import Mapping

    mapped = {plan.column for plan in mapping.columns}
    wanted = [
        new_fields.NewFieldRequest(column=column["name"], **column["new_field"])
        for column in found["columns"]
        if column["new_field"] and column["name"] not in mapped
    ]
    made = await product.database.write_as(
        actor, lambda tx: new_fields.make_fields(tx, batch_id=batch_id, wanted=wanted)
    )
    plans = {plan.column: plan for plan in Mapping(**made["mapping"]).columns}
    plans |= {plan.column: plan for plan in mapping.columns}
    return Mapping(columns=tuple(plans.values()))


async def _undo(line: CommandLine, product: Product, batch_id: int) -> None:
    from paidan.builder.transfer.batches import find_batch
    from paidan.builder.transfer.importing import service
    from paidan.builder.transfer.importing.undoing import run_undo

    await product.database.write_as(_actor(line), lambda tx: service.undo_import(tx, batch_id=batch_id))
    await run_undo(product, batch_id)
    batch = await product.database.find(find_batch(batch_id))
    assert batch is not None
    counts = {"removed": 0, "restored": 0, "trashed": 0, "left": 0} | batch.report.get("undone", {})
    line.say("cli.import.undone", batch=batch_id, **counts)


async def _export(line: CommandLine, product: Product, question: Any, out: Path) -> None:
    from paidan.builder.transfer.exporting.asking import prepare_export
    from paidan.builder.transfer.exporting.jobs import tell
    from paidan.builder.transfer.exporting.writing import write_csv, write_workbook

    export = await prepare_export(product, _actor(line), question)
    rows = await (write_csv if question.format == "csv" else write_workbook)(export, out)
    await product.database.write_as(_actor(line), lambda tx: tell(tx, export, rows))
    line.say("cli.export.done", rows=rows, path=str(out))


async def _save(product: Product, file_id: int, path: Path) -> None:
    from paidan.builder.transfer.filing import local_copy

    async with local_copy(product, file_id) as copy:
        path.write_bytes(copy.read_bytes())


async def _pieces(file: Path) -> AsyncIterator[bytes]:
    with file.open("rb") as source:
        while piece := source.read(_PIECE):
            yield piece


def _filter(text: str) -> dict[str, Any]:
    import orjson

    try:
        return dict(orjson.loads(text)) if text else {}
    except (ValueError, TypeError) as error:
        raise QuestionUnreadable(problem=str(error)) from None


def _mapping(path: Path) -> Any:
    import orjson
    from pydantic import ValidationError

    from paidan.builder.transfer.mapping import Mapping

    try:
        return Mapping(**orjson.loads(path.read_bytes()))
    except (OSError, ValueError, TypeError, ValidationError) as error:
        raise MappingUnreadable(path=str(path), problem=str(error)[:300]) from None


def _actor(line: CommandLine) -> Actor:
    return replace(SYSTEM, name="cli", language=line.language, source="cli")


def _failure(told: dict[str, Any]) -> AppError:
    kind: type[AppError] = type("ImportFailed", (AppError,), {"code": told["code"]})
    return kind(**told["params"])


class ImportCommands(CliCommands):
    """`paidan import`."""

    group = "import"

    def commands(self) -> Sequence[CliCommand]:
        """See the class."""
        return [
            CliCommand("records", "cli.import.help", import_records),
            CliCommand("undo", "cli.import.undo.help", undo_import),
        ]


class ExportCommands(CliCommands):
    """`paidan export`."""

    group = "export"

    def commands(self) -> Sequence[CliCommand]:
        """See the class."""
        return [CliCommand("records", "cli.export.help", export_records)]
