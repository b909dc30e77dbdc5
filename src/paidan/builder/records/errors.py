"""What can be refused when records are read or written."""

from __future__ import annotations

from typing import Any

from paidan.kernel.errors import Conflict, Forbidden, Invalid, NotFound


class RecordNotFound(NotFound):
    """The record is not there, or not there for this actor."""

    code = "record.not_found"


class ActionForbidden(Forbidden):
    """The actor may not do this with records of the object."""

    code = "record.forbidden"


class FieldForbidden(Forbidden):
    """The actor may not change the field, or may not search, sort or group by it."""

    code = "record.field_forbidden"


class RecordInvalid(Invalid):
    """Values do not fit; `fields` says which and why."""

    code = "record.invalid"


class FieldMissing(Invalid):
    """A value that is needed is missing."""

    code = "record.field_missing"


class FieldUnknown(Invalid):
    """The object has no such field, or none that the actor may see."""

    code = "record.field_unknown"


class FieldReadOnly(Invalid):
    """Nobody types this field; the product fills it."""

    code = "record.field_read_only"


class ValueTaken(Invalid):
    """Another record already holds this value and no two may."""

    code = "record.value_taken"


class EditConflict(Conflict):
    """Somebody else changed the same field meanwhile. `data` holds both values for each such field."""

    code = "record.edit_conflict"

    def data(self) -> dict[str, Any]:
        """Give the current revision and, by field key, the value now and the value wanted."""
        return {"rev": self.params["rev"], "conflicts": self.params["conflicts"]}


class RecordInTrash(Conflict):
    """The record is in the trash; restore it first."""

    code = "record.in_trash"


class BadQuery(Invalid):
    """The question cannot be asked so."""

    code = "query.bad"


class BadCursor(Invalid):
    """The page marker does not belong to this list."""

    code = "query.bad_cursor"
