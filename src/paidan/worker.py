"""The worker's way in for process managers that start Python modules: `python -m paidan.worker`."""

from __future__ import annotations

import sys

from paidan.commands.line import Line, refuse
from paidan.commands.working import work
from paidan.kernel.errors import AppError
from paidan.kernel.settings import Settings


def main() -> int:
    """Work until told to stop; returns the exit code."""
    try:
        work(Line(Settings()))
    except AppError as error:
        return refuse(error)
    return 0


if __name__ == "__main__":
    sys.exit(main())
