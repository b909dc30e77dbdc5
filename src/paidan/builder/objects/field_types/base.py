"""What a field type is: how its values lie, how raw input becomes a value, what its settings are.

Reading raw input never touches the database; a value that names something else (a person, a record, a file) is looked
up through the `Lookup` that the caller brings.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import tzinfo
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Literal, Protocol

from pydantic import BaseModel, ConfigDict

from paidan.builder.expressions.types import Kind
from paidan.builder.objects.storage import Storage
from paidan.kernel.errors import Invalid
from paidan.kernel.i18n import Label

if TYPE_CHECKING:
    from paidan.builder.objects.model import Field


class Shape(StrEnum):
    """How a stored value is turned into JSON when it leaves."""

    PLAIN = "plain"
    FLAG = "flag"
    DECIMAL = "decimal"
    MOMENT = "moment"
    JSON = "json"
    CHOICE = "choice"
    PERSON = "person"
    TEAM = "team"
    RECORD = "record"
    FILE = "file"
    CHILDREN = "children"


class Lookup(Protocol):
    """Finds what a value names. Each returns an id, or None when there is no such thing for this actor."""

    @property
    def zone(self) -> tzinfo:
        """The time zone in which local dates and times are meant."""
        ...

    def person(self, name: Any) -> int | None:
        """Find a person by id, or by login or name."""
        ...

    def team(self, name: Any) -> int | None:
        """Find a team by id or name."""
        ...

    def record(self, object_key: str, name: Any) -> int | None:
        """Find a record of an object by id, or by number or title."""
        ...

    def file(self, file_id: Any) -> int | None:
        """Find a file that the actor may attach."""
        ...


Parse = Callable[[Any, "Field", Lookup], Any]


class CommonSettings(BaseModel):
    """Settings that every field has. Conditions are formulas of the record's own fields, kept as text."""

    model_config = ConfigDict(extra="forbid")

    required: bool = False
    readonly: bool = False
    default: Any = None
    sensitive: bool = False
    visible_if: str | None = None
    required_if: str | None = None
    placeholder: Label | None = None
    portal: bool = False
    system: bool = False
    index: bool = False
    unique: bool = False
    in_list: bool = False


class ValueRefused(Invalid):
    """A value does not fit its field. Subclasses name the reason."""

    code = "value.wrong_type"


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldType:
    """One type of field.

    storage: the class of its column, None when values lie elsewhere (links, child rows). many: it holds a list.
    value: its type in formulas. mask: which masking rule hides it from those with the right `masked`.
    text_in_search: its words can be found. computed: the product fills it, nobody types it.
    """

    key: str
    storage: Storage | None
    shape: Shape
    value: Kind
    parse: Parse
    settings: type[CommonSettings] = CommonSettings
    many: bool = False
    mask: str | None = None
    sortable: bool = True
    groupable: bool = True
    text_in_search: bool = False
    can_be_unique: bool = False
    computed: bool = False

    def read(self, raw: Any, field: Field, lookup: Lookup) -> Any:
        """Turn raw input into the value to store; blank input becomes None (or [] where many).

        Raises ValueRefused with a code that says what is wrong.
        """
        if raw is None or raw == "" or raw == []:
            return [] if self.many else None
        return self.parse(raw, field, lookup)

    def check_settings(self, settings: Mapping[str, Any]) -> dict[str, Any]:
        """Validate and complete settings. Raises pydantic.ValidationError."""
        return self.settings.model_validate(dict(settings)).model_dump(exclude_none=True, exclude_defaults=True)


Mask = Literal["phone", "email", "name", "id_number", "address"]


def refuse(code: str, field: Field, **params: Any) -> ValueRefused:
    """Build a refusal of a value with the sentence `error.<code>`."""
    return _REFUSALS[code](label=field.label, **params)


def _refusal(code: str) -> type[ValueRefused]:
    return type(f"Refused_{code.replace('.', '_')}", (ValueRefused,), {"code": code, "__module__": __name__})


_REFUSALS: dict[str, type[ValueRefused]] = {
    ValueRefused.code: ValueRefused,
}
_REFUSALS |= {
    code: _refusal(code)
    for code in (
        "value.too_long",
        "value.pattern",
        "value.too_small",
        "value.too_large",
        "value.too_precise",
        "value.not_whole",
        "value.not_a_number",
        "value.not_a_date",
        "value.not_a_moment",
        "value.not_a_duration",
        "value.not_a_choice",
        "value.inactive_choice",
        "value.no_such_person",
        "value.no_such_team",
        "value.no_such_record",
        "value.no_such_file",
        "value.bad_email",
        "value.bad_phone",
        "value.bad_url",
        "value.bad_location",
        "value.bad_address",
        "value.too_many",
        "value.computed",
    )
}
