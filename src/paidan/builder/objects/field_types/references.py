"""Fields that point at something: a choice, a person, a team, a record, a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import Field as Setting

from paidan.builder.expressions.types import Kind
from paidan.builder.objects.field_types.base import CommonSettings, FieldType, Lookup, Shape, refuse
from paidan.builder.objects.storage import Storage

if TYPE_CHECKING:
    from paidan.builder.objects.model import Field

MOST = 200
"""A field of many values holds at most so many."""


class ChoiceSettings(CommonSettings):
    """add_missing: an import may add options that the file names and the field lacks."""

    add_missing: bool = False


class LinkSettings(CommonSettings):
    """object: the key of the object pointed at. filter: which of its records may be chosen (a filter tree)."""

    object: str = Setting(max_length=60)
    filter: dict[str, Any] | None = None


class FileSettings(CommonSettings):
    """most: how many files; camera_only: phones offer the camera and not the gallery."""

    most: int = Setting(20, ge=1, le=MOST)
    camera_only: bool = False


def _choice(raw: Any, field: Field, _: Lookup) -> int:
    name = raw.get("key", raw.get("id")) if isinstance(raw, dict) else raw
    found = field.find_choice(name) if isinstance(name, (str, int)) and not isinstance(name, bool) else None
    if found is None:
        raise refuse("value.not_a_choice", field, value=str(name)[:60])
    if not found.active:
        raise refuse("value.inactive_choice", field, value=found.label)
    return found.id


def _choices(raw: Any, field: Field, lookup: Lookup) -> list[int]:
    parts = (
        [part.strip() for part in raw.replace("；", ";").replace("，", ";").replace(",", ";").split(";")]
        if isinstance(raw, str)
        else raw
    )
    return _each(parts, field, lambda one: _choice(one, field, lookup))


def _each(raw: Any, field: Field, read: Any) -> list[int]:
    """Read a list, each element once, in its order."""
    if not isinstance(raw, (list, tuple)):
        raw = [raw]
    if len(raw) > MOST:
        raise refuse("value.too_many", field, limit=MOST)
    return list(dict.fromkeys(read(one) for one in raw if one not in (None, "")))


def _id_or_name(raw: Any) -> Any:
    return raw.get("id", raw.get("name")) if isinstance(raw, dict) else raw


def _person(raw: Any, field: Field, lookup: Lookup) -> int:
    found = lookup.person(_id_or_name(raw))
    if found is None:
        raise refuse("value.no_such_person", field, value=str(_id_or_name(raw))[:60])
    return found


def _team(raw: Any, field: Field, lookup: Lookup) -> int:
    found = lookup.team(_id_or_name(raw))
    if found is None:
        raise refuse("value.no_such_team", field, value=str(_id_or_name(raw))[:60])
    return found


def _record(raw: Any, field: Field, lookup: Lookup) -> int:
    found = lookup.record(str(field.linked_object), _id_or_name(raw))
    if found is None:
        raise refuse("value.no_such_record", field, value=str(_id_or_name(raw))[:60])
    return found


def _file(raw: Any, field: Field, lookup: Lookup) -> int:
    found = lookup.file(_id_or_name(raw))
    if found is None:
        raise refuse("value.no_such_file", field)
    return found


def _files(raw: Any, field: Field, lookup: Lookup) -> list[int]:
    found = _each(raw, field, lambda one: _file(one, field, lookup))
    most = int(field.settings.get("most", 20))
    if len(found) > most:
        raise refuse("value.too_many", field, limit=most)
    return found


def _computed(_: Any, field: Field, __: Lookup) -> int:
    raise refuse("value.computed", field)


def _children(raw: Any, field: Field, _: Lookup) -> list[dict[str, Any]]:
    """Rows are read by the child object's own fields; here only their shape is looked at."""
    if not isinstance(raw, list) or not all(isinstance(row, dict) for row in raw):
        raise refuse("value.wrong_type", field)
    if len(raw) > MOST:
        raise refuse("value.too_many", field, limit=MOST)
    return raw


_ID: dict[str, Any] = {"storage": Storage.INTEGER}
_MANY: dict[str, Any] = {"storage": None, "many": True, "sortable": False}

TYPES = (
    FieldType(key="choice", shape=Shape.CHOICE, value=Kind.CHOICE, parse=_choice, settings=ChoiceSettings, **_ID),
    FieldType(key="cascade", shape=Shape.CHOICE, value=Kind.CHOICE, parse=_choice, settings=ChoiceSettings, **_ID),
    FieldType(key="choices", shape=Shape.CHOICE, value=Kind.CHOICE, parse=_choices, settings=ChoiceSettings, **_MANY),
    FieldType(key="person", shape=Shape.PERSON, value=Kind.PERSON, parse=_person, **_ID),
    FieldType(key="people", shape=Shape.PERSON, value=Kind.PERSON,
              parse=lambda raw, field, lookup: _each(raw, field, lambda one: _person(one, field, lookup)), **_MANY),
    FieldType(key="created_by", shape=Shape.PERSON, value=Kind.PERSON, parse=_computed, computed=True, **_ID),
    FieldType(key="updated_by", shape=Shape.PERSON, value=Kind.PERSON, parse=_computed, computed=True, **_ID),
    FieldType(key="team", shape=Shape.TEAM, value=Kind.RECORD, parse=_team, **_ID),
    FieldType(key="link", shape=Shape.RECORD, value=Kind.RECORD, parse=_record, settings=LinkSettings, **_ID),
    FieldType(key="links", shape=Shape.RECORD, value=Kind.RECORD, settings=LinkSettings,
              parse=lambda raw, field, lookup: _each(raw, field, lambda one: _record(one, field, lookup)), **_MANY),
    FieldType(key="file", shape=Shape.FILE, value=Kind.RECORD, parse=_files, settings=FileSettings, groupable=False, **_MANY),
    FieldType(key="image", shape=Shape.FILE, value=Kind.RECORD, parse=_files, settings=FileSettings, groupable=False, **_MANY),
    FieldType(key="signature", shape=Shape.FILE, value=Kind.RECORD, parse=_file, groupable=False, sortable=False, **_ID),
    FieldType(key="subform", shape=Shape.CHILDREN, value=Kind.RECORD, parse=_children, settings=LinkSettings, groupable=False, **_MANY),
)  # fmt: skip
