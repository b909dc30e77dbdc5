"""What comes in about policies."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from paidan.aftersales.sla.keeping import PolicyDraft

_Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_.]*$", max_length=60)]
_Kind = Literal["response", "arrival", "resolution"]


class StepBody(BaseModel):
    """Whom to tell, at a percent of the target or some open minutes after it passed."""

    model_config = ConfigDict(extra="forbid")

    to: Literal["owner", "team_leader", "manager"]
    percent: int | None = None
    minutes_after_breach: int | None = Field(None, ge=0, le=1_000_000)
    target: _Kind | None = None


class PolicyBody(BaseModel):
    """A version of a policy. Targets are open minutes; `condition` is a filter tree, none for all records."""

    model_config = ConfigDict(extra="forbid")

    key: _Key
    name: dict[Literal["zh-CN", "en"], Annotated[str, Field(max_length=60)]]
    object: _Key
    condition: dict[str, Any] | None = None
    calendar: str = Field(max_length=60)
    targets: dict[_Kind, int]
    pausing: dict[_Kind, list[Annotated[str, Field(max_length=30)]]] = Field(
        default={"arrival": ["waiting_customer"], "resolution": ["waiting_customer"]}
    )
    warn_percents: list[int] = Field(default=[50, 80], max_length=10)
    escalations: list[StepBody] = Field(default=[], max_length=20)
    position: int = Field(100, ge=0, le=10_000)
    active: bool = True

    def draft(self) -> PolicyDraft:
        """Return it as the service takes it."""
        return PolicyDraft(**self.model_dump(mode="json"))
