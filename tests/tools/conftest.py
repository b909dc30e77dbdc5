"""A small git project in a temporary folder, into which a test puts the files that matter to it."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Project = Callable[[dict[str, str | bytes]], Path]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Return a function that writes files (path → content), has git track them, and returns the project's folder."""

    def write(files: dict[str, str | bytes]) -> Path:
        subprocess.run(["git", "init", "--quiet", str(tmp_path)], check=True)
        for name, content in files.items():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
        subprocess.run(["git", "-C", str(tmp_path), "add", "--all"], check=True)
        return tmp_path

    return write
