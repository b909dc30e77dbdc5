"""Texts: the words in force of a template, the administrators' where they wrote some, else the shipped ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import sqlalchemy as sa

from paidan.kernel.database import Query
from paidan.kernel.database.reading import as_tuple
from paidan.platform.notifications.rendering import Words
from paidan.platform.notifications.tables import message_templates
from paidan.platform.notifications.templates import IN_APP, MessageTemplate

Edited = Mapping[tuple[str, str, str], Words]
"""(template, channel, language) → words."""


def list_edited(keys: Iterable[str]) -> Query[tuple[str, str, str, str, str]]:
    """Template, channel, language, subject and body of the edited words of some templates."""
    table = message_templates
    columns = (table.c.key, table.c.channel, table.c.language, table.c.subject, table.c.body)
    return Query(sa.select(*columns).where(table.c.key.in_(list(keys))), as_tuple)


def by_place(rows: Iterable[tuple[str, str, str, str, str]]) -> Edited:
    """Index the answers of `list_edited`."""
    return {(key, channel, language): Words(subject, body) for key, channel, language, subject, body in rows}


def words_in_force(template: MessageTemplate, edited: Edited, channel: str, language: str) -> Words:
    """Return the words of a template for a channel and a language.

    A channel that nobody wrote words for has those of the inbox, edited or shipped.
    """
    found = edited.get((template.key, channel, language))
    if found is None and channel not in template.texts:
        found = edited.get((template.key, IN_APP, language))
    return found or template.words(channel, language)
