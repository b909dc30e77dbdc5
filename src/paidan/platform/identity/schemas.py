"""What identity takes and gives over HTTP."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

import orjson
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints, field_validator

from paidan.platform.identity.hashing import LONGEST_PASSWORD

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
Login = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100, pattern=r"^[^\s\x00-\x1f]+$")
]
Email = Annotated[str, StringConstraints(strip_whitespace=True, max_length=254, pattern=r"^([^\s@]+@[^\s@]+)?$")]
Phone = Annotated[str, StringConstraints(strip_whitespace=True, max_length=40, pattern=r"^[0-9+() .\-#*,;x]*$")]
Title = Annotated[str, StringConstraints(strip_whitespace=True, max_length=100)]
GivenPassword = Annotated[str, StringConstraints(min_length=1, max_length=4 * LONGEST_PASSWORD)]
Zone = Annotated[str, StringConstraints(max_length=64)]
Language = Annotated[str, StringConstraints(max_length=16)]
RoleKey = Annotated[str, StringConstraints(max_length=64)]
Scope = Annotated[str, StringConstraints(min_length=1, max_length=130)]


LARGEST_PREFERENCES = 20_000


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class SignIn(_Body):
    """A login and its password."""

    login: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    password: GivenPassword


class PasswordChange(_Body):
    """One's own new password, with the present one as proof."""

    current_password: GivenPassword
    new_password: GivenPassword


class ProfileChange(_Body):
    """One's own habits. `preferences` is kept as it comes, for the interface (theme, density …)."""

    language: Language | None = None
    time_zone: Zone | None = None
    preferences: dict[str, Any] | None = Field(default=None, max_length=100)

    @field_validator("preferences")
    @classmethod
    def _small(cls, value: dict[str, Any] | None) -> dict[str, Any] | None:
        if value is not None and len(orjson.dumps(value)) > LARGEST_PREFERENCES:
            raise ValueError(f"preferences take at most {LARGEST_PREFERENCES} bytes")
        return value


class PersonNew(_Body):
    """A person to add. Without a password they cannot sign in by password."""

    name: Name
    login: Login
    password: GivenPassword | None = None
    email: Email = ""
    phone: Phone = ""
    title: Title = ""
    language: Language = ""
    time_zone: Zone = ""
    team_ids: list[int] = Field(default_factory=list, max_length=100)
    main_team_id: int | None = None
    role_keys: list[RoleKey] = Field(default_factory=list, max_length=50)


class PersonChange(_Body):
    """What to change about a person; what is left out stays."""

    rev: int | None = None
    name: Name | None = None
    login: Login | None = None
    email: Email | None = None
    phone: Phone | None = None
    title: Title | None = None
    language: Language | None = None
    time_zone: Zone | None = None
    team_ids: list[int] | None = Field(default=None, max_length=100)
    main_team_id: int | None = None
    role_keys: list[RoleKey] | None = Field(default=None, max_length=50)


class PasswordReset(_Body):
    """A new password for somebody; left out, one is made and shown once."""

    password: GivenPassword | None = None


class TeamNew(_Body):
    """A team to add; without a parent it stands at the top."""

    name: Name
    parent_id: int | None = None
    leader_id: int | None = None


class TeamChange(_Body):
    """What to change about a team; what is left out stays, null moves to the top or takes the leader away."""

    rev: int | None = None
    name: Name | None = None
    parent_id: int | None = None
    leader_id: int | None = None


class TokenNew(_Body):
    """An API token to make. `person_id` left out: it acts as oneself."""

    name: Name
    scopes: list[Scope] = Field(min_length=1, max_length=200)
    person_id: int | None = None
    expires_at: AwareDatetime | None = None


class MembershipOut(BaseModel):
    """One of a person's teams."""

    id: int
    name: str
    main: bool
    leads: bool


class RoleOut(BaseModel):
    """A role that a person holds."""

    key: str
    label: dict[str, str]


class PersonOut(BaseModel):
    """A person as administrators see them."""

    id: int
    name: str
    login: str
    email: str
    phone: str
    title: str
    language: str
    time_zone: str
    active: bool
    must_change_password: bool
    created_at: datetime
    rev: int
    teams: list[MembershipOut]
    roles: list[RoleOut]


class PeoplePage(BaseModel):
    """A page of people; `next` continues it, null at its end."""

    items: list[PersonOut]
    next: str | None
    count: int


class CardOut(BaseModel):
    """A colleague as everyone signed in may know them."""

    id: int
    name: str
    title: str
    active: bool
    main_team: dict[str, Any] | None


class Cards(BaseModel):
    """Colleagues to pick from."""

    items: list[CardOut]


class TeamOut(BaseModel):
    """A team of the tree; `depth` is 0 at the top."""

    id: int
    name: str
    parent_id: int | None
    leader_id: int | None
    depth: int
    rev: int


class Teams(BaseModel):
    """The team tree, each team after the one above it."""

    items: list[TeamOut]


class MeOut(BaseModel):
    """Who is signed in, and what they may do."""

    person: dict[str, Any]
    teams: list[MembershipOut]
    roles: list[RoleOut]
    permissions: list[str] = Field(description="Feature permissions held.")
    objects: dict[str, Any] = Field(description="Object key → actions, and rights to fields; '*' is every object.")
    language: str
    zone: str
    company_zone: str
    preferences: dict[str, Any]
    must_change_password: bool


class SignedIn(BaseModel):
    """A session that has begun; the tokens are in its cookies."""

    person_id: int
    csrf_token: str


class SessionOut(BaseModel):
    """One open session; `current` is the one that asks."""

    id: int
    created_at: datetime
    last_seen_at: datetime
    expires_at: datetime
    user_agent: str
    address: str
    current: bool


class Sessions(BaseModel):
    """One's own open sessions."""

    items: list[SessionOut]


class TokenOut(BaseModel):
    """An API token without its secret."""

    id: int
    name: str
    beginning: str
    person_id: int
    person_name: str
    scopes: list[str]
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None
    revoked_at: datetime | None


class Tokens(BaseModel):
    """API tokens."""

    items: list[TokenOut]


class TokenMade(BaseModel):
    """A token that was just made: `token` is shown this once."""

    id: int
    token: str


class PasswordMade(BaseModel):
    """The password that was made for somebody, shown this once; null when it was given."""

    password: str | None


class Made(BaseModel):
    """The id of what was added."""

    id: int
