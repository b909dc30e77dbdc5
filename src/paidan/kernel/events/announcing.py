"""Announcing: an event becomes a row, its same-transaction listeners run, and the outbox remembers the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from paidan.kernel.events.event import Event
from paidan.kernel.events.tables import events, outbox

if TYPE_CHECKING:
    from paidan.kernel.database.tx import Tx

MAX_DEPTH = 8
"""Reactions to reactions to … end here; a chain this long is a loop."""


def announce(tx: Tx, event: Event) -> int:
    """Store the event and an outbox row per listener; run the listeners of this transaction. Returns the event's id."""
    event_id = tx.new_id()
    root = tx.cause.root if tx.cause else event_id
    depth = tx.cause.depth + 1 if tx.cause else 0
    tx.insert(events, _row(tx, event, event_id, root, depth))
    tx.announced.append(event)
    if depth < MAX_DEPTH and not tx.silent:
        _remember(tx, event, event_id)
    for listener in tx.registry.within(event.kind):
        listener(tx, event)
    return event_id


def _row(tx: Tx, event: Event, event_id: int, root: int, depth: int) -> dict[str, object]:
    actor = tx.actor
    return {
        "id": event_id,
        "at": tx.now,
        "kind": event.kind,
        "object": event.object,
        "record": event.record,
        "actor_kind": actor.kind,
        "actor_id": actor.id,
        "actor_name": actor.name,
        "on_behalf": actor.on_behalf,
        "source": actor.source,
        "root": root,
        "depth": depth,
        "data": event.data(),
    }


def _remember(tx: Tx, event: Event, event_id: int) -> None:
    for name in tx.registry.listeners_of(event.kind):
        tx.insert(
            outbox,
            {
                "id": tx.new_id(),
                "event_id": event_id,
                "listener": name,
                "record": event.record,
                "state": "ready",
                "run_at": tx.now,
                "attempts": 0,
                "error": None,
            },
        )
