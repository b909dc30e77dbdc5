"""Which language a reader gets: the one they chose, else the best of what their browser asks for."""

from __future__ import annotations

from paidan.kernel.i18n.catalogue import LANGUAGES


def pick_language(accept: str | None, default: str) -> str:
    """Choose from an Accept-Language header (RFC 9110 §12.5.4) the language we have that is liked best."""
    for wanted in _by_weight(accept or ""):
        for language in LANGUAGES:
            if language.lower() == wanted or language.split("-")[0].lower() == wanted.split("-")[0]:
                return language
    return default


def _by_weight(accept: str) -> list[str]:
    weighted = []
    for position, part in enumerate(accept.split(",")):
        name, _, parameters = part.strip().partition(";")
        weight = _weight(parameters)
        if name and name != "*" and weight > 0:
            weighted.append((-weight, position, name.lower()))
    return [name for _, _, name in sorted(weighted)]


def _weight(parameters: str) -> float:
    text = parameters.replace(" ", "").removeprefix("q=")
    try:
        return float(text) if text else 1.0
    except ValueError:
        return 0.0
