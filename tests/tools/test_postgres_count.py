"""The count of tests that passed on PostgreSQL, seen in a run of pytest of its own."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TESTS = """
import pytest
pytest_plugins = ["tests.plugins.postgres_count"]
database = pytest.mark.parametrize("db", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])

@database
def test_passes(db): pass

@database
def test_fails(db): assert False

@database
def test_is_skipped(db): pytest.skip("none answers")

@pytest.mark.postgres
def test_also_passes(): pass
"""


def test_only_tests_that_passed_on_postgresql_count(tmp_path):
    (tmp_path / "pytest.ini").write_text(f"[pytest]\nmarkers = postgres\npythonpath = {ROOT}\n")
    (tmp_path / "test_sample.py").write_text(TESTS)

    subprocess.run(
        [sys.executable, "-m", "pytest", "-q", str(tmp_path)], cwd=tmp_path, check=False, capture_output=True
    )

    assert (tmp_path / "build" / "postgres-tests.txt").read_text() == "2\n"
