"""What others may hear from permissions. Tokens and phone numbers never stand in an event."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from paidan.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleEvent(Event):
    """Something about one role; `record` is the role's id."""

    kind: ClassVar[str] = "role"
    object: str | None = "role"
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleCreated(RoleEvent):
    """A role was added."""

    kind: ClassVar[str] = "role.created"
    features: list[str]
    grants: list[dict[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleUpdated(RoleEvent):
    """A role allows something else now: label, features or grants → [before, after]."""

    kind: ClassVar[str] = "role.updated"
    changes: dict[str, list[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleDeleted(RoleEvent):
    """A role that nobody held was deleted."""

    kind: ClassVar[str] = "role.deleted"


@dataclass(frozen=True, slots=True, kw_only=True)
class RolesAssigned(Event):
    """A person holds other roles now; `record` is the person's id."""

    kind: ClassVar[str] = "person.roles_assigned"
    object: str | None = "person"
    before: list[str]
    after: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordOpened(Event):
    """A record was opened to a person for a reason."""

    kind: ClassVar[str] = "record_access.opened"
    person_id: int
    reason: str
    until: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordClosed(Event):
    """A record is no longer open to a person for a reason."""

    kind: ClassVar[str] = "record_access.closed"
    person_id: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerLinkIssued(Event):
    """A customer was given a link to a record."""

    kind: ClassVar[str] = "customer_link.issued"
    link_id: int
    purpose: str
    expires_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerLinkRevoked(Event):
    """A customer's link was withdrawn."""

    kind: ClassVar[str] = "customer_link.revoked"
    link_id: int
    purpose: str
