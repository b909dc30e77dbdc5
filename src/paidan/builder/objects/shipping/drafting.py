"""Drafts in few words: how the objects that we ship are written down.

Every text is given in Chinese and in English. A field stands inside the section of the form that it belongs to; the
object keeps the sections' names and order in `settings.sections`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from paidan.builder.objects.shaping.drafts import ChoiceDraft, FieldDraft, ObjectDraft
from paidan.kernel.i18n import Label

Help = tuple[str, str]
"""A sentence in Chinese and in English."""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the form: its key, its name and the fields in it."""

    key: str
    label: Label
    fields: tuple[FieldDraft, ...]


def words(zh: str, en: str) -> Label:
    """Put a text in both languages."""
    return {"zh-CN": zh, "en": en}


def choice(
    key: str, zh: str, en: str, colour: str = "", *, category: str | None = None, parent: str | None = None
) -> ChoiceDraft:
    """An option. `category` for statuses, `parent` for cascades: the key of the option one level up."""
    return ChoiceDraft(key=key, label=words(zh, en), colour=colour, category=category, parent=parent)


def field(
    key: str,
    type_key: str,
    zh: str,
    en: str,
    *,
    help: Help | None = None,
    choices: Sequence[ChoiceDraft] = (),
    **settings: Any,
) -> FieldDraft:
    """A field of a type; further words are settings of that type."""
    return FieldDraft(
        key=key,
        type=type_key,
        label=words(zh, en),
        help=words(*help) if help else {},
        settings=settings,
        choices=list(choices),
    )


def link(key: str, object_key: str, zh: str, en: str, *, help: Help | None = None, **settings: Any) -> FieldDraft:
    """A field that points at one record of another object."""
    return field(key, "link", zh, en, help=help, object=object_key, **settings)


def links(key: str, object_key: str, zh: str, en: str, *, help: Help | None = None, **settings: Any) -> FieldDraft:
    """A field that points at any number of records of another object."""
    return field(key, "links", zh, en, help=help, object=object_key, **settings)


def section(key: str, zh: str, en: str, *fields: FieldDraft) -> Section:
    """A part of the form with its fields in their order."""
    placed = tuple(one.model_copy(update={"section": key}) for one in fields)
    return Section(key, words(zh, en), placed)


def shipped(
    key: str, zh: str, en: str, *sections: Section, title: str | None = None, parent: str | None = None, **settings: Any
) -> ObjectDraft:
    """An object. `title` is a template of field keys in braces, by which its records are called."""
    named = [{"key": one.key, "label": one.label} for one in sections]
    kept = {"sections": named, **({"title": title} if title else {}), **settings}
    fields = [one for part in sections for one in part.fields]
    return ObjectDraft(key=key, label=words(zh, en), parent=parent, settings=kept, fields=fields)
