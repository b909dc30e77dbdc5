"""What a step asks of the world: pure questions, answered by functions that the service injects.

The service answers through the transaction it is in; tests answer with plain values. A port never changes anything.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, Protocol

from paidan.builder.flow.graph import Expression
from paidan.builder.flow.settings.assignees import AssigneeRule
from paidan.builder.flow.state import Instance, PersonId, RowId


@dataclass(frozen=True, slots=True)
class RecordView:
    """The record as the step sees it: field key → value."""

    id: RowId
    values: Mapping[str, Any] = field(default_factory=dict)

    def get(self, key: str) -> Any:
        """Return the value of a field, None when blank."""
        return self.values.get(key)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a condition holds, and why: JSON-able, shown on the record beside the branch taken."""

    holds: bool
    why: Any = None


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether a person can act today. `deputy` stands in while the person is away."""

    state: Literal["active", "away", "disabled"] = "active"
    deputy: PersonId | None = None


@dataclass(frozen=True, slots=True)
class Asking:
    """What an assignee rule is asked about."""

    record: RecordView
    instance: Instance
    node: str


class People(Protocol):
    """Questions about people, teams and roles."""

    def find(self, rule: AssigneeRule, asking: Asking) -> Sequence[PersonId]:
        """Return the people whom a rule names, in a stable order."""

    def standing(self, person: PersonId) -> Standing:
        """Return whether a person can act."""

    def leader_of(self, person: PersonId) -> PersonId | None:
        """Return the leader of a person's team, or the next higher one when the person leads it."""

    def administrators(self) -> Sequence[PersonId]:
        """Return who looks after running instances."""

    def name_of(self, person: PersonId) -> str:
        """Return a person's name for a sentence."""


class Calendars(Protocol):
    """Working time. `calendar` is a key, None the company's own calendar. Moments are UTC."""

    def after(self, calendar: str | None, start: datetime, minutes: int) -> datetime:
        """Return the moment when so many working minutes have passed since `start`."""

    def minutes_between(self, calendar: str | None, start: datetime, end: datetime) -> int:
        """Return the working minutes between two moments."""


def merge_fields(record: RecordView, values: Mapping[str, Any]) -> RecordView:
    """Return the record with values set, computed fields left as they are."""
    return RecordView(record.id, {**record.values, **values})


@dataclass(frozen=True, slots=True)
class Ports:
    """Everything a step may ask.

    new_id: an id for a new row. evaluate: whether a condition holds for a record. preview: what the record will look
    like with values set; a service that knows computed fields gives its own.
    """

    new_id: Callable[[], RowId]
    evaluate: Callable[[Expression, RecordView], Verdict]
    people: People
    calendars: Calendars
    preview: Callable[[RecordView, Mapping[str, Any]], RecordView] = merge_fields
