"""Topics: what a change is about, and who may follow it."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

from paidan.kernel.actor import Actor
from paidan.kernel.database.tx import Tx

if TYPE_CHECKING:
    from paidan.kernel.product import Product

TOPIC = re.compile(r"[a-z][a-z0-9_]{0,62}(/[1-9][0-9]{0,15})?")
PERSON = "person"
_MEMO = "live.topics"


class TopicGuard(ABC):
    """Says who may follow the records of some objects. A record topic that no guard vouches for is followed by nobody."""

    @abstractmethod
    async def may_follow(self, product: Product, actor: Actor, topic: str) -> bool:
        """Tell whether an actor may hear that a record changed; False also for topics it does not know."""


def publish(tx: Tx, *topics: str) -> None:
    """Tell the followers of topics after the commit. Raises ValueError for what is no topic."""
    for topic in topics:
        if not TOPIC.fullmatch(topic):
            raise ValueError(f"no topic: {topic!r}")
    tx.memo.setdefault(_MEMO, set()).update(topics)


def topics_of(tx: Tx) -> set[str]:
    """Return what a finished transaction is about: what it published, and the objects and records of its events."""
    topics: set[str] = set(tx.memo.get(_MEMO, ()))
    for event in tx.announced:
        if event.object is not None:
            topics.add(event.object)
            if event.record is not None:
                topics.add(f"{event.object}/{event.record}")
    return topics


async def may_follow(product: Product, actor: Actor, topic: str) -> bool:
    """Tell whether an actor may follow a topic.

    Somebody signed in may follow every object as a whole, for that tells nothing but "something changed"; their own
    inbox and nobody else's; and a record when a guard vouches. Customers follow only what a guard vouches for.
    """
    if actor.kind == "anonymous" or not TOPIC.fullmatch(topic):
        return False
    name, _, record = topic.partition("/")
    if name == PERSON:
        return actor.kind == "person" and record == str(actor.id)
    if not record:
        return actor.kind == "person"
    for guard in product.registry.all(TopicGuard):  # type: ignore[type-abstract]
        if await guard.may_follow(product, actor, topic):
            return True
    return False
