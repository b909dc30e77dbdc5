import sys

import pytest

from when_changed import run_when_changed


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Return a function that runs a counting command when `source` changed, and tells how often it ran in all."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "a.ts").write_text("one")
    count = "from pathlib import Path; p = Path('runs'); p.write_text((p.read_text() if p.exists() else '') + 'x')"

    def runs(made=(), command=count):
        status = run_when_changed(
            tmp_path / "stamps" / "done",
            [tmp_path / "source"],
            [tmp_path / name for name in made],
            [sys.executable, "-c", command],
        )
        return status, len((tmp_path / "runs").read_text()) if (tmp_path / "runs").exists() else 0

    return runs


def test_the_second_run_does_nothing(run):
    assert [run(), run()] == [(0, 1), (0, 1)]


def test_a_changed_an_added_and_a_removed_file_each_run_it_again(run, tmp_path):
    run()
    (tmp_path / "source" / "a.ts").write_text("two")
    changed = run()
    (tmp_path / "source" / "deep").mkdir()
    (tmp_path / "source" / "deep" / "b.ts").write_text("")
    added = run()
    (tmp_path / "source" / "a.ts").unlink()
    removed = run()

    assert [changed, added, removed] == [(0, 2), (0, 3), (0, 4)]


def test_a_new_time_without_new_content_does_not(run, tmp_path):
    run()
    (tmp_path / "source" / "a.ts").write_text("one")

    assert run() == (0, 1)


def test_installed_packages_are_no_sources(run, tmp_path):
    run()
    (tmp_path / "source" / "node_modules").mkdir()
    (tmp_path / "source" / "node_modules" / "x.js").write_text("")

    assert run() == (0, 1)


def test_a_missing_result_runs_it_again(run, tmp_path):
    run(made=["result"])
    assert run(made=["result"]) == (0, 2)

    (tmp_path / "result").touch()
    assert run(made=["result"]) == (0, 2)


def test_a_failure_is_returned_and_tried_again(run):
    assert run(command="raise SystemExit(3)") == (3, 0)
    assert run(command="raise SystemExit(3)") == (3, 0)


def test_a_source_that_is_not_there_is_an_error_and_not_a_skipped_run(tmp_path):
    with pytest.raises(FileNotFoundError, match="gone is not there"):
        run_when_changed(tmp_path / "stamp", [tmp_path / "gone"], [], ["true"])
