"""What permissions takes and gives over HTTP."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import orjson
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator

from paidan.platform.permissions.access import Grant
from paidan.platform.permissions.grants import grant_from_json

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,62}$")]
KeyOrAny = Annotated[str, StringConstraints(pattern=r"^(\*|[a-z][a-z0-9_]{0,62})$")]
Action = Annotated[str, StringConstraints(pattern=r"^(\*|[a-z][a-z0-9_.]{0,62})$")]
Right = Literal["hidden", "masked", "read", "edit"]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
LARGEST_FILTER = 20_000


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class FilterScope(_Body):
    """The rows that match a filter tree."""

    filter: dict[str, Any]

    @field_validator("filter")
    @classmethod
    def _small(cls, value: dict[str, Any]) -> dict[str, Any]:
        if len(orjson.dumps(value)) > LARGEST_FILTER:
            raise ValueError(f"a filter takes at most {LARGEST_FILTER} bytes")
        return value


class GrantBody(_Body):
    """Actions on the rows of one object, with a right to each of its fields; '*' is every object or action."""

    object: KeyOrAny
    actions: list[Action] = Field(min_length=1, max_length=50)
    scope: Literal["own", "team", "team_and_below", "all"] | FilterScope = "own"
    field_default: Right = "edit"
    fields: dict[Key, Right] = Field(default_factory=dict, max_length=1000)

    def grant(self) -> Grant:
        """Return the grant itself."""
        return grant_from_json(self.model_dump())


class RoleLabel(_Body):
    """The name of a role in every language."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    zh_cn: Text = Field(alias="zh-CN")
    en: Text | None = None

    def label(self) -> dict[str, str]:
        """Return text per language."""
        return {"zh-CN": self.zh_cn, **({"en": self.en} if self.en else {})}


class RoleNew(_Body):
    """A role to add."""

    key: Key
    label: RoleLabel
    features: list[Annotated[str, StringConstraints(max_length=100)]] = Field(default_factory=list, max_length=500)
    grants: list[GrantBody] = Field(default_factory=list, max_length=500)


class RoleChange(_Body):
    """What to change about a role; what is left out stays."""

    rev: int | None = None
    label: RoleLabel | None = None
    features: list[Annotated[str, StringConstraints(max_length=100)]] | None = Field(default=None, max_length=500)
    grants: list[GrantBody] | None = Field(default=None, max_length=500)


class RoleOut(BaseModel):
    """A role, and how many people hold it."""

    id: int
    key: str
    label: dict[str, str]
    builtin: bool
    features: list[str]
    grants: list[dict[str, Any]]
    rev: int
    people: int


class Roles(BaseModel):
    """Every role."""

    items: list[RoleOut]


class PermissionOut(BaseModel):
    """A permission that roles may hold, in the reader's language."""

    key: str
    label: str
    description: str


class Permissions(BaseModel):
    """Every permission."""

    items: list[PermissionOut]


class Made(BaseModel):
    """The id of what was added."""

    id: int
