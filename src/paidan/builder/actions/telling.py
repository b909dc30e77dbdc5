"""Telling people: the one door from flows, rules and actions to their inboxes and channels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from paidan.kernel.database import Tx
from paidan.kernel.live.topics import publish
from paidan.platform.notifications.notifying import notify

FREE = "message"
"""The template whose words come ready: `title` and `text`."""


def tell(
    tx: Tx,
    people: Iterable[int],
    template: str,
    params: Mapping[str, Any],
    *,
    object_key: str | None = None,
    record_id: int | None = None,
) -> None:
    """Tell people something in the words of a template, each once; nothing is told by a silent transaction.

    `params` are JSON-able, labels among them shown in each reader's language. Raises TemplateUnknown.
    """
    wanted = tuple(dict.fromkeys(people))
    if not wanted or tx.silent:
        return
    touch_inboxes(tx, wanted)
    notify(tx, wanted, template, params, object=object_key, record=record_id)


def touch_inboxes(tx: Tx, people: Iterable[int]) -> None:
    """Let open pages of people look at their inbox again."""
    publish(tx, *(f"person/{person}" for person in people))
