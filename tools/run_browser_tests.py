"""The browser journeys against a server of their own: a demo company in a temporary folder, on a free port.

    run_browser_tests.py [ARGUMENT FOR npm run e2e]...

The journeys get PAIDAN_BASE_URL and PAIDAN_CHROMIUM. No setting of the caller reaches the server, or the journeys
could write into the database of a running company.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ensure_browser import find_chromium
from tree import ROOT

READY_WITHIN_SECONDS = 240
STOP_WITHIN_SECONDS = 20
TAIL_LINES = 60


class ServerFailed(Exception):
    """The server ended, or was not ready in time."""


def free_port() -> int:
    """Return a port of the loopback interface that nobody uses at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def clean_environment(**settings: str) -> dict[str, str]:
    """Return the caller's environment without its Paidan settings, and with these instead."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PAIDAN_")} | settings


@contextmanager
def serving(command: list[str], folder: Path, log: Path) -> Iterator[str]:
    """Run a server in `folder` until the block ends. Yields its base URL once /readyz answers. Raises ServerFailed."""
    port = free_port()
    environment = clean_environment(
        PAIDAN_HOST="127.0.0.1", PAIDAN_PORT=str(port), PAIDAN_DATA=str(folder / "data"), PAIDAN_DEMO="true"
    )
    with log.open("wb") as written:
        server = subprocess.Popen(
            command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=written, stderr=subprocess.STDOUT
        )
    try:
        base_url = f"http://127.0.0.1:{port}"
        wait_until_ready(server, base_url, READY_WITHIN_SECONDS)
        yield base_url
    finally:
        stop(server)


def wait_until_ready(server: subprocess.Popen[bytes], base_url: str, seconds: float) -> None:
    """Return when /readyz answers 200. Raises ServerFailed when the server ends first or time runs out."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise ServerFailed(f"the server ended with status {server.returncode} before it was ready")
        try:
            with urllib.request.urlopen(f"{base_url}/readyz", timeout=5) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            pass
        time.sleep(0.2)
    raise ServerFailed(f"the server was not ready within {seconds:g} seconds")


def stop(server: subprocess.Popen[bytes]) -> None:
    """End the server: politely first, then not."""
    server.terminate()
    try:
        server.wait(STOP_WITHIN_SECONDS)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def tail(log: Path, lines: int = TAIL_LINES) -> str:
    """Return the last lines of a log, or a sentence when it is empty."""
    kept = log.read_text("utf-8", "replace").splitlines()[-lines:] if log.is_file() else []
    return "\n".join(kept) or "(the server wrote nothing)"


def run_journeys(server: list[str], journeys: list[str], web: Path, folder: Path) -> int:
    """Serve from `folder`, run the journeys in `web`, print the server's last lines when something failed."""
    log = folder / "server.log"
    problem = None
    try:
        with serving(server, folder, log) as base_url:
            settings = {"PAIDAN_BASE_URL": base_url, "PAIDAN_CHROMIUM": find_chromium() or ""}
            status = subprocess.run(journeys, check=False, cwd=web, env=clean_environment(**settings)).returncode
            problem = f"the browser journeys ended with status {status}" if status else None
    except ServerFailed as failure:
        problem = str(failure)
    if problem:
        print(f"{problem}; the server's last lines:\n{tail(log)}", file=sys.stderr)
    return 1 if problem else 0


def main() -> int:
    """Run the journeys of this tree."""
    server = [str(Path(sys.executable).with_name("paidan")), "serve"]
    journeys = ["npm", "run", "--silent", "e2e", "--", *sys.argv[1:]]
    with tempfile.TemporaryDirectory(prefix="paidan-browser-") as folder:
        return run_journeys(server, journeys, ROOT / "web", Path(folder))


if __name__ == "__main__":
    sys.exit(main())
