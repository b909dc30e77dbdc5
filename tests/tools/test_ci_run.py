"""What the check of every change says at its end, seen in projects whose Makefile does next to nothing."""

import shutil
import subprocess
from pathlib import Path

import pytest

RUN = Path(__file__).resolve().parents[2] / ".ci" / "run"
CLOSING = "7 passed, 1 skipped in 0.42s"


@pytest.fixture
def ci(tmp_path):
    """Return a function that runs .ci/run over these recipes and returns its status and its lines."""

    def run(check="true", test=f"echo '{CLOSING}'; echo 3 > build/postgres-tests.txt"):
        (tmp_path / ".ci").mkdir()
        shutil.copy(RUN, tmp_path / ".ci" / "run")
        (tmp_path / "Makefile").write_text(f"check:\n\t@{check}\ntest:\n\t@{test}\n")
        done = subprocess.run([str(tmp_path / ".ci" / "run")], check=False, capture_output=True, text=True)
        return done.returncode, done.stdout.splitlines()

    return run


def test_a_good_change_ends_with_pytests_closing_line(ci):
    status, lines = ci()

    assert (status, lines[-1]) == (0, CLOSING)


def test_the_closing_line_is_pytests_even_when_other_tests_come_after_it(ci):
    status, lines = ci(test=f"echo '{CLOSING}'; echo 3 > build/postgres-tests.txt; echo 'Tests  9 passed (9)'")

    assert (status, lines[-1]) == (0, CLOSING)


def test_a_failing_test_fails_the_change(ci):
    status, lines = ci(test="echo '1 failed, 6 passed in 0.42s'; exit 1")

    assert status != 0
    assert lines[-1] == "1 failed, 6 passed in 0.42s"


def test_a_failing_check_stops_before_the_tests_and_says_that_none_ran(ci):
    status, lines = ci(check="exit 1")

    assert status != 0
    assert lines[-1].startswith("0 passed, 0 failed")


@pytest.mark.parametrize("counted", ["echo 0 > build/postgres-tests.txt", "true"])
def test_a_run_without_postgresql_fails(ci, counted):
    status, lines = ci(test=f"echo '{CLOSING}'; {counted}")

    assert status == 1
    assert any(line.startswith("No test passed on PostgreSQL") for line in lines)
    assert lines[-1] == CLOSING


def test_nothing_waits_for_somebody_to_type(ci):
    _, lines = ci(check="cat; echo nobody typed; echo CI=$$CI")

    assert lines[:2] == ["nobody typed", "CI=true"]
