"""Links: where in the console a message leads."""

from __future__ import annotations


def record_path(object_key: str | None, record: int | None) -> str | None:
    """Return the path of a record's page, `/o/work_order/1024`, or None."""
    return f"/o/{object_key}/{record}" if object_key and record else None
