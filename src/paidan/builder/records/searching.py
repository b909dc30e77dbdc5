"""Full text by character bigrams: finds every two-character Chinese word, needs no dictionary and no other service.

A text becomes its single Chinese characters, each pair of neighbours, and its Latin words and numbers whole. A search
word of two or more characters is the phrase of its pairs. Record ids are unique over all objects, so one index serves
them all. SQLite: FTS5 contentless; PostgreSQL: a stored tsvector with a GIN index.
"""

from __future__ import annotations

import re
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement

from paidan.builder.objects.model import Field, ObjectType
from paidan.kernel.database import Id, Tx
from paidan.kernel.database.schema import SpecialDdl, special_ddl

special_ddl += [
    SpecialDdl(
        "sqlite",
        "CREATE VIRTUAL TABLE IF NOT EXISTS record_search USING fts5(words, content='', contentless_delete=1, tokenize='unicode61')",
    ),
    SpecialDdl(
        "postgresql", "CREATE TABLE IF NOT EXISTS record_search (record_id BIGINT PRIMARY KEY, words TSVECTOR NOT NULL)"
    ),
    SpecialDdl("postgresql", "CREATE INDEX IF NOT EXISTS ix_record_search_words ON record_search USING GIN (words)"),
]

LONGEST = 20_000
"""Characters of one record that are indexed."""
_RUN = re.compile(r"[㐀-䶿一-鿿぀-ヿ가-힯]+|[0-9a-z]+", re.IGNORECASE)
_HAN = re.compile(r"[㐀-䶿一-鿿぀-ヿ가-힯]")
_TAG = re.compile(r"<[^>]+>")

_postgres_index = sa.table("record_search", sa.column("record_id", Id()), sa.column("words"))


def tokens_of(text: str) -> list[str]:
    """Return the words of a text in order: a Chinese run as pairs of neighbours (a lone character as itself), Latin
    words and numbers whole and in lower case."""
    found: list[str] = []
    for run in _RUN.findall(text):
        if _HAN.match(run):
            found += [run[i : i + 2] for i in range(len(run) - 1)] if len(run) > 1 else [run]
        else:
            found.append(run.lower())
    return found


def index_words(text: str) -> str:
    """Return what is stored for a text: its tokens, and after them its single Chinese characters."""
    text = text[:LONGEST]
    singles = dict.fromkeys(_HAN.findall(text))
    return " ".join([*tokens_of(text), "zzz", *singles])


def searchable_text(field: Field, value: Any) -> str:
    """Return the words in one stored value that can be found."""
    if value is None:
        return ""
    if isinstance(value, dict):
        return " ".join(str(part) for part in value.values() if isinstance(part, str))
    return _TAG.sub(" ", str(value)) if field.type.key == "rich_text" else str(value)


def index_record(tx: Tx, record_id: int, text: str, *, is_new: bool) -> None:
    """Put a record's words into the index, in the place of those before."""
    words = index_words(text)
    if tx.dialect == "sqlite":
        verb = "INSERT" if is_new else "INSERT OR REPLACE"
        tx.run_text(f"{verb} INTO record_search (rowid, words) VALUES (?, ?)", (record_id, words))
        return
    tx.run_text(
        "INSERT INTO record_search (record_id, words) VALUES (%s, to_tsvector('simple', %s))"
        " ON CONFLICT (record_id) DO UPDATE SET words = EXCLUDED.words",
        (record_id, words),
    )


def forget_record(tx: Tx, record_id: int) -> None:
    """Take a record out of the index."""
    if tx.dialect == "sqlite":
        tx.run_text("DELETE FROM record_search WHERE rowid = ?", (record_id,))
    else:
        tx.run_text("DELETE FROM record_search WHERE record_id = %s", (record_id,))


def matches(dialect: str, table: Any, text: str) -> ColumnElement[bool]:
    """Return the condition for the records that hold every word of the text; one that nothing meets for no words."""
    phrases = _phrases(text)
    if not phrases:
        return sa.false()
    if dialect == "sqlite":
        query = " AND ".join('"' + " ".join(phrase) + '"' for phrase in phrases)
        found = sa.text("SELECT rowid FROM record_search WHERE record_search MATCH :search_words").bindparams(
            search_words=query
        )
        hits: ColumnElement[bool] = table.c.id.in_(found.columns(sa.column("rowid", Id())).scalar_subquery())
        return hits
    query = " & ".join("(" + " <-> ".join(phrase) + ")" for phrase in phrases)
    condition = _postgres_index.c.words.op("@@")(sa.func.to_tsquery("simple", query))
    found_ids: ColumnElement[bool] = table.c.id.in_(sa.select(_postgres_index.c.record_id).where(condition))
    return found_ids


def _phrases(text: str) -> list[list[str]]:
    return [tokens for word in text.split() if (tokens := tokens_of(word[:100]))][:8]


def searched_fields(object_type: ObjectType) -> list[Field]:
    """Return the fields whose words are indexed."""
    return [f for f in object_type.fields.values() if f.type.text_in_search and f.column is not None]
