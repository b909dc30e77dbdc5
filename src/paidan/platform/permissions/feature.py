"""Permissions as a feature."""

from __future__ import annotations

from paidan.kernel.feature import Feature
from paidan.platform.identity.events import PersonDisabled
from paidan.platform.permissions import endpoints
from paidan.platform.permissions.assigning import keep_an_administrator
from paidan.platform.permissions.compiling import RightsByRole
from paidan.platform.permissions.opening import ExpiredAccess
from paidan.platform.permissions.permission import (
    CALENDARS_MANAGE,
    IDENTITY_MANAGE,
    IDENTITY_TOKENS,
    PERMISSIONS_MANAGE,
)
from paidan.platform.permissions.roles import install_administrator

feature = Feature(
    name="permissions",
    summary="Roles, rights to objects, rows and fields, records opened to single people, and links for customers.",
    router=endpoints.router,
    within={PersonDisabled: keep_an_administrator},
    contributes=[
        RightsByRole(),
        IDENTITY_MANAGE,
        IDENTITY_TOKENS,
        PERMISSIONS_MANAGE,
        CALENDARS_MANAGE,
        ExpiredAccess(),
    ],
    installs=[install_administrator],
)
