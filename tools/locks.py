"""The lock files of the Python packages: make them, and tell whether they still fit pyproject.toml.

`requirements.lock` holds what the product runs with, `requirements-dev.lock` adds the tools of its builders. Each
begins with a fingerprint of what pyproject.toml declared, so that the check needs neither the network nor a package.
Lock files carry hashes and no addresses: where packages come from is the decision of whoever installs.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

from tree import ROOT, finish

LOCKS = {"requirements.lock": False, "requirements-dev.lock": True}
COMPILE = [
    "--quiet",
    "--generate-hashes",
    "--no-emit-index-url",
    "--no-emit-trusted-host",
    "--no-emit-find-links",
    "--no-emit-options",
    "--strip-extras",
    "--allow-unsafe",
    "--no-header",
]
DEVELOPING = ["--extra", "dev", "--build-deps-for", "editable", "--constraint", "requirements.lock"]

ADDRESS = re.compile(r"://|^\s*-(?:i|f|-index-url|-extra-index-url|-find-links|-trusted-host)\b|^\S+ @ ")
PIN = re.compile(r"^(?P<name>[A-Za-z0-9][\w.-]*)(?P<rest>.*)$")


def declared(pyproject: Path, *, dev: bool) -> str:
    """Return the fingerprint of the packages that pyproject.toml asks for; with `dev`, builders' tools too."""
    content = tomllib.loads(pyproject.read_text("utf-8"))
    wanted = {"python": content["project"]["requires-python"], "packages": sorted(content["project"]["dependencies"])}
    if dev:
        wanted["dev"] = sorted(content["project"]["optional-dependencies"]["dev"])
        wanted["build"] = sorted(content["build-system"]["requires"])
    return "sha256:" + hashlib.sha256(json.dumps(wanted, sort_keys=True).encode()).hexdigest()


def find_stale_locks(root: Path) -> list[str]:
    """Say what is wrong with the lock files: missing, older than pyproject.toml, loose, or holding an address."""
    findings = []
    for name, dev in LOCKS.items():
        lock = root / name
        if not lock.is_file():
            findings.append(f"{name}: it is not there; run `make lock`")
            continue
        text = lock.read_text("utf-8")
        if f"# declared {declared(root / 'pyproject.toml', dev=dev)}\n" not in text:
            findings.append(f"{name}: pyproject.toml declares other packages by now; run `make lock`")
        findings += [f"{name}:{line}: {problem}" for line, problem in _loose_lines(text)]
    return findings


def _loose_lines(text: str) -> list[tuple[int, str]]:
    found = []
    lines = text.splitlines()
    for number, line in enumerate(lines, start=1):
        if ADDRESS.search(line):
            found.append((number, "a lock file holds no addresses"))
        elif pin := PIN.match(line):
            following = lines[number] if number < len(lines) else ""
            if not pin["rest"].startswith("==") or "--hash=" not in line + following:
                found.append((number, f"{pin['name']} is not pinned to a version with its hashes"))
    return found


def make_locks(root: Path, *, upgrade: bool) -> None:
    """Write both lock files with pip-compile. Versions stay as they are unless `upgrade`, or pyproject.toml asks.

    Raises subprocess.CalledProcessError when no set of versions fits.
    """
    for name, dev in LOCKS.items():
        command = [sys.executable, "-m", "piptools", "compile", *COMPILE, *(["--upgrade"] if upgrade else [])]
        command += [*(DEVELOPING if dev else []), "--output-file", name, "pyproject.toml"]
        subprocess.run(command, check=True, cwd=root)
        lock = root / name
        heading = (
            f"# Made by `make lock` from pyproject.toml.\n# declared {declared(root / 'pyproject.toml', dev=dev)}\n"
        )
        lock.write_text(heading + lock.read_text("utf-8"), "utf-8")


def main() -> int:
    """Read the command line and do it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="only say whether the lock files fit")
    parser.add_argument("--upgrade", action="store_true", help="take the newest versions")
    given = parser.parse_args()
    if not given.check:
        make_locks(ROOT, upgrade=given.upgrade)
    return finish(find_stale_locks(ROOT), "Lock files fit pyproject.toml.")


if __name__ == "__main__":
    sys.exit(main())
