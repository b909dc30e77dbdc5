"""The program as an operator meets it: started as a process, read from its output and its exit code."""

import io
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest
import sqlalchemy as sa

from paidan import cli
from paidan.commands.opening import open_product, open_to_read
from paidan.commands.texts import LANGUAGE, language_of, text
from paidan.kernel.database.reading import Query, first_column
from paidan.kernel.events.tables import outbox
from paidan.kernel.i18n import translate
from paidan.kernel.settings import Settings

PAIDAN = [sys.executable, "-m", "paidan.cli"]
WITHIN = 60.0


@pytest.fixture
def stamped(settings: Settings) -> Settings:
    """A database as a server leaves it: with the revision written down."""
    product = open_product(settings)
    with product.database.engine().begin() as connection:
        connection.execute(sa.text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"))
        connection.execute(sa.text("INSERT INTO alembic_version VALUES ('0001')"))
    product.database.close()
    return settings


def environment_of(settings: Settings, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PAIDAN_", "LC_", "LANG"))}
    named = {"PAIDAN_DATA": str(settings.data), "PAIDAN_DATABASE_URL": settings.database_url, "LANG": "en_US.UTF-8"}
    return {**kept, **named, **more}


def paidan(settings: Settings, *arguments: str, typed: str = "", **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*PAIDAN, *arguments],
        env=environment_of(settings, **more),
        cwd=settings.data.parent,
        input=typed,
        capture_output=True,
        text=True,
        timeout=WITHIN,
        check=False,
    )


class Said(NamedTuple):
    code: int
    out: str
    err: str


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path):
    """Call the program inside the test's own process, which saves two seconds of imports a call."""

    def call(settings: Settings, *arguments: str, typed: str = "") -> Said:
        monkeypatch.setenv("PAIDAN_DATA", str(settings.data))
        monkeypatch.setenv("PAIDAN_DATABASE_URL", settings.database_url)
        monkeypatch.setattr(sys, "argv", ["paidan", *arguments])
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        monkeypatch.chdir(tmp_path)
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            cli.main()
        return Said(int(ended.value.code or 0), *capsys.readouterr())

    return call


@contextmanager
def serving(settings: Settings, *arguments: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A running server and its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [*PAIDAN, "serve", "--port", str(port), *arguments],
        env=environment_of(settings),
        cwd=settings.data.parent,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        wait_until_ready(f"http://127.0.0.1:{port}/readyz", server)
        yield server, f"http://127.0.0.1:{port}"
    finally:
        server.kill()
        server.wait()


def wait_until_ready(address: str, server: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + WITHIN
    while True:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            assert server.poll() is None, "the server ended"
            assert time.monotonic() < deadline, "the server was not ready in time"
            time.sleep(0.05)


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh-CN"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "en_GB.UTF-8"}, "en"),
        ({"LANG": "C.UTF-8"}, "zh-CN"),
        ({"LANG": "C.UTF-8", "PAIDAN_LANGUAGE": "en"}, "en"),
        ({}, "zh-CN"),
    ],
)
def test_the_terminal_decides_the_language(environment, language):
    assert language_of(environment) == language


def test_help_names_every_command_in_the_language_of_the_terminal(tmp_path: Path):
    settings = Settings(data=tmp_path / "data")
    english = paidan(settings, "--help").stdout
    chinese = paidan(settings, "--help", LANG="zh_CN.UTF-8").stdout
    for command in ("serve", "worker", "migrate", "demo", "backup", "restore", "doctor", "user", "import", "export"):
        assert command in english
    assert "Start the server." in english
    assert "启动服务器。" in chinese


def test_a_command_that_does_not_exist_is_a_wrong_call(tmp_path: Path):
    assert paidan(Settings(data=tmp_path / "data"), "juggle").returncode == 2


def test_a_server_answers_until_it_is_told_to_stop(stamped: Settings):
    with serving(stamped) as (server, address):
        with urllib.request.urlopen(f"{address}/healthz", timeout=5) as answer:
            assert answer.read() == b"ok"
        server.send_signal(signal.SIGTERM)
        said, _ = server.communicate(timeout=WITHIN)
    assert server.returncode == 0
    assert said.splitlines() == [f"Paidan is ready at {address} (press Ctrl+C to stop)", "Paidan has stopped."]


def test_one_server_writes_an_embedded_database_and_others_say_so(here, stamped: Settings):
    if stamped.uses_postgres:
        pytest.skip("PostgreSQL serves many")
    with serving(stamped):
        second = paidan(stamped, "serve", "--port", "0")
        several = here(stamped, "serve", "--port", "0", "--workers", "2")
        worker = here(stamped, "worker")
        backup = here(stamped, "backup")
        doctor = here(stamped, "doctor")
    assert (second.returncode, second.stderr.split(".")[0]) == (
        4,
        f"Another Paidan is working on the folder {stamped.data}",
    )
    assert (several.code, worker.code) == (3, 3)
    assert "PostgreSQL" in several.err
    assert "PostgreSQL" in worker.err
    assert (backup.code, doctor.code) == (0, 0), doctor.out


@pytest.mark.postgres
def test_several_processes_serve_one_address_and_a_dead_one_is_replaced(stamped: Settings):
    if not stamped.uses_postgres:
        pytest.skip("the embedded database has one process")
    with serving(stamped, "--workers", "2") as (server, address):
        children = [int(pid) for pid in Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()]
        os.kill(children[-1], signal.SIGKILL)
        for _ in range(5):
            wait_until_ready(f"{address}/readyz", server)
        server.send_signal(signal.SIGTERM)
        server.communicate(timeout=WITHIN)
    assert server.returncode == 0


@pytest.mark.postgres
def test_a_worker_works_until_it_is_told_to_stop(stamped: Settings):
    if not stamped.uses_postgres:
        pytest.skip("the embedded database has one process")
    worker = subprocess.Popen(
        [*PAIDAN, "worker"], env=environment_of(stamped), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert worker.stdout is not None
    assert worker.stdout.readline() == "The worker is running (press Ctrl+C to stop).\n"
    worker.send_signal(signal.SIGTERM)
    said, wrong = worker.communicate(timeout=WITHIN)
    assert (worker.returncode, said) == (0, "The worker has stopped.\n"), wrong


def test_an_address_in_use_is_named(stamped: Settings):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        refused = paidan(stamped, "serve", "--port", str(port))
    assert refused.returncode == 3
    assert refused.stderr.startswith(f"Cannot listen on 127.0.0.1:{port}")


def test_a_new_folder_becomes_an_installation(here, tmp_path: Path):
    settings = Settings(data=tmp_path / "new")
    assert here(settings, "doctor").code == 4
    migrated = here(settings, "migrate")
    assert (migrated.code, migrated.out) == (0, text("migrated") + "\n")
    assert here(settings, "migrate").code == 0
    refused = here(settings, "demo")
    assert (refused.code, refused.err) == (3, translate("error.database.not_empty", LANGUAGE) + "\n")


def test_the_first_administrator_comes_from_the_command_line(here, stamped: Settings):
    added = here(stamped, "user", "add", "boss", "--name", "The Boss", "--admin", typed="four pelicans on a roof\n")
    again = here(stamped, "user", "add", "boss", typed="four pelicans on a roof\n")
    weak = here(stamped, "user", "add", "clerk", typed="123456\n")
    made_up = here(stamped, "user", "add", "clerk", "--generate-password")

    assert added.code == 0, added.err
    assert (again.code, weak.code) == (3, 3)
    assert made_up.code == 0
    assert len(made_up.out.splitlines()) == 2
    database = open_to_read(stamped).database
    try:
        logins = database.read_now(Query(sa.text("SELECT login FROM person ORDER BY login"), first_column))
        assert {"boss", "clerk"} <= set(logins)
    finally:
        database.close()


def test_a_backup_is_restored_by_two_commands(here, stamped: Settings, tmp_path: Path):
    made = here(stamped, "backup", str(tmp_path / "one.zip"))
    assert made.code == 0, made.err
    assert str(tmp_path / "one.zip") in made.out
    assert here(stamped, "backup", str(tmp_path / "one.zip")).code == 3
    stamped.data.mkdir(exist_ok=True)
    (stamped.data / "something").touch()
    assert here(stamped, "restore", str(tmp_path / "one.zip")).code == 3

    if not stamped.uses_postgres:
        place = Settings(data=tmp_path / "restored")
        back = here(place, "restore", str(tmp_path / "one.zip"))
        assert back.code == 0, back.err
        well = here(place, "doctor")
        assert (well.code, well.out.splitlines()[-1]) == (0, text("doctor.well"))


def test_the_doctor_ends_with_one_when_something_is_wrong_and_mends_it(here, stamped: Settings):
    product = open_product(stamped)
    row = {"id": 1, "event_id": 1, "listener": "x", "record": None, "state": "dead", "attempts": 8, "error": "e"}
    product.database.write_now(lambda tx: tx.insert(outbox, {**row, "run_at": tx.now}))
    product.database.close()

    assert here(stamped, "doctor").code == 1
    assert here(stamped, "doctor", "--repair").code == 0
    assert here(stamped, "doctor").code == 0


def test_a_database_that_does_not_answer_is_a_sentence(here, tmp_path: Path):
    refused = here(Settings(data=tmp_path, database_url="postgresql://nobody@127.0.0.1:1/nothing"), "migrate")
    assert (refused.code, refused.err.splitlines()[-1]) == (4, translate("error.unavailable", LANGUAGE))
