"""Rendering: words with `{variables}` become a message. Pure.

A variable is named by its key or by its label in any language, as people see it: `{number}`, `{工单号}`. `{{` and `}}` are
the braces themselves. What is unknown renders as nothing; saving such words is refused elsewhere. Values come from
anybody, so control characters are dropped, subjects are one line, and HTML is made by escaping everything.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Any, Literal
from zoneinfo import ZoneInfo

from paidan.kernel.clock import parse_moment
from paidan.kernel.i18n import Label, label_in

SUBJECT_LENGTH = 200
_PLACE = re.compile(r"\{\{|\}\}|\{([^{}\n]{1,100})\}")


@dataclass(frozen=True, slots=True)
class Variable:
    """A blank in the words of a template. `kind` moment: an ISO text, shown in the reader's zone."""

    key: str
    label: Label = field(hash=False)
    sample: Any = ""
    kind: Literal["text", "moment"] = "text"


@dataclass(frozen=True, slots=True)
class Words:
    """A subject (one line) and a body (plain text)."""

    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads a message: their language and time zone."""

    language: str
    zone: ZoneInfo


def find_unknown(text: str, variables: Iterable[Variable]) -> list[str]:
    """Return the variables in a text that are none of these, in order."""
    known = _by_name(variables)
    return [name for name in _names_in(text) if name not in known]


def render(words: Words, variables: Iterable[Variable], params: Mapping[str, Any], reader: Reader) -> Words:
    """Fill the blanks for a reader. A label among the values is put in their language; lists are joined."""
    known = _by_name(variables)

    def value_of(name: str) -> str:
        variable = known.get(name)
        return "" if variable is None else _show(params.get(variable.key), variable.kind, reader)

    return Words(one_line(fill(words.subject, value_of)), printable(fill(words.body, value_of)).strip())


def fill(text: str, value_of: Callable[[str], str]) -> str:
    """Replace each `{name}` of a text by its value."""

    def replace(found: re.Match[str]) -> str:
        name = found.group(1)
        return value_of(name.strip()) if name is not None else found.group(0)[0]

    return _PLACE.sub(replace, text)


def one_line(text: str) -> str:
    """Return a text fit for a header: one line without control characters, 200 characters at most."""
    return " ".join(printable(text).split())[:SUBJECT_LENGTH]


def printable(text: str) -> str:
    """Drop control characters but line breaks and tabs."""
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in unified if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs"))


def storable(value: Any) -> Any:
    """Return a JSON-able value without the characters that PostgreSQL cannot keep, and that nobody could read anyway."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, Mapping):
        return {key: storable(one) for key, one in value.items()}
    return [storable(one) for one in value] if isinstance(value, (list, tuple)) else value


def to_html(words: Words, language: str, own_address: str) -> str:
    """Return the words as a page for mail programs: everything escaped, only addresses of our own made links."""
    body = escape(words.body)
    own = re.compile(re.escape(escape(own_address)) + r"[^\s<>]*")
    body = own.sub(lambda found: f'<a href="{found.group(0)}">{found.group(0)}</a>', body)
    return (
        f'<!doctype html><html lang="{escape(language)}"><head><meta charset="utf-8">'
        f"<title>{escape(words.subject)}</title></head>"
        '<body style="font:16px/1.6 system-ui,sans-serif;color:#1f2328;max-width:40em;margin:1.5em auto;padding:0 1em">'
        f"{body.replace(chr(10), '<br>')}</body></html>"
    )


def _names_in(text: str) -> list[str]:
    return [name.strip() for name in _PLACE.findall(text) if name]


def _by_name(variables: Iterable[Variable]) -> dict[str, Variable]:
    named: dict[str, Variable] = {}
    for variable in variables:
        for name in (variable.key, *variable.label.values()):
            named.setdefault(name, variable)
    return named


def _show(value: Any, kind: str, reader: Reader) -> str:
    if value is None:
        return ""
    if isinstance(value, dict):
        return label_in(value, reader.language)
    if isinstance(value, (list, tuple)):
        return ("、" if reader.language.startswith("zh") else ", ").join(_show(one, kind, reader) for one in value)
    if isinstance(value, bool):
        return {True: ("是", "yes"), False: ("否", "no")}[value][0 if reader.language.startswith("zh") else 1]
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return _show_moment(str(value), reader) if kind == "moment" else str(value)


def _show_moment(text: str, reader: Reader) -> str:
    try:
        return f"{parse_moment(text).astimezone(reader.zone):%Y-%m-%d %H:%M}"
    except ValueError:
        return text
