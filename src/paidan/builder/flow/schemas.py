"""What comes in over HTTP about flows."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from paidan.kernel.i18n import Label

Words = Annotated[str, Field(max_length=4000)]
PersonRef = Annotated[int, Field(ge=1, lt=2**53)]
NodeRef = Annotated[str, Field(min_length=1, max_length=40)]
Values = Annotated[dict[str, Any], Field(max_length=400)]


class Body(BaseModel):
    """Refuses what it does not know, and characters that no database keeps."""

    model_config = ConfigDict(extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def _no_null_characters(cls, data: Any) -> Any:
        waiting = [data]
        while waiting:
            part = waiting.pop()
            if isinstance(part, str) and "\x00" in part:
                raise ValueError("text with a null character")
            if isinstance(part, dict):
                waiting += [*part.keys(), *part.values()]
            elif isinstance(part, list):
                waiting += part
        return data


class ActRequest(Body):
    """Handing in, agreeing or rejecting. signature: the id of an uploaded picture. button: which one was pressed."""

    fields: Values = Field(default_factory=dict)
    opinion: Words = ""
    signature: PersonRef | None = None
    button: Annotated[str, Field(max_length=40)] | None = None


class DraftRequest(Body):
    """Field values to keep in the task."""

    draft: Values


class ReturnRequest(Body):
    """Sending back; `opinion` is the reason."""

    node: NodeRef
    resume: Literal["replay", "direct"] = "replay"
    opinion: Words = ""
    signature: PersonRef | None = None


class HandRequest(Body):
    """Giving a task to somebody, for good or for an opinion."""

    to: PersonRef
    opinion: Words = ""


class SignerRequest(Body):
    """Asking one more person."""

    person: PersonRef
    place: Literal["before", "parallel", "after"]
    opinion: Words = ""


class ReasonRequest(Body):
    """Why."""

    reason: Words = ""


class JumpRequest(ReasonRequest):
    """Where to, and why."""

    node: NodeRef


class ReassignRequest(ReasonRequest):
    """Which task to whom, and why."""

    task: PersonRef
    to: PersonRef


class StartRequest(Body):
    """Starting a flow by hand; without a key, the one that fits the record."""

    flow: Annotated[str, Field(max_length=40)] | None = None


class FlowRequest(Body):
    """A new flow."""

    key: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
    label: Annotated[Label, Field(min_length=1, max_length=2)]
    object: Annotated[str, Field(max_length=40)]
    starts: Literal["created", "called"] = "created"
    start_when: str | dict[str, Any] | None = None


class FlowChangeRequest(Body):
    """What changes about a flow."""

    label: Annotated[Label, Field(min_length=1, max_length=2)] | None = None
    state: Literal["active", "retired"] | None = None
    starts: Literal["created", "called"] | None = None
    start_when: str | dict[str, Any] | None = None
    position: Annotated[int, Field(ge=0, le=10_000)] | None = None


class DraftVersionRequest(Body):
    """A drawing to keep. base_hash: that of the draft the designer had before him."""

    graph: dict[str, Any]
    base_hash: Annotated[str, Field(max_length=64)] | None = None


class GraphRequest(Body):
    """A drawing to check."""

    graph: dict[str, Any]


class AnswerRequest(Body):
    """What happens at a node in a dry run."""

    reject: bool = False
    outcome: Annotated[str, Field(max_length=80)] | None = None
    fields: Values = Field(default_factory=dict)


class SimulateRequest(Body):
    """A dry run on a record, of a drawing or of a version (none: the draft, else what is published)."""

    record: PersonRef
    graph: dict[str, Any] | None = None
    number: Annotated[int, Field(ge=1, lt=2**31)] | None = None
    initiator: PersonRef | None = None
    answers: Annotated[dict[str, AnswerRequest], Field(max_length=200)] = Field(default_factory=dict)
