import pytest

from locks import declared, find_stale_locks

PYPROJECT = """
[build-system]
requires = ["setuptools"]
[project]
requires-python = ">=3.11"
dependencies = ["lark"]
[project.optional-dependencies]
dev = ["ruff"]
"""
PIN = "lark==1.3.1 \\\n    --hash=sha256:00\n    # via paidan (pyproject.toml)\n"


@pytest.fixture
def locked(tmp_path):
    """Return a function that writes both lock files for PYPROJECT, then leaves `pyproject` beside them."""

    def write(body=PIN, pyproject=PYPROJECT):
        (tmp_path / "pyproject.toml").write_text(PYPROJECT)
        for name, dev in {"requirements.lock": False, "requirements-dev.lock": True}.items():
            (tmp_path / name).write_text(f"# declared {declared(tmp_path / 'pyproject.toml', dev=dev)}\n{body}")
        (tmp_path / "pyproject.toml").write_text(pyproject)
        return tmp_path

    return write


def test_fresh_lock_files_fit(locked):
    assert find_stale_locks(locked()) == []


def test_a_new_package_makes_both_lock_files_stale(locked):
    findings = find_stale_locks(locked(pyproject=PYPROJECT.replace('"lark"', '"lark", "segno"')))

    assert [finding.split(":")[0] for finding in findings] == ["requirements.lock", "requirements-dev.lock"]


def test_a_new_tool_makes_only_the_builders_lock_file_stale(locked):
    [finding] = find_stale_locks(locked(pyproject=PYPROJECT.replace('"ruff"', '"ruff", "mypy"')))

    assert finding.startswith("requirements-dev.lock: ")


def test_settings_of_tools_leave_the_lock_files_fresh(locked):
    assert find_stale_locks(locked(pyproject=f"{PYPROJECT}\n[tool.ruff]\nline-length = 100\n")) == []


def test_a_missing_lock_file_is_found(locked):
    root = locked()
    (root / "requirements.lock").unlink()

    assert find_stale_locks(root) == ["requirements.lock: it is not there; run `make lock`"]


@pytest.mark.parametrize(
    "line",
    [
        "--index-url https://packages.example/simple",
        "--find-links /somewhere",
        "-i packages.example",
        "lark @ file:lark.whl",
        "# from https://packages.example",
    ],
)
def test_an_address_in_a_lock_file_is_found(locked, line):
    findings = find_stale_locks(locked(f"{PIN}{line}\n"))

    assert "requirements.lock:5: a lock file holds no addresses" in findings


@pytest.mark.parametrize("line", ["lark>=1.3 \\\n    --hash=sha256:00", "lark==1.3.1", "lark"])
def test_a_package_without_version_or_hash_is_found(locked, line):
    findings = find_stale_locks(locked(f"{line}\n"))

    assert "requirements.lock:2: lark is not pinned to a version with its hashes" in findings
