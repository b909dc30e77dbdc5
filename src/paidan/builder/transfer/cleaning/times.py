"""Days and moments as people write them; what is not wholly understood is refused, never guessed."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, tzinfo

from paidan.builder.transfer.mapping import DateOrder

_PARTS = r"(\d{1,4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,4})\s*日?"
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:[T\s]?(\d{2})(\d{2})(\d{2})?)?")
_TIME = (
    r"(?:t|\s*)(?P<before>上午|下午|中午|晚上|凌晨|早上|am|pm)?\s*(?P<hour>\d{1,2})\s*[:时点]\s*(?P<minute>\d{1,2})\s*分?"
    r"(?:\s*:?\s*(?P<second>\d{1,2})(?:\.(?P<fraction>\d{1,6})\d*)?\s*秒?)?\s*(?P<after>am|pm)?"
)
_LOOSE = re.compile(rf"{_PARTS}(?:{_TIME})?")
_WEEKDAY = re.compile(r"(?:星期|周)[一二三四五六日天]")
_AFTERNOON = frozenset(("下午", "晚上", "pm"))
_MORNING = frozenset(("上午", "凌晨", "早上", "am"))


def read_time(text: str, order: DateOrder = "ymd") -> datetime | date | None:
    """Read a day, or a day with a time of day (without zone unless the text names one); None when it is neither.

    A year of four digits in front or at the end is recognised whatever `order` says; `order` decides between day and
    month where the year stands behind. Two digits are no year.
    """
    text = " ".join(_WEEKDAY.sub(" ", unicodedata.normalize("NFKC", text)).split()).lower()
    if found := _LOOSE.fullmatch(text):
        return _loose(found, order)
    if found := _COMPACT.fullmatch(text):
        return _made([int(part) for part in found.groups() if part])
    try:
        return datetime.fromisoformat(text.upper())
    except ValueError:
        return None


def in_zone(value: datetime | date, zone: tzinfo) -> datetime:
    """Return the moment that a local time, or the beginning of a day, is in a zone."""
    if not isinstance(value, datetime):
        value = datetime(value.year, value.month, value.day)  # noqa: DTZ001 - gets its zone below
    return value if value.tzinfo else value.replace(tzinfo=zone)


def _loose(found: re.Match[str], order: DateOrder) -> datetime | date | None:
    day = _day(found[1], found[2], found[3], order)
    if day is None:
        return None
    if found["hour"] is None:
        return _made(day)
    hour = _hour(int(found["hour"]), found["before"] or found["after"] or "")
    microsecond = int((found["fraction"] or "").ljust(6, "0"))
    time = [int(found["minute"]), int(found["second"] or 0), microsecond]
    return None if hour is None else _made([*day, hour, *time])


def _day(first: str, second: str, third: str, order: DateOrder) -> list[int] | None:
    if len(first) == 4:
        return [int(first), int(second), int(third)] if len(third) <= 2 else None
    if len(third) != 4 or len(first) > 2:
        return None
    day, month = (first, second) if order == "dmy" else (second, first)
    return [int(third), int(month), int(day)] if order != "ymd" or int(first) > 12 or int(second) > 12 else None


def _hour(hour: int, half: str) -> int | None:
    if half in _AFTERNOON and hour < 12:
        return hour + 12
    if half in _MORNING and hour == 12:
        return 0
    return hour if hour < 24 else None


def _made(parts: list[int]) -> datetime | date | None:
    try:
        return date(*parts) if len(parts) == 3 else datetime(*parts)  # type: ignore[arg-type] # noqa: DTZ001
    except ValueError:
        return None
