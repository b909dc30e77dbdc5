"""The shapes of requests to the portal."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field


class _In(BaseModel):
    model_config = ConfigDict(extra="forbid")


FileIds = Annotated[list[int], Field(max_length=9)]


class AddressIn(_In):
    """A postal address in Chinese order."""

    province: str = Field("", max_length=60)
    city: str = Field("", max_length=60)
    district: str = Field("", max_length=60)
    detail: str = Field("", max_length=300)


class ReportIn(_In):
    """A report. `challenge` and `nonce` prove the work; `website` is a trap for machines and stays empty."""

    contact_name: str = Field(min_length=1, max_length=60)
    contact_phone: str = Field(min_length=5, max_length=30)
    contact_email: str = Field("", max_length=254)
    description: str = Field(min_length=1, max_length=5000)
    address: AddressIn | str | None = None
    asset: str | None = Field(None, max_length=64)
    category: str | None = Field(None, max_length=60)
    photos: FileIds = []
    challenge: str = Field(max_length=300)
    nonce: str = Field(max_length=60)
    phone_proof: str = Field("", max_length=300)
    website: str = Field("", max_length=200)


class CodeIn(_In):
    """Ask for a code. `email` only where codes go by mail."""

    phone: str = Field(min_length=5, max_length=30)
    email: str = Field("", max_length=254)
    challenge: str = Field(max_length=300)
    nonce: str = Field(max_length=60)


class CodeAnswerIn(_In):
    """The code that came."""

    phone: str = Field(min_length=5, max_length=30)
    code: str = Field(pattern="^[0-9]{6}$")


class MessageIn(_In):
    """A message, with files handed in by the same link."""

    text: str = Field("", max_length=5000)
    files: FileIds = []


class DisputeIn(_In):
    """Why it is not done."""

    reason: str = Field(min_length=1, max_length=2000)


class RatingIn(_In):
    """How the service was, 1 (bad) to 5 (good)."""

    score: int = Field(ge=1, le=5)
    reasons: list[Annotated[str, Field(max_length=60)]] = Field([], max_length=9)
    comment: str = Field("", max_length=2000)
