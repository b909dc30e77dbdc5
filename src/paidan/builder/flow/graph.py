"""The drawing of a flow: blocks inside blocks.

A flow is a sequence; a sequence holds nodes, branches and parallel blocks; these hold arms, which are sequences again.
What encloses what is therefore a fact, and a split always has its join. Settings of a node are plain JSON here; the
node's type gives them meaning (`plan.compile_flow`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from paidan.kernel.i18n.catalogue import Label

Expression = str | dict[str, Any]
"""A condition: a formula as text, or its checked tree. Only the injected evaluator reads it."""

BlockId = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_-]{0,39}$")]


class Part(BaseModel):
    """Anything in a drawing: immutable, and strict about what it may contain."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Node(Part):
    """One node. `id` is permanent; `type` names a registered node type; `label` is what people read."""

    kind: Literal["node"] = "node"
    id: BlockId
    type: str
    label: Label = Field(default_factory=dict)
    settings: dict[str, Any] = Field(default_factory=dict)


class Sequence(Part):
    """Blocks one after another."""

    kind: Literal["sequence"] = "sequence"
    blocks: tuple[Block, ...] = ()


class Arm(Part):
    """One way out of a branch or a parallel block. Its id is unique within the block."""

    id: BlockId
    label: Label = Field(default_factory=dict)
    body: Sequence = Field(default_factory=lambda: Sequence())


class BranchArm(Arm):
    """An arm taken when its condition holds and none before it did."""

    when: Expression


class Branch(Part):
    """Exclusive arms in order; the default arm is part of the block and cannot be removed."""

    kind: Literal["branch"] = "branch"
    id: BlockId
    label: Label = Field(default_factory=dict)
    arms: tuple[BranchArm, ...] = ()
    default: Arm = Field(default_factory=lambda: Arm(id="default"))


class Join(Part):
    """When a parallel block is left: after all arms, after the first, or after `need` of them."""

    mode: Literal["all", "any", "count"] = "all"
    need: int = Field(default=1, ge=1)

    def threshold(self, arms: int) -> int:
        """Return how many arms must arrive."""
        return {"all": arms, "any": 1, "count": min(self.need, arms)}[self.mode]


class Parallel(Part):
    """Arms walked at the same time."""

    kind: Literal["parallel"] = "parallel"
    id: BlockId
    label: Label = Field(default_factory=dict)
    join: Join = Join()
    arms: Annotated[tuple[Arm, ...], Field(min_length=1)]


Block = Annotated[Node | Sequence | Branch | Parallel, Field(discriminator="kind")]
Sequence.model_rebuild()


class StatusWhen(Part):
    """Choice keys that the record's status field takes when an instance ends in another way than through an end node."""

    rejected: str | None = None
    withdrawn: str | None = None
    terminated: str | None = None


class FlowGraph(Part):
    """A whole flow. `status_field` is the key of the record field that node settings move."""

    format: Literal[1] = 1
    root: Sequence
    status_field: str = "status"
    status_when: StatusWhen = StatusWhen()

    @model_validator(mode="after")
    def _ids_are_unique(self) -> Self:
        seen: set[str] = set()
        for block in walk_blocks(self.root):
            arms = [arm.id for arm in arms_of(block)]
            if block.id in seen or len(set(arms)) < len(arms):
                raise ValueError(f"id given twice: {block.id}")
            seen.add(block.id)
        return self

    def content_hash(self) -> str:
        """Return the SHA-256 of its content, the same for the same flow however its JSON was written."""
        canonical = json.dumps(self.model_dump(mode="json"), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256(canonical.encode()).hexdigest()


def arms_of(block: Node | Branch | Parallel) -> tuple[Arm, ...]:
    """Return the arms of a block in order, a branch's default arm last."""
    if isinstance(block, Branch):
        return (*block.arms, block.default)
    return block.arms if isinstance(block, Parallel) else ()


def walk_blocks(sequence: Sequence) -> Iterator[Node | Branch | Parallel]:
    """Yield every block that has an id, outer before inner, in reading order."""
    for block in sequence.blocks:
        if isinstance(block, Sequence):
            yield from walk_blocks(block)
            continue
        yield block
        for arm in arms_of(block):
            yield from walk_blocks(arm.body)
