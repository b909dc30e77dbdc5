"""What others may hear from identity. Secrets never stand in an event, nor what was typed as a login."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar

from paidan.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonEvent(Event):
    """Something about one person; `record` is the person's id."""

    kind: ClassVar[str] = "person"
    object: str | None = "person"


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonCreated(PersonEvent):
    """A person was added."""

    kind: ClassVar[str] = "person.created"
    name: str
    login: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonUpdated(PersonEvent):
    """Facts about a person changed: field → [before, after]."""

    kind: ClassVar[str] = "person.updated"
    changes: dict[str, list[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonDisabled(PersonEvent):
    """A person's account was closed; their sessions ended."""

    kind: ClassVar[str] = "person.disabled"


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonEnabled(PersonEvent):
    """A person's account was opened again."""

    kind: ClassVar[str] = "person.enabled"


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonTeamsChanged(PersonEvent):
    """A person joined or left teams, or has another main team."""

    kind: ClassVar[str] = "person.teams_changed"
    before: list[int]
    after: list[int]
    main_team_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordChanged(PersonEvent):
    """A person has a new password. `by`: owner or administrator."""

    kind: ClassVar[str] = "person.password_changed"
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionStarted(PersonEvent):
    """A person signed in."""

    kind: ClassVar[str] = "session.started"
    session_id: int
    address: str
    user_agent: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionsEnded(PersonEvent):
    """Sessions of a person ended. `reason`: signed_out, revoked, replaced, password_changed or disabled."""

    kind: ClassVar[str] = "session.ended"
    session_ids: list[int]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInsBlocked(PersonEvent):
    """Too many failed attempts: sign-in for an account or from an address pauses. No record: no such account."""

    kind: ClassVar[str] = "session.locked"
    address: str
    failures: int
    seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenCreated(PersonEvent):
    """An API token that acts as the person was made."""

    kind: ClassVar[str] = "token.created"
    token_id: int
    name: str
    scopes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenRevoked(PersonEvent):
    """An API token was revoked."""

    kind: ClassVar[str] = "token.revoked"
    token_id: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamEvent(Event):
    """Something about one team; `record` is the team's id."""

    kind: ClassVar[str] = "team"
    object: str | None = "team"
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamCreated(TeamEvent):
    """A team was added to the tree."""

    kind: ClassVar[str] = "team.created"
    parent_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamUpdated(TeamEvent):
    """A team was renamed, moved or given another leader: field → [before, after]."""

    kind: ClassVar[str] = "team.updated"
    changes: dict[str, list[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamDeleted(TeamEvent):
    """An empty team was deleted."""

    kind: ClassVar[str] = "team.deleted"
