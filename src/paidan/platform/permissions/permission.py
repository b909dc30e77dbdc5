"""Feature permissions: what may be granted beside the rights to objects, such as administering people.

A feature contributes its `Permission`s to the registry; a role lists their keys; a service asks `require`.
"""

from __future__ import annotations

from dataclasses import dataclass

from paidan.kernel.actor import Actor
from paidan.kernel.database import Tx
from paidan.kernel.errors import Unauthenticated
from paidan.kernel.i18n import Label
from paidan.kernel.registry import Registry
from paidan.platform.calendars.permitting import MANAGE_CALENDARS
from paidan.platform.identity.rights import CREATE_TOKENS, MANAGE_IDENTITY
from paidan.platform.permissions.access import access_of, holds
from paidan.platform.permissions.errors import PermissionMissing


@dataclass(frozen=True, slots=True)
class Permission:
    """Something that a role may allow. `key` is permanent, like `dispatch.assign`; texts are per language."""

    key: str
    label: Label
    description: Label


IDENTITY_MANAGE = Permission(
    MANAGE_IDENTITY,
    {"zh-CN": "管理人员", "en": "Manage people"},
    {
        "zh-CN": "新增、修改和停用人员，调整团队，分配角色，重置密码，吊销令牌。",
        "en": "Add, change and disable people, shape teams, hand out roles, reset passwords, revoke tokens.",
    },
)
IDENTITY_TOKENS = Permission(
    CREATE_TOKENS,
    {"zh-CN": "创建 API 令牌", "en": "Create API tokens"},
    {
        "zh-CN": "为自己创建 API 令牌，让程序以本人的身份工作。",
        "en": "Make API tokens for oneself, so that a program works in one's name.",
    },
)
PERMISSIONS_MANAGE = Permission(
    "permissions.manage",
    {"zh-CN": "管理角色", "en": "Manage roles"},
    {"zh-CN": "新增、修改和删除角色及其权限。", "en": "Add, change and delete roles and what they allow."},
)

CALENDARS_MANAGE = Permission(
    MANAGE_CALENDARS,
    {"zh-CN": "管理工作日历", "en": "Manage business calendars"},
    {
        "zh-CN": "新增、修改和删除工作日历，它们决定哪些时间计入时限。",
        "en": "Add, change and delete the calendars that decide which hours count toward a promise.",
    },
)


def require(tx: Tx, permission: Permission | str) -> None:
    """Refuse unless the actor of a transaction holds a permission. Raises Unauthenticated, PermissionMissing."""
    require_of(tx.actor, permission, tx.registry)


def require_of(actor: Actor, permission: Permission | str, registry: Registry | None = None) -> None:
    """Refuse unless an actor holds a permission. Raises Unauthenticated for nobody, PermissionMissing."""
    key = permission if isinstance(permission, str) else permission.key
    if holds(access_of(actor), key):
        return
    if actor.kind == "anonymous":
        raise Unauthenticated
    raise PermissionMissing(permission=_label_of(permission, registry))


def list_permissions(registry: Registry) -> list[Permission]:
    """Return every permission that the features of this product contributed."""
    return registry.all(Permission)


def permission_keys(registry: Registry) -> frozenset[str]:
    """Return the keys of all permissions."""
    return frozenset(permission.key for permission in list_permissions(registry))


def _label_of(permission: Permission | str, registry: Registry | None) -> Label | str:
    if isinstance(permission, Permission):
        return permission.label
    known = list_permissions(registry) if registry else []
    return next((one.label for one in known if one.key == permission), permission)
