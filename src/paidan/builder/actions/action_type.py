"""What an action type is, and the collection of those that an installation has.

A feature contributes instances of `ActionType`. An action runs inside a transaction, as the product itself; what it
raises undoes its work, and whoever ran it says what follows.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from paidan.builder.actions.errors import ActionSettingsInvalid, UnknownAction
from paidan.kernel.database import Tx
from paidan.kernel.i18n import Label
from paidan.kernel.registry import Registry


class ActionSettings(BaseModel):
    """Settings of an action: immutable, and strict about what they may contain."""

    model_config = ConfigDict(frozen=True, extra="forbid")


S = TypeVar("S", bound=ActionSettings)


@dataclass(frozen=True, slots=True)
class ActionContext:
    """What an action is about. initiator: whoever began what led to it. origin says who runs it: flow, rule, button."""

    object_key: str
    record_id: int
    initiator: int | None = None
    origin: str = "flow"


class ActionType(ABC, Generic[S]):
    """One kind of action. `name` is permanent."""

    name: ClassVar[str]
    label: ClassVar[Label]
    settings_model: type[S]

    @abstractmethod
    def run(self, tx: Tx, context: ActionContext, settings: S) -> None:
        """Do it. Raises AppError when it cannot be done."""

    def problems(self, tx: Tx, object_key: str, settings: S) -> list[Label]:  # noqa: ARG002
        """Return what is wrong with settings for records of an object, for checks before publishing."""
        return []


def action_types(registry: Registry) -> dict[str, ActionType[Any]]:
    """Return the action types of an installation by name."""
    return {one.name: one for one in registry.all(ActionType)}  # type: ignore[type-abstract]


def read_action(registry: Registry, type_name: str, raw: Any) -> tuple[ActionType[Any], Any]:
    """Return an action type and its settings. Raises UnknownAction, ActionSettingsInvalid."""
    found = action_types(registry).get(type_name)
    if found is None:
        raise UnknownAction(action=type_name)
    try:
        return found, found.settings_model.model_validate(raw)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise ActionSettingsInvalid(action=found.label, where=where, problem=first["msg"]) from error


def run_action(tx: Tx, context: ActionContext, type_name: str, raw: Any) -> None:
    """Run one action. Raises UnknownAction, ActionSettingsInvalid, and what the action refuses."""
    action, settings = read_action(tx.registry, type_name, raw)
    action.run(tx, context, settings)


def describe_actions(registry: Registry) -> list[dict[str, Any]]:
    """Return what a designer offers: name, label and the JSON schema of the settings form of each type."""
    return [
        {"type": one.name, "label": one.label, "settings": one.settings_model.model_json_schema()}
        for one in action_types(registry).values()
    ]
