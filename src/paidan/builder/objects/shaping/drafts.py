"""Drafts: what is said when something is to be made. The same shapes serve the API and the objects that we ship."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, field_validator

from paidan.kernel.i18n import LANGUAGES, Label

Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
RESERVED = frozenset({"id", "rev", "deleted_at", "object", "parent_id", "position", "import_batch"})
CATEGORIES = ("new", "open", "waiting_customer", "waiting_internal", "resolved", "closed", "cancelled")


class Draft(BaseModel):
    """Refuses what it does not know."""

    model_config = ConfigDict(extra="forbid")


class Labelled(Draft):
    """Something that people see the name of."""

    label: Label

    @field_validator("label", mode="before")
    @classmethod
    def _in_known_languages(cls, label: Any) -> Any:
        if isinstance(label, str):
            label = {LANGUAGES[0]: label}
        if isinstance(label, dict):
            label = {language: str(text).strip() for language, text in label.items() if str(text).strip()}
            if not label:
                raise ValueError("a name is needed")
            if any(len(text) > 80 for text in label.values()):
                raise ValueError("a name has at most 80 characters")
        return label


class ChoiceDraft(Labelled):
    """An option. `category` for statuses: one of the seven fixed ones. `parent` for cascades: the key one level up."""

    key: Key | None = None
    colour: str = Field("", pattern=r"^(#[0-9a-fA-F]{6}|[a-z]{0,20})$")
    category: str | None = Field(None, pattern="^(" + "|".join(CATEGORIES) + ")$")
    parent: str | None = None


class FieldDraft(Labelled):
    """A field. `settings` are those of its type."""

    key: Key | None = None
    type: str = Field(max_length=40)
    help: Label = Field(default_factory=dict)
    settings: dict[str, Any] = Field(default_factory=dict)
    section: str = Field("", max_length=60)
    choices: list[ChoiceDraft] = Field(default_factory=list, max_length=2000)


class ObjectDraft(Labelled):
    """An object. `settings.title` names the field that stands for a record; `parent` the object it is a subform of."""

    key: Key
    parent: str | None = None
    settings: dict[str, Any] = Field(default_factory=dict)
    fields: list[FieldDraft] = Field(default_factory=list, max_length=300)
