"""Roles and permissions over HTTP, for administrators."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from paidan.kernel.database import Tx
from paidan.kernel.errors import Forbidden, NotFound
from paidan.kernel.http import App, problems
from paidan.kernel.http.app import AppHandle, answer
from paidan.kernel.i18n import label_in
from paidan.platform.permissions import roles
from paidan.platform.permissions.access import access_of, holds
from paidan.platform.permissions.errors import PermissionUnknown, RoleBuiltin, RoleChanged, RoleInUse, RoleKeyTaken
from paidan.platform.permissions.permission import (
    IDENTITY_MANAGE,
    PERMISSIONS_MANAGE,
    list_permissions,
    require_of,
)
from paidan.platform.permissions.queries import Role, count_holders, list_roles
from paidan.platform.permissions.schemas import Made, Permissions, RoleChange, RoleNew, RoleOut, Roles

router = APIRouter(prefix="/api", tags=["roles"])


@router.get("/permissions", response_model=Permissions, responses=problems(Forbidden))
async def show_permissions(app: App) -> Response:
    """Every permission that a role may hold."""
    _require_reader(app)
    return answer(
        {
            "items": [
                {
                    "key": one.key,
                    "label": label_in(one.label, app.language),
                    "description": label_in(one.description, app.language),
                }
                for one in list_permissions(app.product.registry)
            ]
        }
    )


@router.get("/roles", response_model=Roles, responses=problems(Forbidden))
async def show_roles(app: App) -> Response:
    """Every role with what it allows and how many people hold it."""
    _require_reader(app)
    holders = dict(await app.read(count_holders()))
    return answer({"items": [_role_out(role, holders.get(role.id, 0)) for role in await app.read(list_roles())]})


@router.post(
    "/roles", status_code=201, response_model=Made, responses=problems(Forbidden, PermissionUnknown, RoleKeyTaken)
)
async def add_role(app: App, body: RoleNew) -> Response:
    """Add a role."""
    return await app.command(_add_role, 201, body)


@router.patch(
    "/roles/{role_id}",
    response_model=RoleOut,
    responses=problems(Forbidden, NotFound, PermissionUnknown, RoleBuiltin, RoleChanged),
)
async def change_role(app: App, role_id: int, body: RoleChange) -> Response:
    """Change a role; it takes effect with everybody's next request."""
    role = await app.write(
        roles.update_role,
        role_id=role_id,
        label=body.label.label() if body.label else None,
        features=body.features,
        grants=None if body.grants is None else [grant.grant() for grant in body.grants],
        rev=body.rev,
    )
    holders = dict(await app.read(count_holders()))
    return answer(_role_out(role, holders.get(role.id, 0)))


@router.delete("/roles/{role_id}", status_code=204, responses=problems(Forbidden, NotFound, RoleBuiltin, RoleInUse))
async def delete_role(app: App, role_id: int) -> Response:
    """Delete a role that nobody holds."""
    await app.write(roles.delete_role, role_id=role_id)
    return answer(None, 204)


def _add_role(tx: Tx, body: RoleNew) -> dict[str, int]:
    grants = [grant.grant() for grant in body.grants]
    label = body.label.label()
    return {"id": roles.create_role(tx, key=body.key, label=label, features=body.features, grants=grants)}


def _require_reader(app: AppHandle) -> None:
    app.require_person()
    if not holds(access_of(app.actor), IDENTITY_MANAGE.key):
        require_of(app.actor, PERMISSIONS_MANAGE)


def _role_out(role: Role, holders: int) -> dict[str, Any]:
    return {
        "id": role.id,
        "key": role.key,
        "label": role.label,
        "builtin": role.builtin,
        "features": role.features,
        "grants": role.grants,
        "rev": role.rev,
        "people": holders,
    }
