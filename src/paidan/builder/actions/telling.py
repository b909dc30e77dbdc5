"""Telling people: the one door from the builder to whatever carries messages to them.

Whoever carries messages contributes a `Teller`. With none, nothing is sent; open pages still hear that their inbox
changed.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from paidan.kernel.database import Tx
from paidan.kernel.live.topics import publish


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What people are told. `message` is a catalogue key filled with `params`, or with `text` a sentence as it is.

    subject: what it is about in one stable word, such as flow.task_opened, for people's own settings of channels.
    """

    people: tuple[int, ...]
    subject: str
    message: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)
    text: str = ""
    object: str | None = None
    record: int | None = None


class Teller(ABC):
    """Carries notices to people. Contributed to the registry."""

    @abstractmethod
    def tell(self, tx: Tx, notice: Notice) -> None:
        """Take a notice over within the transaction; what is sent outside goes after the commit."""


def tell(tx: Tx, notice: Notice) -> None:
    """Tell people something, each once; nothing is told by a silent transaction."""
    people = tuple(dict.fromkeys(notice.people))
    if not people or tx.silent:
        return
    touch_inboxes(tx, people)
    for teller in tx.registry.all(Teller):  # type: ignore[type-abstract]
        teller.tell(tx, notice)


def touch_inboxes(tx: Tx, people: Iterable[int]) -> None:
    """Let open pages of people look at their inbox again."""
    publish(tx, *(f"person/{person}" for person in people))
