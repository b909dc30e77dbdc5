"""Imports and exports on the command line."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
import typer
from tests.builder.transfer.test_importing import BAD
from typer.testing import CliRunner

from paidan.builder.transfer.commands import ExportCommands, ImportCommands
from paidan.commands.line import Line
from paidan.kernel.errors import AppError
from paidan.kernel.settings import Settings

Run = Callable[..., str]
CUSTOMERS = "名称,编号\n和平饭店,C-1\n锦江饭店,C-2\n"


@pytest.fixture
def run(settings: Settings, capsys: pytest.CaptureFixture[str]) -> Run:
    """Call a command as the program does and return what it prints."""
    app = typer.Typer()
    for commands in (ImportCommands(), ExportCommands()):
        group = typer.Typer()
        for command in commands.commands():
            group.command(command.name)(command.run)
        app.add_typer(group, name=commands.group)

    def call(*words: object) -> str:
        result = CliRunner().invoke(app, [str(word) for word in words], obj=Line(settings, "en"))
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        assert result.exit_code == 0, result.output
        return result.output

    return call


def test_a_real_file_is_imported_silently_once_and_taken_back(run: Run, ict_faults: Path) -> None:
    with ict_faults.open(encoding="utf-8-sig", newline="") as file:
        rows = len(list(csv.reader(file))) - 1

    words = ("import", "records", ict_faults, "--object", "it_incident", "--key", "source_id", "--silent")
    told = run(*words)
    again = run(*words)

    assert f"{rows} created" in told
    assert "0 not imported" in told
    assert f"0 created, 0 updated, {rows} unchanged" in again
    batch = told.split("Import ")[1].split()[0]
    assert f"{rows} removed" in run("import", "undo", batch)


def test_bad_rows_are_written_beside_the_file(run: Run, csv_file: Callable[..., Path]) -> None:
    text = BAD.replace("摘要", "问题现象").replace("发生时间", "故障开始时间").replace("序列号", "id").replace("A", "")
    file = csv_file(text)

    told = run("import", "records", file, "--object", "it_incident")

    assert "not imported" in told
    lines = list(csv.reader(file.with_name("table-errors.csv").read_text("utf-8-sig").splitlines()))
    assert lines[0][-3:] == ["Row", "Column", "Reason"]
    assert "4" in [line[-3] for line in lines]


def test_a_dry_run_writes_nothing(run: Run, csv_file: Callable[..., Path], tmp_path: Path) -> None:
    file = csv_file("问题现象,id\n漏水,1\n异响,2\n")

    assert "2 would be created" in run("import", "records", file, "--object", "it_incident", "--dry-run")
    assert "Exported 0 rows" in run("export", "records", "it_incident", "--out", tmp_path / "out.csv")


def test_fields_are_made_for_columns_that_match_none(run: Run, csv_file: Callable[..., Path], tmp_path: Path) -> None:
    file = csv_file("问题现象,主管道温度\n漏水,20.5\n异响,30\n")

    run("import", "records", file, "--object", "it_incident", "--make-fields")
    run("export", "records", "it_incident", "--out", tmp_path / "out.csv", "--sort", "created_at")

    header, *lines = csv.reader((tmp_path / "out.csv").read_text("utf-8-sig").splitlines())
    assert sorted(line[header.index("主管道温度")] for line in lines) == ["20.5", "30"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("import", "records", "nowhere.csv", "--object", "it_incident"), "transfer.no_such_file"),
        (("import", "undo", "99"), "transfer.batch_not_found"),
        (("export", "records", "nothing", "--out", "x.csv"), "object.unknown"),
        (("export", "records", "it_incident", "--out", "x.csv", "--filter", "{"), "transfer.question_unreadable"),
    ],
)
def test_what_cannot_be_done_is_refused_with_its_code(run: Run, words: tuple[str, ...], code: str) -> None:
    with pytest.raises(AppError) as refused:
        run(*words)

    assert refused.value.code == code
