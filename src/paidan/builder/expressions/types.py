"""The types of the formula language.

A type is a kind of value, perhaps many of it, and what else is needed to understand one: the options of a choice, the
object of a record. How values look in Python and in SQL is told in `values.py` and `sql/toolkit.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

TEAM_OBJECT = "team"
"""Object key of teams: a field that holds a team is a record of this object."""

PERSON_OBJECT = "person"
"""Object key whose fields `{owner.name}` reaches through a person field."""


class Kind(StrEnum):
    """What sort of thing a value is. BLANK is the kind of BLANK(), which fits everywhere."""

    TEXT = "text"
    NUMBER = "number"
    BOOL = "bool"
    DATE = "date"
    MOMENT = "moment"
    DURATION = "duration"
    CHOICE = "choice"
    PERSON = "person"
    RECORD = "record"
    BLANK = "blank"


IDENTITIES = frozenset({Kind.CHOICE, Kind.PERSON, Kind.RECORD})
"""Kinds whose values are integer ids: they can be equal or not, but have no order."""

ORDERED = frozenset({Kind.TEXT, Kind.NUMBER, Kind.DATE, Kind.MOMENT, Kind.DURATION})


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a choice field. `key` is None for options that a user made without one."""

    id: int
    key: str | None
    labels: Mapping[str, str]

    def is_called(self, name: str | int) -> bool:
        """Tell whether a label in any language (letter case aside) or the id names this option."""
        if isinstance(name, int):
            return name == self.id
        folded = name.strip().casefold()
        return any(folded == label.strip().casefold() for label in self.labels.values())


@dataclass(frozen=True, slots=True)
class ValueType:
    """The type of a value. `object` is the key of the object a record belongs to, None when any will do."""

    kind: Kind
    many: bool = False
    object: str | None = None
    options: tuple[Option, ...] = ()
    of: tuple[str, ...] = ()
    """For a choice: the path of the field whose options these are."""

    def one(self) -> ValueType:
        """The type of a single element."""
        return replace(self, many=False) if self.many else self

    def option(self, name: str | int) -> Option | None:
        """Find an option by key first, then by label or id; at last by an id written as a text."""
        by_key = next((option for option in self.options if option.key is not None and option.key == name), None)
        found = by_key or next((option for option in self.options if option.is_called(name)), None)
        if found is None and isinstance(name, str) and name.isdecimal():
            return self.option(int(name))
        return found


TEXT = ValueType(Kind.TEXT)
NUMBER = ValueType(Kind.NUMBER)
BOOL = ValueType(Kind.BOOL)
DATE = ValueType(Kind.DATE)
MOMENT = ValueType(Kind.MOMENT)
DURATION = ValueType(Kind.DURATION)
PERSON = ValueType(Kind.PERSON)
RECORD = ValueType(Kind.RECORD)
TEAM = ValueType(Kind.RECORD, object=TEAM_OBJECT)
BLANK = ValueType(Kind.BLANK)
