"""What can be refused about actions."""

from __future__ import annotations

from paidan.kernel.errors import Invalid


class UnknownAction(Invalid):
    """No feature of this installation brings this action."""

    code = "action.unknown"


class ActionSettingsInvalid(Invalid):
    """The settings do not have the form of the action's type."""

    code = "action.settings_invalid"
