"""What can be refused when objects are shaped."""

from __future__ import annotations

from typing import Any

from paidan.kernel.errors import Conflict, Invalid, NotFound


class UnknownObject(NotFound):
    """There is no such object."""

    code = "object.unknown"


class UnknownField(Invalid):
    """The object has no such field."""

    code = "field.unknown"


class FieldNotFound(NotFound):
    """The field to be shaped is not there."""

    code = "field.not_found"


class UnknownFieldType(Invalid):
    """There is no such field type."""

    code = "field.unknown_type"


class BadKey(Invalid):
    """A key is made of lower-case letters, digits and underscores and begins with a letter."""

    code = "object.bad_key"


class KeyTaken(Conflict):
    """The key is in use, perhaps by something in the trash."""

    code = "object.key_taken"


class LabelMissing(Invalid):
    """What people see needs a name."""

    code = "object.label_missing"


class LabelTaken(Conflict):
    """Two fields of one object may not have the same name: formulas would not know which is meant."""

    code = "field.label_taken"


class TooManyFields(Conflict):
    """An object holds at most 300 fields."""

    code = "object.too_many_fields"


class ShippedField(Conflict):
    """A field that the product itself works with cannot be removed."""

    code = "field.shipped"


class FieldInUse(Conflict):
    """Formulas or other definitions still speak of the field."""

    code = "field.in_use"

    def data(self) -> dict[str, Any]:
        """Name what uses it."""
        return {"used_by": self.params.get("used_by", [])}


class BadFieldSettings(Invalid):
    """The settings do not fit the field's type."""

    code = "field.bad_settings"


class NotUnique(Conflict):
    """Records already hold the same value twice."""

    code = "field.values_not_unique"


class CannotUndo(Conflict):
    """The change was undone before, or something later builds on it."""

    code = "object.cannot_undo"


class TypeChangeRefused(Conflict):
    """Values of the one type cannot become values of the other."""

    code = "field.type_change_refused"
