"""Debian's Chromium and a Chinese font for the browser journeys: found, installed by apt, or asked for in a sentence.

The font is needed because Debian's Chromium brings none with Chinese characters, and pages full of boxes would pass.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

PACKAGES = {"chromium": "chromium", "font": "fonts-noto-cjk"}


def find_chromium() -> str | None:
    """Return the path of a Chromium: PAIDAN_CHROMIUM when set, else the first one found by name."""
    for name in (os.environ.get("PAIDAN_CHROMIUM"), "chromium", "chromium-browser", "google-chrome"):
        if name and (path := shutil.which(name)):
            return path
    return None


def has_chinese_font() -> bool:
    """Tell whether fontconfig knows a font with Chinese characters, or Debian's package of one is installed."""
    asked: list[list[str]] = [["fc-list", ":lang=zh-cn"], ["dpkg-query", "--listfiles", PACKAGES["font"]]]
    return any(_output(command) for command in asked if shutil.which(command[0]))


def missing_packages() -> list[str]:
    """Return the Debian packages that have to be installed, none when everything is there."""
    present = {"chromium": find_chromium() is not None, "font": has_chinese_font()}
    return [package for need, package in PACKAGES.items() if not present[need]]


def install(packages: list[str]) -> str | None:
    """Install packages with apt, as root or through sudo without a password. Returns why it was impossible, or None."""
    by_hand = f"install them by hand: apt-get install {' '.join(packages)}"
    if shutil.which("apt-get") is None:
        return f"The browser journeys need {' and '.join(packages)}, and this machine has no apt-get; {by_hand}"
    sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if sudo and (shutil.which("sudo") is None or subprocess.run([*sudo, "true"], check=False).returncode):
        return f"The browser journeys need {' and '.join(packages)}, and only root may install; {by_hand}"
    quiet = [*sudo, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "-o", "Dpkg::Use-Pty=0"]
    for step in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
        if subprocess.run([*quiet, *step], check=False, stdin=subprocess.DEVNULL).returncode:
            return f"apt-get {step[0]} failed, so the browser journeys lack {' and '.join(packages)}; {by_hand}"
    return None


def _output(command: list[str]) -> str:
    return subprocess.run(command, check=False, capture_output=True, text=True).stdout.strip()


def main() -> int:
    """Make sure that both are there."""
    packages = missing_packages()
    if packages:
        print(f"Installing {' and '.join(packages)} for the browser journeys.", flush=True)
    problem = install(packages) if packages else None
    if problem is None and (still := missing_packages()):
        problem = f"apt-get went through, yet {' and '.join(still)} cannot be found."
    if problem:
        print(problem, file=sys.stderr)
    return 1 if problem else 0


if __name__ == "__main__":
    sys.exit(main())
