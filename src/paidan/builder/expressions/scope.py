"""Names: what `{…}` may mean in one place.

A `Scope` turns the steps between the braces into a `FieldRef`. `ShapeScope` does so from plain descriptions of
objects, which the objects room makes from its definitions; a step matches a field's key or its label in any language.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from paidan.builder.expressions.errors import (
    AmbiguousField,
    ListInList,
    NotALink,
    PathTooLong,
    UnknownField,
    did_you_mean,
)
from paidan.builder.expressions.tree import Path
from paidan.builder.expressions.types import RECORD, Kind, ValueType

MAX_LINKS = 3
"""How many links a path may follow before its last field."""


@dataclass(frozen=True, slots=True)
class FieldRef:
    """A field as a formula reads it: by keys from the record that the formula belongs to.

    `objects` names the object that owns each step. `type` is the type of one value; when a step leads to many (child
    rows, many-valued fields), `source` is the path up to and including that step, else None.
    """

    path: Path
    type: ValueType
    objects: tuple[str, ...]
    labels: tuple[Mapping[str, str], ...]
    source: Path | None = None

    @property
    def is_source(self) -> bool:
        """True for the list of rows itself, whose values are the rows' ids."""
        return self.source == self.path


class Scope(Protocol):
    """Where names are looked up."""

    def resolve(self, path: Path) -> FieldRef:
        """Find a field by keys or labels.

        Raises UnknownField, AmbiguousField, NotALink, PathTooLong; the caller puts in the position.
        """
        ...


@dataclass(frozen=True, slots=True)
class FieldShape:
    """A field as far as names and types go. A link, person or child-rows field has an `object` in its type."""

    key: str
    labels: Mapping[str, str]
    type: ValueType

    def is_called(self, name: str) -> bool:
        folded = name.casefold()
        return any(folded == label.strip().casefold() for label in self.labels.values())


@dataclass(frozen=True, slots=True)
class ObjectShape:
    """An object as far as names and types go."""

    key: str
    fields: Sequence[FieldShape]

    def find(self, name: str) -> FieldShape:
        """Find a field by key first, then by label. Raises UnknownField, AmbiguousField."""
        for field in self.fields:
            if field.key == name:
                return field
        called = [field for field in self.fields if field.is_called(name)]
        if not called:
            raise UnknownField(name=name, hint=did_you_mean(name, self._names()))
        if len(called) > 1:
            raise AmbiguousField(name=name, keys=", ".join(field.key for field in called))
        return called[0]

    def _names(self) -> list[str]:
        return [name for field in self.fields for name in (field.key, *field.labels.values())]


@dataclass(frozen=True, slots=True)
class ShapeScope:
    """A scope made of descriptions: `root` is the key of the object that the formula belongs to."""

    objects: Mapping[str, ObjectShape]
    root: str

    def resolve(self, path: Path) -> FieldRef:
        if len(path) > MAX_LINKS + 1:
            raise PathTooLong(limit=MAX_LINKS)
        ref = FieldRef((), replace(RECORD, object=self.root), (), ())
        for name in path:
            ref = self._step(ref, name)
        return ref

    def _step(self, so_far: FieldRef, name: str) -> FieldRef:
        owner = self.objects.get(so_far.type.object or "")
        if owner is None or so_far.type.kind not in (Kind.RECORD, Kind.PERSON):
            raise NotALink(name=".".join(so_far.path), step=name)
        field = owner.find(name)
        path = (*so_far.path, field.key)
        if field.type.many and so_far.source:
            raise ListInList(name=".".join(path), list=".".join(so_far.source))
        value_type = replace(field.type, many=False, of=path if field.type.kind is Kind.CHOICE else ())
        return FieldRef(
            path,
            value_type,
            (*so_far.objects, owner.key),
            (*so_far.labels, field.labels),
            path if field.type.many else so_far.source,
        )


@dataclass(frozen=True, slots=True)
class KnownFields:
    """The scope of a formula that has been checked: it knows the fields the formula reads, by their keys."""

    fields: Mapping[Path, FieldRef]

    def resolve(self, path: Path) -> FieldRef:
        try:
            return self.fields[path]
        except KeyError:
            raise UnknownField(name=".".join(path), hint=did_you_mean(".".join(path), ())) from None
