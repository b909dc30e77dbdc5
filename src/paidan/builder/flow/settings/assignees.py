"""Who gets the task: rules evaluated when a node is entered, and what happens when they find nobody.

The rules are data. `initiator`, `person`, `field` and `last_handler` are answered by the core; the others ask the
injected `People`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from paidan.builder.flow.settings.references import Reference, ReferenceKind, Settings

Key = int | str


class ByPerson(Settings):
    """Named people."""

    kind: Literal["person"] = "person"
    people: Annotated[tuple[int, ...], Field(min_length=1)]

    def own_references(self) -> Iterator[Reference]:
        """Yield the people."""
        yield from (Reference("person", person) for person in self.people)


class _Named(Settings):
    key: Key

    def own_references(self) -> Iterator[Reference]:
        """Yield the role, team or group named."""
        kind: ReferenceKind = getattr(self, "kind")  # noqa: B009
        yield Reference(kind, self.key)


class ByRole(_Named):
    """Everybody who holds a role."""

    kind: Literal["role"] = "role"


class ByTeam(_Named):
    """Everybody in a team."""

    kind: Literal["team"] = "team"


class BySkillGroup(_Named):
    """Everybody in a skill group."""

    kind: Literal["skill_group"] = "skill_group"


class ByTeamLeader(Settings):
    """The leader, `levels` up, of the initiator, of the last handler, or of the record's team."""

    kind: Literal["team_leader"] = "team_leader"
    levels: int = Field(default=1, ge=1, le=20)
    of: Literal["initiator", "handler", "record_team"] = "initiator"


class ByInitiator(Settings):
    """Whoever started the instance."""

    kind: Literal["initiator"] = "initiator"


class ByRecordOwner(Settings):
    """The owner of the record."""

    kind: Literal["record_owner"] = "record_owner"


class ByField(Settings):
    """The person or people in a field of the record."""

    kind: Literal["field"] = "field"
    field: str

    def own_references(self) -> Iterator[Reference]:
        """Yield the field."""
        yield Reference("field", self.field)


class ByLinkedOwner(Settings):
    """The owner of a linked record: the asset's owner, the account manager. `person` is a field of that record."""

    kind: Literal["linked_owner"] = "linked_owner"
    link: str
    person: str = "owner"

    def own_references(self) -> Iterator[Reference]:
        """Yield the link field."""
        yield Reference("field", self.link)


class ByLastHandler(Settings):
    """Whoever handled a node last in this instance."""

    kind: Literal["last_handler"] = "last_handler"
    node: str

    def own_references(self) -> Iterator[Reference]:
        """Yield the node."""
        yield Reference("node", self.node)


AssigneeRule = Annotated[
    ByPerson
    | ByRole
    | ByTeam
    | BySkillGroup
    | ByTeamLeader
    | ByInitiator
    | ByRecordOwner
    | ByField
    | ByLinkedOwner
    | ByLastHandler,
    Field(discriminator="kind"),
]

Substitute = Literal["ask", "leader", "administrator", "drop"]
"""What to do with one unsuitable person: ask anyway, ask the leader, ask an administrator, or go on without."""


class Policies(Settings):
    """What happens when the rules do not simply find people who can act.

    nobody: nobody was found; a draft may leave it open, publishing may not. same_person: somebody who already agreed
    at an earlier node that still counts. initiator: the initiator is to decide on his own request. away: a person who is
    away and has no deputy who is there. disabled: an account that has been closed.
    """

    nobody: Literal["administrator", "team_leader", "skip"] | None = None
    same_person: Literal["ask", "pass"] = "ask"
    initiator: Literal["ask", "pass", "leader"] = "ask"
    away: Substitute = "ask"
    disabled: Literal["leader", "administrator", "drop"] = "administrator"
