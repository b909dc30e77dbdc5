"""What may be granted: the actions `import` and `export` on an object, beside create, update and read."""

from __future__ import annotations

from paidan.builder.objects.model import ObjectType
from paidan.builder.transfer.errors import ExportForbidden, ImportForbidden
from paidan.kernel.actor import Actor
from paidan.platform.permissions.access import access_of, can

IMPORT = "import"
EXPORT = "export"


def require_import(actor: Actor, object_type: ObjectType, *, updates: bool = False) -> None:
    """Refuse whoever may not import records of an object, or not create (and update) them. Raises ImportForbidden."""
    access = access_of(actor)
    needed = (IMPORT, "create", "update") if updates else (IMPORT, "create")
    if not all(can(access, object_type.key, action) for action in needed):
        raise ImportForbidden(object=object_type.label)


def require_export(actor: Actor, object_type: ObjectType) -> None:
    """Refuse whoever may not export records of an object. Raises ExportForbidden."""
    if not can(access_of(actor), object_type.key, EXPORT):
        raise ExportForbidden(object=object_type.label)
