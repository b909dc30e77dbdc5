"""The engine's questions about people, answered from accounts, teams, roles, and what other features know.

Skills and leave belong to the business: features contribute `SkillGroups` and `Absences`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from paidan.builder.actions import staff
from paidan.builder.flow.permissions import ADMINISTER_FLOWS
from paidan.builder.flow.ports import Asking, Standing
from paidan.builder.flow.settings.assignees import (
    AssigneeRule,
    ByLinkedOwner,
    ByRecordOwner,
    ByRole,
    BySkillGroup,
    ByTeam,
    ByTeamLeader,
)
from paidan.builder.objects.loading import model_of
from paidan.builder.records.errors import RecordNotFound
from paidan.builder.records.reading import record_values
from paidan.kernel.database import Tx
from paidan.platform.permissions.queries import ADMINISTRATOR


@dataclass(frozen=True, slots=True)
class Absence:
    """Somebody is away; `deputy` stands in, if anybody does."""

    deputy: int | None = None


class Absences(ABC):
    """Whoever knows leave. Contributed to the registry."""

    @abstractmethod
    def find(self, tx: Tx, person_id: int, at: datetime) -> Absence | None:
        """Return the absence of a person at a moment, None when he is there."""


class SkillGroups(ABC):
    """Whoever knows skills. Contributed to the registry."""

    @abstractmethod
    def members(self, tx: Tx, key: int | str) -> Sequence[int]:
        """Return the active people of a skill group."""

    @abstractmethod
    def exists(self, tx: Tx, key: int | str) -> bool:
        """Whether there is such a group."""


class Staff:
    """People as a transaction sees them, for records of one object."""

    def __init__(self, tx: Tx, object_key: str) -> None:
        self._tx, self._object = tx, object_key

    def find(self, rule: AssigneeRule, asking: Asking) -> Sequence[int]:
        """Return the people whom a rule names, in a stable order."""
        match rule:
            case ByRole():
                return staff.holders_of(self._tx, str(rule.key))
            case ByTeam():
                return staff.members_of(self._tx, rule.key)
            case BySkillGroup():
                groups = self._tx.registry.all(SkillGroups)  # type: ignore[type-abstract]
                return [person for group in groups for person in group.members(self._tx, rule.key)]
            case ByTeamLeader():
                return self._leaders(rule, asking)
            case ByRecordOwner():
                return _listed(asking.record.get("owner"))
            case ByLinkedOwner():
                return self._linked(rule, asking)
        return ()

    def _leaders(self, rule: ByTeamLeader, asking: Asking) -> list[int]:
        if rule.of == "record_team":
            team = asking.record.get("team")
            leader = None if team is None else staff.leader_of_team(self._tx, team)
        else:
            person = asking.instance.initiator if rule.of == "initiator" else _last_handler(asking)
            leader = None if person is None else self.leader_of(person)
        for _ in range(rule.levels - 1):
            leader = None if leader is None else self.leader_of(leader)
        return _listed(leader)

    def _linked(self, rule: ByLinkedOwner, asking: Asking) -> list[int]:
        field = model_of(self._tx).object(self._object).fields.get(rule.link)
        target = asking.record.get(rule.link)
        if field is None or field.linked_object is None or not isinstance(target, int):
            return []
        try:
            stored = record_values(self._tx, field.linked_object, target)
        except RecordNotFound:
            return []
        return staff.people_in(self._tx, stored, rule.person)

    def standing(self, person: int) -> Standing:
        """Return whether a person can act."""
        if not staff.is_active(self._tx, person):
            return Standing("disabled")
        for absences in self._tx.registry.all(Absences):  # type: ignore[type-abstract]
            absence = absences.find(self._tx, person, self._tx.now)
            if absence is not None:
                return Standing("away", absence.deputy)
        return Standing()

    def leader_of(self, person: int) -> int | None:
        """Return the leader of a person's team, or the next higher one when the person leads it."""
        return staff.leader_of_person(self._tx, person)

    def administrators(self) -> Sequence[int]:
        """Return who looks after running flows; the product's administrators where nobody else does."""
        found = staff.holders_of_permission(self._tx, ADMINISTER_FLOWS.key)
        return found or staff.holders_of(self._tx, ADMINISTRATOR)

    def name_of(self, person: int) -> str:
        """Return a person's name."""
        return staff.names_of(self._tx, [person]).get(person, "")


def _last_handler(asking: Asking) -> int | None:
    handled = sorted(asking.instance.handled.values(), key=lambda one: one.epoch)
    people = handled[-1].people if handled else ()
    return people[-1] if people else None


def _listed(value: Any) -> list[int]:
    if value is None:
        return []
    return list(value) if isinstance(value, list | tuple) else [value]
