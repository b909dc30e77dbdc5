"""The model: all objects, fields and choices as they are at one version, compiled for quick use and never changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from paidan.builder.objects.errors import UnknownField, UnknownObject
from paidan.builder.objects.field_types import FieldType
from paidan.kernel.i18n import Label, label_in


@dataclass(frozen=True, slots=True)
class Choice:
    """One option of a choice field. `category` is set for statuses: which of the seven fixed categories it belongs to."""

    id: int
    key: str
    label: Label
    colour: str = ""
    parent_id: int | None = None
    category: str | None = None
    active: bool = True

    def is_called(self, name: str | int) -> bool:
        """Tell whether an id, a key or a label in any language names this option."""
        if isinstance(name, int):
            return name == self.id
        folded = name.strip().casefold()
        return name == self.key or any(folded == text.strip().casefold() for text in self.label.values())


@dataclass(frozen=True, slots=True)
class Field:
    """One field of an object."""

    id: int
    key: str
    type: FieldType
    label: Label
    help: Label
    settings: Mapping[str, Any]
    column: str | None
    shipped: bool
    section: str
    position: int
    choices: tuple[Choice, ...] = ()
    _choices_by_id: Mapping[int, Choice] = field(default_factory=dict, repr=False)

    def choice(self, choice_id: int) -> Choice | None:
        """Return an option by id."""
        return self._choices_by_id.get(choice_id)

    def find_choice(self, name: str | int) -> Choice | None:
        """Return the option that an id, a key or a label names; keys win over labels."""
        by_key = next((c for c in self.choices if c.key == name), None)
        return by_key or next((c for c in self.choices if c.is_called(name)), None)

    @property
    def required(self) -> bool:
        """Whether a record cannot be without it."""
        return bool(self.settings.get("required"))

    @property
    def unique(self) -> bool:
        """Whether no two records may hold the same value."""
        return bool(self.settings.get("unique"))

    @property
    def linked_object(self) -> str | None:
        """The key of the object it points at, for links and subforms."""
        return self.settings.get("object")

    def is_called(self, name: str) -> bool:
        """Tell whether a key or a label in any language names this field."""
        folded = name.strip().casefold()
        return name == self.key or any(folded == text.strip().casefold() for text in self.label.values())

    def label_in(self, language: str) -> str:
        """Return its name in a language."""
        return label_in(self.label, language)


@dataclass(frozen=True, slots=True)
class ObjectType:
    """One object: its fields, its table, its behaviours."""

    id: int
    key: str
    label: Label
    parent: str | None
    shipped: bool
    settings: Mapping[str, Any]
    table: sa.Table = field(repr=False)
    fields: Mapping[str, Field] = field(default_factory=dict)
    position: int = 0

    def field(self, key: str) -> Field:
        """Return a field by key. Raises UnknownField."""
        found = self.fields.get(key)
        if found is None:
            raise UnknownField(field=key, object=self.label)
        return found

    def column(self, key: str) -> sa.Column[Any]:
        """Return the column of a field that holds one value. Raises UnknownField."""
        column = self.field(key).column
        if column is None:
            raise UnknownField(field=key, object=self.label)
        return self.table.c[column]

    def find_field(self, name: str) -> Field | None:
        """Return the field that a key or a label in any language names; keys win."""
        return self.fields.get(name) or next((f for f in self.fields.values() if f.is_called(name)), None)


@dataclass(frozen=True, slots=True)
class Model:
    """Everything that is defined, at one version."""

    version: int
    stamp: str
    objects: Mapping[str, ObjectType]
    memory: dict[Any, Any] = field(default_factory=dict, repr=False, compare=False)
    """What others compiled from this model and want to find again; gone with the model."""

    def object(self, key: str) -> ObjectType:
        """Return an object by key. Raises UnknownObject."""
        found = self.objects.get(key)
        if found is None:
            raise UnknownObject(object=key)
        return found

    def object_by_id(self, object_id: int) -> ObjectType:
        """Return an object by id. Raises UnknownObject."""
        for candidate in self.objects.values():
            if candidate.id == object_id:
                return candidate
        raise UnknownObject(object=str(object_id))

    def children_of(self, key: str) -> list[ObjectType]:
        """Return the objects that are subforms of another."""
        return [candidate for candidate in self.objects.values() if candidate.parent == key]
