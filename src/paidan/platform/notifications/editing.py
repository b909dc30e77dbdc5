"""Editing: administrators put their own words in place of the shipped ones, or go back to these."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from paidan.kernel.clock import moment_text
from paidan.kernel.database import Query, Tx
from paidan.kernel.errors import AppError
from paidan.kernel.i18n import label_in
from paidan.kernel.registry import Registry
from paidan.platform.notifications.errors import (
    SubjectNotOneLine,
    TemplateEdited,
    TemplateInvalid,
    TemplateUnknown,
    VariableUnknown,
)
from paidan.platform.notifications.permissions import MANAGE
from paidan.platform.notifications.rendering import Variable, Words, find_unknown
from paidan.platform.notifications.tables import message_templates
from paidan.platform.notifications.templates import MessageTemplate
from paidan.platform.permissions.permission import require


@dataclass(frozen=True, slots=True)
class EditedText:
    """Words that an administrator wrote; `rev` counts the changes."""

    key: str
    channel: str
    language: str
    subject: str
    body: str
    edited_by: int | None
    edited_at: datetime
    rev: int


_COLUMNS = tuple(message_templates.c[name] for name in EditedText.__slots__)


def get_editable(registry: Registry, key: str) -> MessageTemplate:
    """Return a contributed template. Raises TemplateUnknown."""
    found = next((one for one in registry.all(MessageTemplate) if one.key == key), None)
    if found is None:
        raise TemplateUnknown(key=key)
    return found


def list_edited_texts(key: str | None = None) -> Query[EditedText]:
    """The edited words of one template, or of all."""
    statement = sa.select(*_COLUMNS)
    return Query(statement if key is None else statement.where(message_templates.c.key == key), EditedText)


def check_words(template: MessageTemplate, words: Words, language: str) -> None:
    """Refuse words that the template could not be sent with. Raises TemplateInvalid with `fields`."""
    variables = template.all_variables
    refusals = {
        "subject": _unknown(words.subject, variables, language),
        "body": _unknown(words.body, variables, language),
    }
    if "\n" in words.subject or "\r" in words.subject:
        refusals["subject"].append(SubjectNotOneLine())
    fields = {name: found for name, found in refusals.items() if found}
    if fields:
        raise TemplateInvalid(fields=fields)


def save_words(tx: Tx, *, key: str, channel: str, language: str, words: Words, rev: int) -> int:
    """Put words in place of the shipped ones; `rev` is what was read, 0 for the shipped. Returns the new rev.

    Raises: Forbidden, TemplateUnknown, TemplateInvalid, TemplateEdited.
    """
    require(tx, MANAGE)
    check_words(get_editable(tx.registry, key), words, tx.actor.language)
    place = {"key": key, "channel": channel, "language": language}
    values = {"subject": words.subject, "body": words.body, "edited_by": tx.actor.id, "edited_at": tx.now}
    if _rev_of(tx, place) != rev:
        raise TemplateEdited
    if not (_insert(tx, {**place, **values}) if rev == 0 else _update(tx, {**place, "rev": rev}, values)):
        raise TemplateEdited
    return rev + 1


def reset_words(tx: Tx, *, key: str, channel: str, language: str) -> None:
    """Go back to the shipped words. Raises Forbidden, TemplateUnknown."""
    require(tx, MANAGE)
    get_editable(tx.registry, key)
    tx.delete(message_templates, {"key": key, "channel": channel, "language": language})


def describe_template(
    template: MessageTemplate,
    edited: Iterable[EditedText],
    languages: Iterable[str],
    channels: Iterable[str],
    language: str,
) -> dict[str, Any]:
    """Return a template with the words in force per channel and language, in the reader's language. JSON-able."""
    by_place = {(one.channel, one.language): one for one in edited if one.key == template.key}
    places = [(channel, one) for channel in channels for one in languages]
    return {
        "key": template.key,
        "kind": template.kind,
        "label": label_in(template.label, language),
        "variables": [
            {"key": one.key, "label": label_in(one.label, language), "labels": one.label}
            for one in template.all_variables
        ],
        "texts": [_describe_text(template, by_place.get(place), *place) for place in places],
    }


def _describe_text(template: MessageTemplate, edited: EditedText | None, channel: str, language: str) -> dict[str, Any]:
    shipped = template.words(channel, language)
    words = edited or shipped
    return {
        "channel": channel,
        "language": language,
        "subject": words.subject,
        "body": words.body,
        "shipped": {"subject": shipped.subject, "body": shipped.body},
        "edited": edited is not None,
        "edited_by": edited.edited_by if edited else None,
        "edited_at": moment_text(edited.edited_at) if edited else None,
        "rev": edited.rev if edited else 0,
    }


def _unknown(text: str, variables: tuple[Variable, ...], language: str) -> list[AppError]:
    separator = "、" if language.startswith("zh") else ", "
    known = separator.join("{" + label_in(one.label, language) + "}" for one in variables)
    return [VariableUnknown(name=name, known=known) for name in find_unknown(text, variables)]


def _insert(tx: Tx, row: dict[str, Any]) -> int:
    insert = postgresql.insert if tx.dialect == "postgresql" else sqlite.insert
    return tx.execute(insert(message_templates).values(**row, rev=1).on_conflict_do_nothing())


def _update(tx: Tx, place: dict[str, Any], values: dict[str, Any]) -> int:
    return tx.update(message_templates, place, {**values, "rev": place["rev"] + 1})


def _rev_of(tx: Tx, place: dict[str, str]) -> int:
    same = (message_templates.c[name] == value for name, value in place.items())
    return tx.value(sa.select(message_templates.c.rev).where(*same)) or 0
