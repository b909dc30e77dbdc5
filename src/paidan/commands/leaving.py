"""Leaving: a thread that does not end must not keep a stopped process alive."""

from __future__ import annotations

import os
import sys
import threading


def leave(code: int = 0) -> None:
    """End the process now when some thread still works, such as a job that hears no request to stop.

    Its work was put back in the book, so another process does it again.
    """
    working = [
        thread for thread in threading.enumerate() if not thread.daemon and thread is not threading.main_thread()
    ]
    if working:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
