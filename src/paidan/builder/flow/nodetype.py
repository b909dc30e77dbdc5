"""What a node type is, and the collection of those that an installation has.

A feature of a higher layer contributes an instance of a `NodeType` subclass; the flow engine knows none of them by
name. `NodeTypes` is built from contributions at start and passed in, so the order of imports decides nothing.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Generic, Literal, TypeVar

from pydantic import ValidationError

from paidan.builder.flow.decisions import Decision
from paidan.builder.flow.errors import OutcomeUnknown, SettingsInvalid, UnknownNodeType
from paidan.builder.flow.graph import Expression
from paidan.builder.flow.places import PlacedArm, Why
from paidan.builder.flow.ports import RecordView, Verdict
from paidan.builder.flow.settings.assignees import AssigneeRule
from paidan.builder.flow.settings.base import NodeSettings
from paidan.builder.flow.settings.human import Action
from paidan.builder.flow.settings.timers import When
from paidan.builder.flow.state import Instance, PersonId
from paidan.kernel.i18n.catalogue import Label

S = TypeVar("S", bound=NodeSettings)


@dataclass(frozen=True, slots=True)
class Visit(Generic[S]):
    """One entry of a token into a node, as the node's type sees it."""

    node: str
    settings: S
    why: Why
    instance: Instance
    record: RecordView
    now: datetime
    arms: tuple[PlacedArm, ...]
    holds: Callable[[Expression], Verdict]
    find_people: Callable[[Sequence[AssigneeRule]], tuple[PersonId, ...]]


class NodeType(ABC, Generic[S]):
    """One kind of node.

    name is permanent. block says whether the drawing has it as a plain node or as a block with arms. acts: how a
    task is done here, for types at which people work; their `settings_model` derives from `HumanSettings`.
    """

    name: ClassVar[str]
    label: ClassVar[Label]
    block: ClassVar[Literal["node", "branch", "parallel"]] = "node"
    acts: ClassVar[tuple[Action, ...]] = ()
    settings_model: type[S]

    @property
    def human(self) -> bool:
        """Whether people work here."""
        return bool(self.acts)

    @abstractmethod
    def enter(self, visit: Visit[S]) -> Decision:
        """Return what happens when a token enters."""

    def outcome(self, visit: Visit[S], outcome: str, sets: Mapping[str, Any]) -> Decision:  # noqa: ARG002
        """Return what happens when an outcome arrives while a token rests here.

        Raises: OutcomeUnknown.
        """
        raise OutcomeUnknown(node=visit.node, outcome=outcome)

    def record_changed(self, visit: Visit[S]) -> Decision | None:  # noqa: ARG002
        """Return what happens when the record changes while a token rests here as `event`; None goes on resting."""
        return None

    def until(self, settings: S) -> When | None:  # noqa: ARG002
        """Return the time that a token rests here for, whose coming is the outcome `time_reached`."""
        return None

    def rests(self, settings: S) -> bool:  # noqa: ARG002
        """Whether an instance always rests here until a person, time or somebody outside does something."""
        return self.human

    def goes_on(self, settings: S) -> bool:  # noqa: ARG002
        """Whether the instance can leave to what is drawn after the node."""
        return True

    def outcomes(self, settings: S) -> tuple[str, ...]:  # noqa: ARG002
        """Return the outcomes that can arrive while a token rests here, the usual one first."""
        return ()


class NodeTypes:
    """The node types of an installation, by name."""

    def __init__(self, *contributions: NodeType[Any]) -> None:
        """Collect types. A later one may replace an earlier of its name only by being a refinement of its class.

        Raises: ValueError.
        """
        self._types: dict[str, NodeType[Any]] = {}
        for type_ in contributions:
            earlier = self._types.get(type_.name)
            if earlier is not None and not isinstance(type_, type(earlier)):
                raise ValueError(f"two node types are called {type_.name}")
            self._types[type_.name] = type_

    @classmethod
    def of(cls, contributions: Iterable[NodeType[Any]]) -> NodeTypes:
        """Collect types from a registry."""
        return cls(*contributions)

    def __iter__(self) -> Iterator[NodeType[Any]]:
        return iter(self._types.values())

    def get(self, name: str) -> NodeType[Any]:
        """Return a type. Raises: UnknownNodeType."""
        found = self._types.get(name)
        if found is None:
            raise UnknownNodeType(type=name)
        return found

    def settings(self, node: str, type_name: str, raw: Mapping[str, Any]) -> NodeSettings:
        """Return the settings of a node in the form of its type. Raises: UnknownNodeType, SettingsInvalid."""
        model: type[NodeSettings] = self.get(type_name).settings_model
        try:
            return model.model_validate(raw)
        except ValidationError as error:
            first = error.errors(include_url=False, include_context=False)[0]
            where = ".".join(str(part) for part in first["loc"])
            raise SettingsInvalid(node=node, where=where, problem=first["msg"]) from error

    def palette(self) -> list[dict[str, Any]]:
        """Return what a designer offers: name, label, block and the JSON schema of the settings form of each type."""
        return [
            {
                "type": t.name,
                "label": t.label,
                "block": t.block,
                "human": t.human,
                "settings": t.settings_model.model_json_schema(),
            }
            for t in self
        ]
