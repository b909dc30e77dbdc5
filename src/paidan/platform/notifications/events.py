"""What others may hear from notifications. Neither words nor addresses stand in an event."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from paidan.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class NotificationSent(Event):
    """Something came into a person's inbox; `record` is the person's id, so that their open pages look."""

    kind: ClassVar[str] = "notification.sent"
    object: str | None = "person"
    notification_id: int
    template: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageSent(Event):
    """A message left the house; `object` and `record` are what it is about."""

    kind: ClassVar[str] = "message.sent"
    message_id: int
    channel: str
    template: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageFailed(Event):
    """A message will not be delivered. `reason`: refused or gave_up."""

    kind: ClassVar[str] = "message.failed"
    message_id: int
    channel: str
    template: str
    reason: str
