"""Batches: many rows in one request, each with its own outcome.

Each row is tried behind a mark of its own, so that one refusal costs one row; or, when asked, all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from paidan.builder.records.writing import create_record, update_record
from paidan.kernel.database import Tx
from paidan.kernel.errors import AppError

Describe = Callable[[AppError], dict[str, Any]]


def write_batch(
    tx: Tx, *, object_key: str, items: Sequence[dict[str, Any]], all_or_nothing: bool, describe: Describe
) -> dict[str, Any]:
    """Create and change records; returns an outcome per row in their order, each with `id` or `problem`.

    With `all_or_nothing` the first refusal is raised and undoes them all.
    """
    results: list[dict[str, Any]] = []
    for item in items:
        if all_or_nothing:
            results.append({"id": _write(tx, object_key, item)})
            continue
        try:
            with tx.savepoint():
                results.append({"id": _write(tx, object_key, item)})
        except AppError as error:
            results.append({"problem": describe(error)})
    return {"results": results, "refused": sum("problem" in result for result in results)}


def _write(tx: Tx, object_key: str, item: dict[str, Any]) -> int:
    if item.get("id") is None:
        return create_record(tx, object_key, item["values"])
    update_record(tx, object_key, item["id"], item["values"], base_rev=item.get("rev"))
    return int(item["id"])
