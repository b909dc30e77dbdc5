"""Message catalogues: every sentence that people read, in every language, found by key.

Each room keeps its own `messages.toml`; together they are one catalogue. A missing key is shown as the key itself and
never raises, because a refusal that cannot be told must not become a second error.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

LANGUAGES = ("zh-CN", "en")
DEFAULT_LANGUAGE = "zh-CN"

Label = dict[str, str]
"""One text in several languages: {"zh-CN": "优先级", "en": "Priority"}."""


def label_in(label: Mapping[str, str], language: str) -> str:
    """Return the text in the language asked for, else in Chinese, else any."""
    return label.get(language) or label.get(DEFAULT_LANGUAGE) or next(iter(label.values()), "")


@cache
def load_catalogue() -> dict[str, Label]:
    """Read every `messages.toml` of the package once. Returns key → label. Raises ValueError for a key given twice."""
    messages: dict[str, Label] = {}
    for file in _message_files(resources.files("paidan")):
        for key, label in tomllib.loads(file.read_text("utf-8")).items():
            if key in messages:
                raise ValueError(f"message {key} is given twice")
            messages[key] = label
    return messages


def translate(key: str, language: str, /, **params: Any) -> str:
    """Return the sentence under a key with its `{variables}` filled; labels among the values are put in the language too."""
    label = load_catalogue().get(key)
    if label is None:
        return key
    values = {name: label_in(value, language) if isinstance(value, dict) else value for name, value in params.items()}
    return label_in(label, language).format_map(_Lenient(values))


class _Lenient(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "{" + key + "}"


def _message_files(folder: Traversable) -> list[Traversable]:
    found = []
    for child in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if child.is_dir():
            found += _message_files(child)
        elif child.name == "messages.toml":
            found.append(child)
    return found
