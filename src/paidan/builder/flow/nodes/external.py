"""External 外部处理: hands the record to another part of the product, or another system, and waits for its outcome.

Other layers derive their own waiting nodes from this one: a name, settings, and the outcomes they know.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, ClassVar, Literal, TypeVar

from pydantic import Field
from typing_extensions import override

from paidan.builder.flow.decisions import Decision, Finish, GoTo, Hold, Proceed, Stay
from paidan.builder.flow.errors import OutcomeUnknown
from paidan.builder.flow.nodetype import NodeType, Visit
from paidan.builder.flow.settings.base import RestingSettings
from paidan.builder.flow.settings.references import Reference, Settings
from paidan.kernel.i18n.catalogue import Label


class GoOn(Settings):
    """Leave the node forward."""

    kind: Literal["go_on"] = "go_on"


class GoToNode(Settings):
    """Go to a node."""

    kind: Literal["node"] = "node"
    node: str

    def own_references(self) -> Iterator[Reference]:
        """Yield the node."""
        yield Reference("target", self.node)


class KeepWaiting(Settings):
    """Go on waiting; an administrator's list names it."""

    kind: Literal["keep_waiting"] = "keep_waiting"


class EndInstance(Settings):
    """End the instance as rejected."""

    kind: Literal["end"] = "end"


OutcomeRule = Annotated[GoOn | GoToNode | KeepWaiting | EndInstance, Field(discriminator="kind")]


class ExternalSettings(RestingSettings):
    """hand_over: given to the receiver as it is. on: what each outcome does; those not listed do what the type says."""

    hand_over: dict[str, Any] = Field(default_factory=dict)
    on: dict[str, OutcomeRule] = Field(default_factory=dict)


X = TypeVar("X", bound=ExternalSettings)


class HandingOver(NodeType[X]):
    """Base of nodes that hand over and wait. `known` says what each outcome does unless the node's settings differ."""

    known: ClassVar[Mapping[str, OutcomeRule]]

    def enter(self, visit: Visit[X]) -> Decision:
        """Hand over and wait."""
        return Hold("external", hand_over=visit.settings.hand_over)

    def outcome(self, visit: Visit[X], outcome: str, sets: Mapping[str, Any]) -> Decision:
        """Do what the settings, else the type, say about the outcome. Raises: OutcomeUnknown."""
        rule = visit.settings.on.get(outcome) or self.known.get(outcome)
        if rule is None:
            raise OutcomeUnknown(node=visit.node, outcome=outcome)
        if isinstance(rule, GoOn):
            return Proceed(sets=sets, note=outcome)
        if isinstance(rule, GoToNode):
            return GoTo(rule.node, note=outcome)
        if isinstance(rule, EndInstance):
            return Finish("rejected", note=outcome)
        return Stay(outcome, sets=sets)

    @override
    def rests(self, settings: X) -> bool:
        """Return that it waits."""
        return True

    def outcomes(self, settings: X) -> tuple[str, ...]:
        """Return the outcomes known here."""
        return tuple(dict.fromkeys((*self.known, *settings.on)))


class External(HandingOver[ExternalSettings]):
    """The general one: done goes on, failed keeps waiting in an administrator's list."""

    name = "external"
    label: ClassVar[Label] = {"zh-CN": "外部处理", "en": "External"}
    settings_model = ExternalSettings
    known: ClassVar[Mapping[str, OutcomeRule]] = {"done": GoOn(), "failed": KeepWaiting()}
