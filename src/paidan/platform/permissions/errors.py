"""What permissions refuse, each refusal with its permanent code; the sentences stand in messages.toml."""

from __future__ import annotations

from paidan.kernel.errors import Conflict, Forbidden, Invalid, NotFound


class PermissionMissing(Forbidden):
    """The actor does not hold a feature permission. Params: `permission` (its label)."""

    code = "permission.missing"


class PowerTooSmall(Forbidden):
    """Somebody would hand out, take away or take over power over the product that they do not have themselves."""

    code = "permission.power_too_small"


class PermissionUnknown(Invalid):
    """A role names a permission that no feature brings. Params: `key`."""

    code = "permission.unknown"


class ScopeUnknown(Invalid):
    """An API token names a scope that means nothing. Params: `scope`."""

    code = "permission.scope_unknown"


class RoleUnknown(Invalid):
    """A role named in a request does not exist. Params: `key`."""

    code = "role.unknown"


class RoleKeyTaken(Conflict):
    """There is a role with this key already. Params: `key`."""

    code = "role.key_taken"


class RoleChanged(Conflict):
    """Somebody else changed the role since it was read."""

    code = "role.changed"


class RoleBuiltin(Conflict):
    """The role comes with the product: it cannot be deleted, and that of the administrator not be changed."""

    code = "role.builtin"


class RoleInUse(Conflict):
    """People hold the role. Params: `count`."""

    code = "role.in_use"


class LastAdministrator(Conflict):
    """Nobody would be left who can administer the product."""

    code = "role.last_administrator"


class LinkOver(NotFound):
    """A customer's link is unknown, expired or withdrawn; never says which."""

    code = "link.over"
