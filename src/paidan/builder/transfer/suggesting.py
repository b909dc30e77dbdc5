"""New fields for columns that match none: the type is read off the values.

A guess counts only when every value fits, because a value that does not would cost its whole row. Texts that stand for
nothing (`0` among words, a dash) are found first and proposed as blanks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from paidan.builder.transfer.profiling import ColumnProfile
from paidan.builder.transfer.words import normal, spelling, unit_of, without_brackets

NOTHINGS = ("0", "0.0", "-", "--", "—", "——", "/", "\\", "无", "n/a", "na", "null", "none", "nil", "#n/a")
"""Texts that people write where nothing is to be said."""
_HARD_NOTHINGS = frozenset(("-", "--", "—", "——", "/", "\\", "n/a", "na", "null", "none", "nil", "#n/a"))

MOST_CHOICES = 60
_LONGEST_CHOICE = 40
_REPEATS = 3
"""A column of options says each of them so often, on average."""
_SHORT = 200
_YES = frozenset(("是", "有", "yes", "y", "true", "对", "√"))
_NO = frozenset(("否", "无", "没有", "no", "n", "false", "不", "×"))
_FLAG_NAME = re.compile(r"是否|有无|^is |^has ", re.IGNORECASE)
_NUMBER = re.compile(r"[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:[eE][-+]?\d{1,2})?")
_LEADING_ZERO = re.compile(r"[-+]?0\d")
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_TIME = re.compile(r"[T\s]*(\d{1,2})[:：时点](\d{1,2})分?(?:[:：]?(\d{1,2})(?:\.\d+)?秒?)?(?:Z|[+-]\d\d:?\d\d)?")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]{2,}")
_MOBILE = re.compile(r"(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}|0\d{2,3}[- ]?\d{7,8}")
_URL = re.compile(r"https?://\S+", re.IGNORECASE)
_MOST_DIGITS = 15


@dataclass(frozen=True, slots=True)
class NewField:
    """A field that could be made for a column. `options` are the labels of a choice field, most frequent first.

    `blank` lists texts of the column that had best be read as nothing.
    """

    type: str
    label: str
    settings: dict[str, Any] = field(default_factory=dict)
    options: tuple[str, ...] = ()
    blank: tuple[str, ...] = ()


def suggest_field(profile: ColumnProfile) -> NewField | None:
    """Propose a field for a column; None for a column without a single value."""
    if not profile.values:
        return None
    label = profile.column.header or profile.column.name
    blank = suggest_blanks(profile)
    values = [text for text in profile.values if text not in blank]
    if not values:
        return NewField("text", label)
    kind, settings = guess_type(values, label, profile)
    options = _options(profile, blank) if kind == "choice" else ()
    return NewField(kind, label, settings, options, blank if kind != "yes_no" else _not_flags(blank))


def suggest_blanks(profile: ColumnProfile) -> tuple[str, ...]:
    """Return the texts of a column that stand for nothing: dashes always, `0` where the rest are words or days."""
    found = [text for text in profile.values if text.casefold() in _HARD_NOTHINGS]
    rest = [text for text in profile.values if text not in found and text not in ("0", "0.0")]
    if rest and sum(1 for text in rest if is_number(text)) <= len(rest) * 0.5:
        found += [text for text in ("0", "0.0") if text in profile.values]
    return tuple(found)


def guess_type(values: Iterable[str], label: str, profile: ColumnProfile) -> tuple[str, dict[str, Any]]:
    """Return the type that every value fits, with its settings: the narrowest one."""
    values = list(values)
    if _are_flags(values, label):
        return "yes_no", {}
    if all(_MOBILE.fullmatch(text) for text in values):
        return "phone", {}
    if all(map(is_number, values)):
        return _number_type(values, label)
    if all(_URL.fullmatch(text) for text in values):
        return "url", {}
    if all(_EMAIL.fullmatch(text) for text in values):
        return "email", {}
    times = [time_of(text) for text in values]
    if all(time is not None for time in times):
        return ("datetime" if any(times) else "date"), {}
    if _are_choices(values, profile):
        return "choice", {"add_missing": True}
    return ("long_text" if profile.has_lines or profile.longest > _SHORT else "text"), {}


def is_number(text: str) -> bool:
    """Whether a text is a number and nothing is lost by reading it as one: no leading zero, no more than 15 digits."""
    text = text.strip()
    if not _NUMBER.fullmatch(text) or _LEADING_ZERO.match(text):
        return False
    whole, _, fraction = text.lower().partition("e")[0].partition(".")
    return bool(fraction) or sum(sign.isdigit() for sign in whole) <= _MOST_DIGITS


def time_of(text: str) -> str | None:
    """Return the time of day in a text that is a day with or without one ('' without, or at midnight); None: no day."""
    day = _DAY.match(text.strip())
    if day is None or not _is_day(*(int(part) for part in day.groups())):
        return None
    rest = text.strip()[day.end() :]
    if not rest.strip():
        return ""
    found = _TIME.fullmatch(rest)
    if found is None or int(found[1]) > 23 or int(found[2]) > 59 or int(found[3] or 0) > 59:
        return None
    return rest if any(int(part or 0) for part in found.groups()) else ""


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        return 1900 <= date(year, month, day).year <= 2200
    except ValueError:
        return False


def _are_flags(values: list[str], label: str) -> bool:
    words = {text.strip().casefold() for text in values}
    if words <= {"0", "1"}:
        return bool(_FLAG_NAME.search(label))
    return words <= (_YES | _NO) and bool(words & _YES or _FLAG_NAME.search(label))


def _number_type(values: list[str], label: str) -> tuple[str, dict[str, Any]]:
    numbers = [float(text.replace(",", "")) for text in values]
    if all(number.is_integer() for number in numbers) and not any(_digits(text) for text in values):
        return "integer", {}
    settings: dict[str, Any] = {"digits": min(6, max(map(_digits, values), default=2) or 2)}
    unit = label[len(without_brackets(label)) :].strip("()（）[]【】 ") if unit_of(label) else ""
    return "decimal", settings | ({"unit": unit[:20]} if unit else {})


def _digits(text: str) -> int:
    """How many digits stand behind the point, zeros at the end aside."""
    return len(text.partition(".")[2].rstrip("0")) if "e" not in text.lower() else 6


def _are_choices(values: list[str], profile: ColumnProfile) -> bool:
    if profile.has_lines or profile.longest > _LONGEST_CHOICE:
        return False
    different = {spelling(text) for text in values}
    times = sum(profile.values[text] for text in values)
    return 2 <= len(different) <= MOST_CHOICES and times >= len(different) * _REPEATS


def _options(profile: ColumnProfile, blank: tuple[str, ...]) -> tuple[str, ...]:
    """The most frequent way of writing each option."""
    found: dict[str, str] = {}
    for text, _ in profile.values.most_common():
        if text not in blank:
            found.setdefault(spelling(text), text)
    return tuple(found.values())


def _not_flags(blank: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(text for text in blank if normal(text) not in _NO)
