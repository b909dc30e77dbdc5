"""Conversions that the checker writes into a formula: dates and moments, and any value as text.

How a value reads as text: a number with up to six decimals (and fifteen digits in all) and no trailing zeros; a date as 2026-05-01; a moment as
2026-05-01 08:30 on the local clock; a duration as 26:05:00 (hours, minutes, seconds); a choice by its label, yes and no
by their words, in the context's language.
"""

from __future__ import annotations

import math
from datetime import date, datetime

from paidan.builder.expressions import days, numbers
from paidan.builder.expressions.context import Context
from paidan.builder.expressions.errors import WrongType, name_of
from paidan.builder.expressions.parts import Part
from paidan.builder.expressions.sql.builder import SqlBuilder
from paidan.builder.expressions.sql.fragment import Fragment, sql
from paidan.builder.expressions.typed import Apply, Const, Operation, Typed
from paidan.builder.expressions.types import DATE, MOMENT, TEXT, Kind, Option
from paidan.kernel.i18n import label_in, translate

LOCAL_DAY = Operation(
    "local_day",
    lambda context, moment: days.local_day(moment, context.zone),
    lambda build, moment: build.local_day(moment),
    takes_context=True,
)
START_OF_DAY = Operation(
    "start_of_day",
    lambda context, day: days.start_of_day(day, context.zone),
    lambda build, day: build.say.local_moment(build.say.days(day), sql("0")),
    takes_context=True,
)


def to_local_day(value: Typed) -> Typed:
    """A moment as the date it has at the place; a date stays."""
    return Apply(LOCAL_DAY, (value,), DATE) if value.type.kind is Kind.MOMENT else value


def to_moment(value: Typed) -> Typed:
    """A date as the moment it begins; a moment stays."""
    return Apply(START_OF_DAY, (value,), MOMENT) if value.type.kind is Kind.DATE else value


def number_text(x: float) -> str:
    """A number as text: up to six decimals, but no more than fifteen digits in all."""
    scale = 1e6 if abs(x) < 1e9 else 1e3 if abs(x) < 1e12 else 1.0
    size = numbers.round_half_away_size(abs(x) * scale) / scale
    whole = math.floor(size)
    rest = math.floor((size - whole) * scale + 0.5) * int(1e6 / scale)
    text = f"{whole}.{rest:06d}".rstrip("0").rstrip(".") if rest else str(whole)
    return f"-{text}" if x < 0 and size > 0 else text


def duration_text(seconds: int) -> str:
    """Hours, minutes and seconds: -1:05:00."""
    size = abs(seconds)
    return f"{'-' if seconds < 0 else ''}{size // 3600}:{size // 60 % 60:02d}:{size % 60:02d}"


def moment_text(context: Context, moment: datetime) -> str:
    return moment.astimezone(context.zone).strftime("%Y-%m-%d %H:%M")


def choice_text(context: Context, choice: int, options: tuple[Option, ...]) -> str | None:
    return next((label_in(option.labels, context.language) for option in options if option.id == choice), None)


def bool_text(context: Context, value: bool) -> str:
    return translate("expression.yes" if value else "expression.no", context.language)


def _number_sql(build: SqlBuilder, x: Fragment) -> Fragment:
    one, thousand, million, nine, twelve = (build.say.literal(size) for size in (1.0, 1e3, 1e6, 1e9, 1e12))
    half = build.say.literal(0.5)

    def scaled(x: Fragment) -> Fragment:
        scale = (
            f"CASE WHEN ABS({{0}}) < {nine} THEN {million} WHEN ABS({{0}}) < {twelve} THEN {thousand} ELSE {one} END"
        )
        return build.bind(sql(scale, x), to=lambda scale: rounded(x, scale))

    def rounded(x: Fragment, scale: Fragment) -> Fragment:
        size = build.round_half_away_size(sql("(ABS({0}) * {1})", x, scale))
        return build.bind(sql("({0} / {1})", size, scale), to=lambda size: split(x, size, scale))

    def split(x: Fragment, size: Fragment, scale: Fragment) -> Fragment:
        rest = build.say.floor(sql(f"({{0}} - {{1}}) * {{2}} + {half}", size, build.say.floor(size), scale))
        rest = sql(f"{{0}} * ({million} / {{1}})", rest, scale)
        return build.bind(build.integer(rest), to=lambda rest: written(x, size, rest))

    def written(x: Fragment, size: Fragment, rest: Fragment) -> Fragment:
        whole = _as_text(build.integer(build.say.floor(size)))
        padded = sql("RTRIM(SUBSTR({0}, 2), '0')", _as_text(sql("({0} + 1000000)", rest)))
        sign = sql("CASE WHEN {0} < 0 AND {1} > 0 THEN '-' ELSE '' END", x, size)
        decimals = sql("CASE WHEN {0} > 0 THEN '.' || {1} ELSE '' END", rest, padded)
        return sql("({0} || {1} || {2})", sign, whole, decimals)

    return build.bind(x, to=scaled)


def _duration_sql(build: SqlBuilder, seconds: Fragment) -> Fragment:
    def written(n: Fragment) -> Fragment:
        size = sql("ABS({0})", n)
        hours = _as_text(sql("({0} / 3600)", size))
        rest = sql("({0} - {0} / 3600 * 3600)", size)
        clock = sql("(10000 + {0} / 60 * 100 + {0} - {0} / 60 * 60)", rest)
        return build.bind(_as_text(clock), to=lambda clock: signed(n, hours, clock))

    def signed(n: Fragment, hours: Fragment, clock: Fragment) -> Fragment:
        sign = sql("CASE WHEN {0} < 0 THEN '-' ELSE '' END", n)
        return sql("({0} || {1} || ':' || SUBSTR({2}, 2, 2) || ':' || SUBSTR({2}, 4, 2))", sign, hours, clock)

    return build.bind(seconds, to=written)


def _choice_sql(build: SqlBuilder, choice: Fragment, options: tuple[Option, ...]) -> Fragment:
    if not options:
        return build.blank(Kind.TEXT)
    whens: tuple[Fragment, ...] = tuple(
        sql(f" WHEN {option.id:d} THEN {{0}}", build.say.text(label_in(option.labels, build.context.language)))
        for option in options
    )
    pieces = tuple(piece for when in whens for piece in when.pieces)
    return build.text_or_blank(sql("CASE {0}{1} END", choice, Fragment(pieces)))


def _bool_sql(build: SqlBuilder, value: Fragment) -> Fragment:
    yes, no = build.say.text(bool_text(build.context, True)), build.say.text(bool_text(build.context, False))
    return sql("CASE {0} WHEN 1 THEN {1} WHEN 0 THEN {2} END", value, yes, no)


def _as_text(integer: Fragment) -> Fragment:
    return sql("CAST({0} AS TEXT)", integer)


_WORDS = {
    Kind.NUMBER: Operation("number_text", number_text, _number_sql),
    Kind.BOOL: Operation("bool_text", bool_text, _bool_sql, takes_context=True),
    Kind.DATE: Operation("date_text", date.isoformat, lambda _build, day: day),
    Kind.MOMENT: Operation(
        "moment_text",
        moment_text,
        lambda build, moment: sql("SUBSTR({0}, 1, 16)", build.say.local_text(moment)),
        takes_context=True,
    ),
    Kind.DURATION: Operation("duration_text", duration_text, _duration_sql),
    Kind.CHOICE: Operation("choice_text", choice_text, _choice_sql, takes_context=True),
}


def as_text(part: Part) -> Typed:
    """Any value that can be written, as text. Raises WrongType for people, records and lists."""
    kind = part.type.kind
    if kind is Kind.TEXT:
        return part.typed
    if kind is Kind.BLANK:
        return Const(None, TEXT)
    if kind not in _WORDS:
        raise WrongType(part.node.at, function="TEXT", argument=1, expected=name_of(TEXT), found=name_of(part.type))
    settings = (part.type.options,) if kind is Kind.CHOICE else ()
    return Apply(_WORDS[kind], (part.typed,), TEXT, settings)
