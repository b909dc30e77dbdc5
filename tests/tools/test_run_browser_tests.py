"""The launcher of the browser journeys, with small Python programs in the place of the server and the journeys."""

import sys
import textwrap
from pathlib import Path

import pytest

import run_browser_tests
from run_browser_tests import run_journeys

SERVER = """
import http.server, os, pathlib
class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200); self.end_headers()
        self.wfile.write(repr({k: v for k, v in os.environ.items() if k.startswith("PAIDAN_")}).encode())
    def log_message(self, *words): pass
print("the server says hello", flush=True)
http.server.HTTPServer((os.environ["PAIDAN_HOST"], int(os.environ["PAIDAN_PORT"])), Answer).serve_forever()
"""
ASK = """
import os, pathlib, sys, urllib.request
text = urllib.request.urlopen(os.environ["PAIDAN_BASE_URL"]).read().decode()
pathlib.Path("answer").write_text(os.environ["PAIDAN_BASE_URL"] + " " + text)
"""


def python(program):
    return [sys.executable, "-c", textwrap.dedent(program)]


@pytest.fixture
def run(tmp_path):
    """Return a function that runs journeys against a server and returns the exit status."""

    def journeys(server, program):
        return run_journeys(python(server), python(program), tmp_path, tmp_path)

    return journeys


def test_the_journeys_find_the_server_which_is_gone_afterwards(run, tmp_path):
    assert run(SERVER, ASK) == 0

    address = (tmp_path / "answer").read_text().split()[0]
    with pytest.raises(OSError, match="refused"):
        run_browser_tests.urllib.request.urlopen(address)


def test_the_server_gets_a_folder_of_its_own_and_none_of_the_callers_settings(run, tmp_path, monkeypatch):
    monkeypatch.setenv("PAIDAN_DATABASE_URL", "postgresql://the-running-company")

    run(SERVER, ASK)

    answer = (tmp_path / "answer").read_text()
    assert str(tmp_path / "data") in answer
    assert "the-running-company" not in answer


def test_a_failing_journey_fails_the_run_and_shows_what_the_server_said(run, capsys):
    assert run(SERVER, "raise SystemExit(3)") == 1

    shown = capsys.readouterr().err
    assert "the browser journeys ended with status 3" in shown
    assert "the server says hello" in shown


def test_a_server_that_cannot_start_fails_the_run_and_shows_why(run, capsys):
    assert run("print('the port is taken'); raise SystemExit(1)", ASK) == 1

    shown = capsys.readouterr().err
    assert "the server ended with status 1 before it was ready" in shown
    assert "the port is taken" in shown


def test_a_server_that_never_gets_ready_is_given_up(run, capsys, monkeypatch):
    monkeypatch.setattr(run_browser_tests, "READY_WITHIN_SECONDS", 0.5)

    assert run("import time; time.sleep(60)", ASK) == 1
    assert "was not ready within 0.5 seconds" in capsys.readouterr().err


def test_only_the_last_lines_of_a_long_log_are_shown(tmp_path):
    log = Path(tmp_path, "log")
    log.write_text("\n".join(str(number) for number in range(100)))

    assert run_browser_tests.tail(log, 3) == "97\n98\n99"
