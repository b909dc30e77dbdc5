"""Channels: ways in which messages leave the house. E-mail is one; adapters for SMS or WeChat contribute others."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import datetime

from paidan.kernel.product import Product
from paidan.platform.notifications.rendering import Words


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a message."""

    name: str
    media_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class OutgoingMessage:
    """A message ready to go. `id` is the same at every try, so that the other side can tell a repetition."""

    id: int
    address: str
    words: Words
    language: str
    at: datetime
    html: str = ""
    in_reply_to: str | None = None
    attachments: tuple[Attachment, ...] = ()


class TryLater(Exception):
    """The other side does not answer or has no time; nothing is known to be wrong with the message."""


class Undeliverable(Exception):
    """The other side refuses this message for good."""


class MessageChannel(ABC):
    """One way out. Contributed to the registry; `name` is email, sms, …"""

    name: str

    @abstractmethod
    def missing(self, product: Product) -> str | None:
        """Return why this channel cannot send at all, such as no_mail_server; None when it can."""

    @abstractmethod
    async def send(self, product: Product, message: OutgoingMessage) -> None:
        """Send one message; called outside any transaction. Raises TryLater, Undeliverable."""
