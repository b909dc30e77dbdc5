"""Counts the tests that passed on PostgreSQL, so that a run which silently left them out can be told from a good one.

Writes the number to build/postgres-tests.txt below the root folder of the run. A test counts when it carries the
marker `postgres` and its body passed.
"""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

import pytest

SUMMARY = Path("build/postgres-tests.txt")
COUNT = pytest.StashKey[int]()


def pytest_configure(config: pytest.Config) -> None:
    """Begin at none."""
    config.stash[COUNT] = 0


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Count a test whose body passed."""
    report = yield
    if call.when == "call" and report.passed and item.get_closest_marker("postgres"):
        item.config.stash[COUNT] += 1
    return report


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Write the number down."""
    summary = session.config.rootpath / SUMMARY
    summary.parent.mkdir(parents=True, exist_ok=True)
    summary.write_text(f"{session.config.stash[COUNT]}\n")
