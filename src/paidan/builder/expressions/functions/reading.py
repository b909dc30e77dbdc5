"""VALUE: the number that a text writes."""

from __future__ import annotations

import re

from paidan.builder.expressions import numbers
from paidan.builder.expressions.functions.texts import SPACES, trimmed
from paidan.builder.expressions.registry import Function, register
from paidan.builder.expressions.rules import plain
from paidan.builder.expressions.sql.builder import SqlBuilder
from paidan.builder.expressions.sql.fragment import Fragment, sql
from paidan.builder.expressions.typed import Operation
from paidan.builder.expressions.types import NUMBER

_DECIMAL = re.compile(r"[-+]?([0-9]+[.]?[0-9]*|[.][0-9]+)")


def number_in(text: str) -> float | None:
    """The number a text writes, with or without commas between thousands and a percent sign after."""
    plain_text = text.strip(SPACES).replace(",", "")
    percent = plain_text.endswith("%")
    digits = plain_text.removesuffix("%")
    if len(digits) > 17 or not _DECIMAL.fullmatch(digits):
        return None
    return numbers.settle(float(digits) / 100.0 if percent else float(digits))


def _number_in(build: SqlBuilder, text: Fragment) -> Fragment:
    percent, hundred, one = build.say.text("%"), build.constant(100.0), build.constant(1.0)

    def split(written: Fragment) -> Fragment:
        is_percent = sql("SUBSTR({0}, LENGTH({0}), 1) = {1}", written, percent)
        digits = sql("CASE WHEN {1} THEN SUBSTR({0}, 1, LENGTH({0}) - 1) ELSE {0} END", written, is_percent)
        divisor = sql("CASE WHEN {0} THEN {1} ELSE {2} END", is_percent, hundred, one)
        return build.bind(digits, to=lambda digits: parsed(digits, divisor))

    def parsed(digits: Fragment, divisor: Fragment) -> Fragment:
        return sql("CASE WHEN {0} THEN {1} / {2} END", build.say.is_decimal(digits), build.real(digits), divisor)

    return build.settle(build.bind(sql("REPLACE({0}, ',', '')", trimmed(build, text)), to=split))


_VALUE = Operation("number_in", number_in, _number_in)

register([Function("VALUE", ("转数字",), "VALUE(text)", "text", plain("text", NUMBER, _VALUE), 1, 1)])
