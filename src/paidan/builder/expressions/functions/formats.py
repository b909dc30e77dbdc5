"""TEXT: a value written in a format.

Number formats: `0`, `0.00` (up to six decimals), `#,##0.0`, each with `%` after it. Date formats are spreadsheets':
yyyy, yy, mm, m, dd, d, hh, h, ss, s, any letter case, other characters stand for themselves; m after an hour or before
seconds means minutes. A format must be written out, because it decides what is computed.
"""

from __future__ import annotations

import math
import re
from datetime import date, datetime

from paidan.builder.expressions import numbers
from paidan.builder.expressions.context import Context
from paidan.builder.expressions.conversions import as_text
from paidan.builder.expressions.errors import BadFormat
from paidan.builder.expressions.parts import Asks, Part
from paidan.builder.expressions.registry import Function, register
from paidan.builder.expressions.rules import rebuilt
from paidan.builder.expressions.sql.builder import SqlBuilder
from paidan.builder.expressions.sql.fragment import Fragment, joined, sql
from paidan.builder.expressions.tree import Call, Text
from paidan.builder.expressions.typed import Apply, Operation
from paidan.builder.expressions.types import TEXT, Kind, ValueType

_NUMBER_FORMAT = re.compile(r"(#,##)?0(?:\.(0{1,6}))?(%)?")
_DATE_TOKEN = re.compile(r"yyyy|yy|mm|m|dd|d|hh|h|ss|s|[^ymdhs]+", re.IGNORECASE)
_PLACES = {"yyyy": (1, 4), "yy": (3, 2), "month": (6, 2), "dd": (9, 2), "hh": (12, 2), "minute": (15, 2), "ss": (18, 2)}


def write_number(x: float, grouped: bool, decimals: int, percent: bool) -> str:
    scale = 10.0**decimals
    wanted = abs(x * 100.0 if percent else x)
    size = numbers.round_half_away_size(wanted * scale) / scale if wanted * scale < numbers.EXACT else wanted
    whole = math.floor(size)
    rest = math.floor((size - whole) * scale + 0.5)
    text = f"{whole:,d}" if grouped else str(whole)
    text += f".{rest:0{decimals}d}" if decimals else ""
    return f"{'-' if x < 0 and size > 0 else ''}{text}{'%' if percent else ''}"


def write_day(day: date, tokens: tuple[str, ...]) -> str | None:
    return _written(f"{day.isoformat()} 00:00:00", tokens)


def write_moment(context: Context, moment: datetime, tokens: tuple[str, ...]) -> str | None:
    return _written(moment.astimezone(context.zone).strftime("%Y-%m-%d %H:%M:%S"), tokens)


def _written(clock: str, tokens: tuple[str, ...]) -> str:
    return "".join(_token_text(clock, token) for token in tokens)


def _token_text(clock: str, token: str) -> str:
    place, short = _place(token)
    if place is None:
        return token[1:]
    text = clock[place[0] - 1 : place[0] - 1 + place[1]]
    return str(int(text)) if short else text


def _place(token: str) -> tuple[tuple[int, int] | None, bool]:
    """Where in 'YYYY-MM-DD HH:MM:SS' a token stands, and whether without a leading zero; None for plain text."""
    short = token.startswith("-")
    return _PLACES.get(token.removeprefix("-")), short


def read_date_format(text: str) -> tuple[str, ...]:
    """The tokens of a date format: names of places (with - before those without a leading zero), or ' and a text."""
    found = _DATE_TOKEN.findall(text)
    tokens: list[str] = []
    for number, each in enumerate(found):
        word = each.lower()
        if word in ("m", "mm"):
            word = ("-" if word == "m" else "") + ("minute" if _is_minute(found, number) else "month")
        elif word in ("d", "h", "s"):
            word = "-" + word * 2
        elif word not in _PLACES:
            word = "'" + each
        tokens.append(word)
    return tuple(tokens)


def _is_minute(found: list[str], number: int) -> bool:
    words = [each.lower() for each in found]
    before = next((word for word in reversed(words[:number]) if word[0] in "ymdhs"), "")
    after = next((word for word in words[number + 1 :] if word[0] in "ymdhs"), "")
    return before.startswith("h") or after.startswith("s")


def _number_sql(build: SqlBuilder, x: Fragment, grouped: bool, decimals: int, percent: bool) -> Fragment:
    scale, half = build.say.literal(10.0**decimals), build.say.literal(0.5)
    by = f" * {build.say.literal(100.0)}" if percent else ""

    def rounded(x: Fragment) -> Fragment:
        scaled = sql(f"(ABS({{0}}{by}) * {scale})", x)
        return build.bind(scaled, to=lambda scaled: build.bind(size_of(x, scaled), to=lambda size: written(x, size)))

    def size_of(x: Fragment, scaled: Fragment) -> Fragment:
        rounded_size = build.round_half_away_size(scaled)
        exact = f"{{1}} < {build.say.literal(numbers.EXACT)}"
        return sql(f"CASE WHEN {exact} THEN {{2}} / {scale} ELSE ABS({{0}}{by}) END", x, scaled, rounded_size)

    def written(x: Fragment, size: Fragment) -> Fragment:
        whole = build.integer(build.say.floor(size))
        digits = build.say.grouped(whole) if grouped else sql("CAST({0} AS TEXT)", whole)
        pieces = [sql("CASE WHEN {0} < 0 AND {1} > 0 THEN '-' ELSE '' END", x, size), digits]
        if decimals:
            fraction = sql(f"({{0}} - {{1}}) * {scale} + {half}", size, build.say.floor(size))
            rest = build.integer(build.say.floor(fraction))
            pieces.append(sql(f"'.' || SUBSTR(CAST({{0}} + {10**decimals} AS TEXT), 2)", rest))
        if percent:
            pieces.append(build.say.text("%"))
        return sql("({0})", joined(" || ", pieces))

    return build.bind(x, to=rounded)


def _date_sql(build: SqlBuilder, clock: Fragment, tokens: tuple[str, ...]) -> Fragment:
    def piece(clock: Fragment, token: str) -> Fragment:
        place, short = _place(token)
        if place is None:
            return build.say.text(token[1:])
        text = sql(f"SUBSTR({{0}}, {place[0]}, {place[1]})", clock)
        return sql("CAST(CAST({0} AS INTEGER) AS TEXT)", text) if short else text

    return build.bind(clock, to=lambda clock: sql("({0})", joined(" || ", [piece(clock, each) for each in tokens])))


def _day_sql(build: SqlBuilder, day: Fragment, tokens: tuple[str, ...]) -> Fragment:
    return _date_sql(build, sql("({0} || ' 00:00:00')", day), tokens)


def _moment_sql(build: SqlBuilder, moment: Fragment, tokens: tuple[str, ...]) -> Fragment:
    return _date_sql(build, build.say.local_text(moment), tokens)


_NUMBER = Operation("write_number", write_number, _number_sql)
_DAY = Operation("write_day", write_day, _day_sql)
_MOMENT = Operation("write_moment", write_moment, _moment_sql, takes_context=True)


def _rule(checker: Asks, call: Call, _wanted: ValueType | None) -> Part:
    part = checker.one(call.args[0])
    if len(call.args) == 1:
        return rebuilt(call, [part], as_text(part))
    text = call.args[1]
    if not isinstance(text, Text) or not text.value:
        raise BadFormat(text.at)
    return Part(Call(call.name, (part.node, text), call.at), _formatted(part, text))


def _formatted(part: Part, text: Text) -> Apply:
    if part.type.kind is Kind.NUMBER:
        found = _NUMBER_FORMAT.fullmatch(text.value)
        if found is None:
            raise BadFormat(text.at)
        settings = (bool(found[1]), len(found[2] or ""), bool(found[3]))
        return Apply(_NUMBER, (part.typed,), TEXT, settings)
    if part.type.kind in (Kind.DATE, Kind.MOMENT):
        operation = _DAY if part.type.kind is Kind.DATE else _MOMENT
        return Apply(operation, (part.typed,), TEXT, (read_date_format(text.value),))
    raise BadFormat(text.at)


register([Function("TEXT", ("转文本",), "TEXT(value, [format])", "text", _rule, 1, 2)])
