"""Shapes of notifications, templates and messages in the API."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Name = Annotated[str, StringConstraints(min_length=1, max_length=100)]
Channel = Literal["in_app", "email", "sms"]
Language = Literal["zh-CN", "en"]
Subject = Annotated[str, StringConstraints(min_length=1, max_length=300, pattern=r"^[^\x00]*$")]
Body = Annotated[str, StringConstraints(max_length=10_000, pattern=r"^[^\x00]*$")]


class _In(BaseModel):
    model_config = ConfigDict(extra="forbid")


class NotificationOut(BaseModel):
    """One notification in the reader's words; `href` leads to what it is about."""

    id: int
    kind: str
    title: str
    body: str
    at: datetime
    read: bool
    object: str | None
    record: int | None
    href: str | None


class NotificationPage(BaseModel):
    """Newest first; `next` asks for the page after this one. `unread` is counted up to 1,000."""

    items: list[NotificationOut]
    next: str | None
    unread: int


class Unread(BaseModel):
    """How many were not read, counted up to 1,000."""

    unread: int


class ReadRequest(_In):
    """Those to be marked; without `ids` all, with `up_to` all up to an id."""

    ids: Annotated[list[int], Field(max_length=500)] | None = None
    up_to: int | None = None


class Marked(BaseModel):
    """How many were unread before."""

    marked: int


class PreferenceOut(BaseModel):
    """A kind of notification and by which channels beside the inbox it comes."""

    kind: str
    label: str
    channels: dict[str, bool]


class PreferenceList(BaseModel):
    """Every kind."""

    items: list[PreferenceOut]


class PreferenceChange(_In):
    """One decision."""

    kind: Name
    channel: Name
    wanted: bool


class PreferenceChanges(_In):
    """Decisions to be kept."""

    changes: Annotated[list[PreferenceChange], Field(min_length=1, max_length=200)]


class VariableOut(BaseModel):
    """A variable; `labels` are its names in every language, each of which may stand between braces."""

    key: str
    label: str
    labels: dict[str, str]


class WordsOut(BaseModel):
    """Subject and body."""

    subject: str
    body: str


class TextOut(WordsOut):
    """The words in force for one channel and language; `rev` 0 while they are the shipped ones."""

    channel: str
    language: str
    shipped: WordsOut
    edited: bool
    edited_by: int | None
    edited_at: datetime | None
    rev: int


class TemplateOut(BaseModel):
    """A template with its words."""

    key: str
    kind: str
    label: str
    variables: list[VariableOut]
    texts: list[TextOut]


class TemplateList(BaseModel):
    """All templates."""

    items: list[TemplateOut]


class WordsIn(_In):
    """Words to be put in place; `rev` is that of the words they replace."""

    subject: Subject
    body: Body
    rev: Annotated[int, Field(ge=0)]


class PreviewRequest(_In):
    """Words to be looked at, and values in place of the samples."""

    channel: Channel
    language: Language
    subject: Subject
    body: Body
    params: Annotated[dict[str, Any], Field(max_length=50)] = {}


class PreviewOut(WordsOut):
    """What the message would be; `html` for mail."""

    html: str | None


class MessageOut(BaseModel):
    """A message on its way out. `state`: waiting, sending, sent, not_sent or failed; `reason` for the last two."""

    id: int
    channel: str
    state: str
    reason: str | None
    error: str | None
    address: str
    person_id: int | None
    template: str
    subject: str | None
    object: str | None
    record: int | None
    attempts: int
    due_at: datetime
    created_at: datetime
    sent_at: datetime | None


class MessagePage(BaseModel):
    """Newest first."""

    items: list[MessageOut]
    next: str | None


MessageState = Literal["waiting", "sending", "sent", "not_sent", "failed"]
