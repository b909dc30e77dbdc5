"""Which language the user of the command line reads, and its texts.

The locale of the terminal decides where it names a language we have; then `PAIDAN_LANGUAGE`; then Chinese. Nothing
heavy is imported here, so that `paidan --help` answers at once.
"""

from __future__ import annotations

import os
from collections.abc import Mapping

from paidan.kernel.i18n import DEFAULT_LANGUAGE, LANGUAGES, pick_language, translate


def language_of(environment: Mapping[str, str]) -> str:
    """Return the language of a terminal's environment (POSIX: LC_ALL, LC_MESSAGES, LANG)."""
    fallback = environment.get("PAIDAN_LANGUAGE", DEFAULT_LANGUAGE)
    fallback = fallback if fallback in LANGUAGES else DEFAULT_LANGUAGE
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        locale = environment.get(name, "").split(".")[0].replace("_", "-")
        if locale:
            return pick_language(locale, fallback)
    return fallback


LANGUAGE = language_of(os.environ)


def text(key: str) -> str:
    """Return a text of the command line in the user's language."""
    return translate(f"cli.{key}", LANGUAGE)
