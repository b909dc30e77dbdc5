"""Dates and moments written as text in a formula: "2026-05-01" where a date is wanted becomes DATE(2026, 5, 1)."""

from __future__ import annotations

import re
from datetime import date, datetime

from paidan.builder.expressions.tree import Call, Number, Text
from paidan.builder.expressions.types import Kind

_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?")


def read_date_literal(node: Text, kind: Kind) -> Call | None:
    """The call that stands for a text in a place that wants a date or moment; None when the text is neither."""
    day, _, clock = node.value.strip().replace("T", " ").partition(" ")
    on = _DAY.fullmatch(day)
    if on is None:
        return None
    at = _CLOCK.fullmatch(clock.strip()) if clock else None
    if clock and (at is None or kind is Kind.DATE):
        return None
    parts = [int(number) for number in (*on.groups(), *(at.groups("0") if at else ()))]
    if not _exists(parts):
        return None
    return Call("DATETIME" if at else "DATE", tuple(Number(float(part), node.at) for part in parts), node.at)


def _exists(parts: list[int]) -> bool:
    try:
        datetime(*parts) if len(parts) > 3 else date(*parts)  # type: ignore[arg-type]  # noqa: DTZ001
    except ValueError:
        return False
    return 1900 <= parts[0] < 3000
