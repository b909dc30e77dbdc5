"""Amounts as people write them: with thousands separators, currency signs and units."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal, InvalidOperation

from paidan.builder.transfer.words import UNITS

SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86_400}
SCALES = {"one": 1, "thousand": 1000, "ten_thousand": 10_000, "million": 10**6, "hundred_million": 10**8}
_NUMBER = r"[-+]?\d[\d,]*(?:\.\d+)?(?:e[-+]?\d+)?"
_AMOUNT = re.compile(rf"[¥$€£]?\s*({_NUMBER})\s*([^\d\s]*)")
_LENGTH = re.compile(rf"({_NUMBER})\s*个?([a-z]+|[一-鿿]+)")


def read_amount(text: str, unit: str | None, shown_unit: str | None = None) -> Decimal | None:
    """Read a number with an optional unit of its own ('3.5万元'), else in the unit given; None when it is none.

    `shown_unit` is the one that the field shows beside its numbers and may stand there. Other units make it no number,
    so that nothing is lost silently.
    """
    found = _AMOUNT.fullmatch(unicodedata.normalize("NFKC", text).strip().lower())
    if found is None:
        return None
    is_shown = bool(shown_unit) and found[2] == str(shown_unit).strip().lower()
    own = UNITS.get(found[2]) if found[2] and not is_shown else unit
    if found[2] and not is_shown and own not in SCALES:
        return None
    return _times(found[1], SCALES.get(own or "one", 1))


def read_length(text: str, unit: str | None) -> int | None:
    """Read a length of time into seconds: '1:30', '90' in the unit given, '1小时30分', '2h'; None when it is none."""
    text = unicodedata.normalize("NFKC", text).strip().lower()
    clock = re.fullmatch(r"(\d+):([0-5]?\d)(?::([0-5]?\d))?", text)
    if clock:
        return int(clock[1]) * 3600 + int(clock[2]) * 60 + int(clock[3] or 0)
    if re.fullmatch(_NUMBER, text):
        seconds = _times(text, SECONDS.get(unit or "second", 1))
        return None if seconds is None else round(seconds)
    return _compound("".join(text.split()))


def _compound(text: str) -> int | None:
    total, at = Decimal(0), 0
    for found in _LENGTH.finditer(text):
        unit = UNITS.get(found[2])
        value = _times(found[1], SECONDS[unit]) if unit in SECONDS else None
        if found.start() != at or value is None:
            return None
        total, at = total + value, found.end()
    return round(total) if text and at == len(text) else None


def _times(number: str, scale: int) -> Decimal | None:
    try:
        return Decimal(number.replace(",", "")) * scale
    except InvalidOperation:
        return None
